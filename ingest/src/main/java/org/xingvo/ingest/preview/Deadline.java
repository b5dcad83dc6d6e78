package org.xingvo.ingest.preview;

import java.time.Duration;

/** When a drawing must be done. */
final class Deadline {
    private final long endNanos;
    private final Duration allowed;

    Deadline(Duration allowed) {
        this.allowed = allowed;
        this.endNanos = System.nanoTime() + allowed.toNanos();
    }

    /** Asked now and then while a file is read. */
    void check() throws NoPreview {
        if (System.nanoTime() - endNanos > 0) {
            throw new NoPreview("Reading the file takes longer than %d s.".formatted(allowed.toSeconds()));
        }
    }
}
