package org.xingvo.ingest.soak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the thread it watches stays with one file for too long, by the processor time of that thread, so that a
 * busy machine is no hang. Thread-safe; close it to end its own thread.
 */
final class Watchdog implements AutoCloseable {
    private static final long LOOK_NANOS = 20_000_000;

    private final Thread watched = Thread.currentThread();
    private final long limitNanos;
    private final AtomicReference<@Nullable String> hang = new AtomicReference<>();
    private final Thread looker;
    private volatile int current = -1;
    private volatile long since;
    private volatile boolean closed;
    private long longest;

    /** Watches the calling thread. */
    Watchdog(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.looker = Thread.ofPlatform().daemon().name("soak-watchdog").start(this::look);
    }

    void begin(int number) {
        since = used();
        current = number;
    }

    /** Returns what was seen of a hang, or null. */
    @Nullable
    String end() {
        longest = Math.max(longest, used() - since);
        current = -1;
        return hang.get();
    }

    /** The most processor time of one file. */
    Duration longest() {
        return Duration.ofNanos(longest);
    }

    private long used() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(watched.threadId());
    }

    private void look() {
        while (!closed) {
            int number = current;
            long began = since;
            if (number >= 0 && used() - began > limitNanos && number == current && began == since) {
                hang.compareAndSet(
                        null,
                        "file %d: expected at most %d ms of processor time, found more, at %s"
                                .formatted(number, limitNanos / 1_000_000, Arrays.toString(watched.getStackTrace())));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looker);
    }
}
