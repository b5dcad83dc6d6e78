package org.xingvo.schemas;

import java.time.Duration;

/**
 * How many connections are open at most, per purpose. Immutable.
 *
 * @param owner for everything the program does itself
 * @param reader for users' short queries
 * @param bulk for users' long answers; others never wait for them
 * @param jobs for the queries of users' jobs, each for as long as its job runs
 * @param control for short statements about jobs and metadata, which wait for nobody
 * @param patience how long a request waits for a free connection
 */
public record Pools(int owner, int reader, int bulk, int jobs, int control, Duration patience) {
    private static final int LEAST_OWNER = 4; // migrating takes three
    private static final int LEAST = 1;

    public Pools {
        if (owner < LEAST_OWNER || reader < LEAST || bulk < LEAST || jobs < LEAST || control < LEAST) {
            throw new IllegalArgumentException(
                    "Connections per pool (owner, reader, bulk, jobs, control): expected at least %d, and then %d each,"
                                    .formatted(LEAST_OWNER, LEAST)
                            + " found %d, %d, %d, %d, %d".formatted(owner, reader, bulk, jobs, control));
        }
    }

    /** With few for jobs. */
    public Pools(int owner, int reader, int bulk, Duration patience) {
        this(owner, reader, bulk, LEAST, LEAST, patience);
    }

    /** The same with room for the queries of so many jobs at once. */
    public Pools withJobs(int running) {
        return new Pools(owner, reader, bulk, running, control, patience);
    }

    /** For this machine. */
    public static Pools standard() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new Pools(
                16,
                Math.max(8, 2 * processors),
                Math.max(8, processors),
                Math.max(2, processors),
                4,
                Duration.ofSeconds(30));
    }
}
