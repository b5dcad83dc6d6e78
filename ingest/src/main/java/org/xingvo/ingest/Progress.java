package org.xingvo.ingest;

/** Told how far a run is. Called by one thread at a time, often: must return at once. */
public interface Progress {
    /** What a run is doing. */
    enum Phase {
        SCAN,
        DRAFT,
        INGEST,
        DESCRIBE,
        INDEX
    }

    /**
     * A phase begins.
     *
     * @param total number of files; -1: not known
     */
    void begin(Phase phase, long total);

    /**
     * The phase went on.
     *
     * @param done number of files of this phase that have their outcome
     */
    void advance(long done);

    /** True when the run is to end after the files it has begun. */
    default boolean stopRequested() {
        return false;
    }

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void begin(Phase phase, long total) {}

            @Override
            public void advance(long done) {}
        };
    }
}
