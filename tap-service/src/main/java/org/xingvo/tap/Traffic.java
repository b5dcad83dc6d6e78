package org.xingvo.tap;

import java.io.IOException;
import java.time.Duration;
import org.xingvo.dali.http.ClientWatch;
import org.xingvo.tap.turn.Places;
import org.xingvo.tap.turn.Turns;

/**
 * What the queries of one server share: the turns of long answers, the places of each user, the watch over clients that may
 * go away, and what is counted. Thread-safe.
 */
public record Traffic(Turns turns, Places places, ClientWatch clients, QueryCounts counts) implements AutoCloseable {
    /**
     * For this machine.
     *
     * @param running queries of one user at once
     * @param waiting more of them that wait
     * @param patience how long one waits
     */
    public static Traffic of(int running, int waiting, Duration patience) throws IOException {
        return new Traffic(
                Turns.standard(), new Places(running, waiting, patience), new ClientWatch(), new QueryCounts());
    }

    @Override
    public void close() {
        clients.close();
    }
}
