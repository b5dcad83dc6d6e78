package org.xingvo.schemas;

import java.time.Duration;

/**
 * How many connections are open at most, per purpose. Immutable.
 *
 * @param owner for everything the program does itself
 * @param reader for users' short queries
 * @param bulk for users' long answers; others never wait for them
 * @param patience how long a request waits for a free connection
 */
public record Pools(int owner, int reader, int bulk, Duration patience) {
    private static final int LEAST_OWNER = 4; // migrating takes three
    private static final int LEAST = 1;

    public Pools {
        if (owner < LEAST_OWNER || reader < LEAST || bulk < LEAST) {
            throw new IllegalArgumentException(
                    "Connections per pool (owner, reader, bulk): expected at least %d, %d, %d, found %d, %d, %d"
                            .formatted(LEAST_OWNER, LEAST, LEAST, owner, reader, bulk));
        }
    }

    /** For this machine. */
    public static Pools standard() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Pools(16, Math.max(8, 2 * processors), Math.max(LEAST, processors - 1), Duration.ofSeconds(30));
    }
}
