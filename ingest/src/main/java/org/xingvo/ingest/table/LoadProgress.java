package org.xingvo.ingest.table;

/** Told how far the loading of a table is. Called by several threads, often: must return at once. */
public interface LoadProgress {
    /** What is being done. */
    enum Phase {
        /** Bytes from elsewhere. */
        FETCH,
        /** Rows from the files, into sky order. */
        READ,
        /** Rows into the database. */
        COPY,
        /** Indexes. */
        INDEX
    }

    /**
     * A phase begins.
     *
     * @param total bytes, rows or indexes; -1: not known
     */
    void begin(Phase phase, long total);

    /** The phase went on by so many. */
    void advance(long more);

    /** True when the load is to end; the table stays as it was. */
    default boolean stopRequested() {
        return false;
    }

    /** Tells nobody. */
    static LoadProgress silent() {
        return new LoadProgress() {
            @Override
            public void begin(Phase phase, long total) {}

            @Override
            public void advance(long more) {}
        };
    }
}
