package org.xingvo.server.cli;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Pieces of work on threads of their own, so many at a time; the first failure stops what has not begun. */
final class SideBySide implements AutoCloseable {
    private final int width;
    private final Semaphore free;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** A piece of work. */
    interface Piece {
        void run() throws Exception;
    }

    SideBySide(int width) {
        this.width = width;
        this.free = new Semaphore(width);
    }

    /** Waits for a thread and starts; throws what an earlier piece threw. */
    void start(Piece piece) throws Exception {
        free.acquire();
        Exception known = failure.get();
        if (known != null) {
            free.release();
            throw known;
        }
        Thread.ofPlatform().name("transfer").start(() -> {
            try {
                piece.run();
            } catch (Exception e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    /** Waits for all; throws what one of them threw. */
    void finish() throws Exception {
        free.acquire(width);
        free.release(width);
        Exception known = failure.get();
        if (known != null) {
            throw known;
        }
    }

    @Override
    public void close() {
        free.acquireUninterruptibly(width);
        free.release(width);
    }
}
