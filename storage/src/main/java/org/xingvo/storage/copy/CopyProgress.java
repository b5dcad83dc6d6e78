package org.xingvo.storage.copy;

/** Told how far a copy is. Called by the thread that copies. */
public interface CopyProgress {
    /**
     * Before the first byte.
     *
     * @param bytes to be copied
     * @param there bytes that the target has already
     */
    void begin(long bytes, long there);

    /** Bytes copied since the start. */
    void advance(long bytes);

    static CopyProgress silent() {
        return new CopyProgress() {
            @Override
            public void begin(long bytes, long there) {}

            @Override
            public void advance(long bytes) {}
        };
    }
}
