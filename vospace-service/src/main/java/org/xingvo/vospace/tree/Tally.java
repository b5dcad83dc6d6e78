package org.xingvo.vospace.tree;

/** Counts what a recursive operation does. One thread at a time. */
final class Tally {
    private final Progress progress;
    private long done;
    private long failed;
    private long bytes;
    private boolean cancelled;

    Tally(Progress progress) {
        this.progress = progress;
    }

    void done(long nodes) {
        done += nodes;
        tell();
    }

    void copied(long size) {
        bytes += size;
        done(1);
    }

    void failed(long nodes) {
        failed += nodes;
        tell();
    }

    private void tell() {
        cancelled |= !progress.at(done, failed, bytes);
    }

    boolean isCancelled() {
        return cancelled;
    }

    Outcome outcome() {
        return new Outcome(done, failed, cancelled);
    }
}
