package org.xingvo.storage.care;

/** Told how far long work is; called by the thread that works. */
@FunctionalInterface
public interface CareProgress {
    /** Bytes done of all bytes. */
    void at(long doneBytes, long allBytes);

    CareProgress NONE = (done, all) -> {};
}
