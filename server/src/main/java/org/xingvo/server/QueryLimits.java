package org.xingvo.server;

import java.io.IOException;
import java.time.Duration;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.http.SlowestClient;
import org.xingvo.tap.TapConfig;
import org.xingvo.tap.TapConfig.UserLimits;
import org.xingvo.tap.Traffic;

/**
 * What synchronous queries may use. Immutable.
 *
 * @param anonymous rows and time of callers of whom nobody knows who they are
 * @param signedIn rows and time of users
 * @param running queries of one user, or of one address of anonymous ones, that run at once
 * @param waiting more of them that wait
 * @param patience how long one waits
 * @param slowest how slow a client may read
 * @param tempBytes temporary space in the database of one connection
 */
public record QueryLimits(
        UserLimits anonymous,
        UserLimits signedIn,
        int running,
        int waiting,
        Duration patience,
        SlowestClient slowest,
        long tempBytes) {
    /** The same for everybody. */
    public static QueryLimits of(Maxrec maxrec, Duration timeLimit) {
        UserLimits limits = new UserLimits(maxrec, timeLimit);
        return new QueryLimits(limits, limits, 10, 50, Duration.ofSeconds(30), SlowestClient.STANDARD, 16L << 30);
    }

    TapConfig tap() {
        TapConfig standard = TapConfig.STANDARD;
        return new TapConfig(
                anonymous, signedIn, standard.patience(), standard.coneMaxrec(), standard.spool(), slowest);
    }

    Traffic traffic() throws IOException {
        return Traffic.of(running, waiting, patience);
    }
}
