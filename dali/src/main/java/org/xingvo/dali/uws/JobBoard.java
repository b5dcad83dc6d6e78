package org.xingvo.dali.uws;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xingvo.schemas.NoticeListener;
import org.xingvo.schemas.Notices;

/**
 * Where changes of jobs are told, by this process at once and by others through the database, and where requests wait for
 * them. Nothing is kept: whoever wants to know how a job is reads it. Thread-safe.
 */
public final class JobBoard implements NoticeListener.Ear, AutoCloseable {
    /** Requests that wait at once; more are answered without waiting, which UWS 1.1, section 2.2.1.2, allows. */
    static final int MOST_WATCHES = 10_000;

    private final ConcurrentHashMap<String, Set<Watch>> watches = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closed;

    /** Hears of every change; must not block. */
    interface Listener {
        /**
         * A job has changed.
         *
         * @param state name of a {@link Phase}, or {@link JobStore#DELETED}
         */
        void changed(String jobId, String state);

        /** Anything may have changed unheard. */
        void missed();
    }

    void add(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public String channel() {
        return Notices.JOBS;
    }

    @Override
    public void heard(String notice) {
        int blank = notice.indexOf(' ');
        if (blank > 0) {
            changed(notice.substring(0, blank), notice.substring(blank + 1));
        }
    }

    @Override
    public void missed() {
        watches.values().forEach(all -> all.forEach(Watch::wake));
        listeners.forEach(Listener::missed);
    }

    void changed(String jobId, String state) {
        wake(jobId);
        listeners.forEach(listener -> listener.changed(jobId, state));
    }

    /** Wakes those who wait for a job. */
    void wake(String jobId) {
        Set<Watch> waiting = watches.get(jobId);
        if (waiting != null) {
            waiting.forEach(Watch::wake);
        }
    }

    /** Begins to wait for a job: read it after this, so that no change is lost between. */
    Watch watch(String jobId) {
        Watch watch = new Watch(jobId);
        watches.compute(jobId, (k, all) -> {
            Set<Watch> waiting = all == null ? ConcurrentHashMap.newKeySet() : all;
            waiting.add(watch);
            return waiting;
        });
        if (open.incrementAndGet() > MOST_WATCHES || closed) {
            watch.useless = true;
        }
        return watch;
    }

    /** Requests that wait for a job. */
    public int waiting() {
        return open.get();
    }

    /** Ends all waiting, now and for good. */
    @Override
    public void close() {
        closed = true;
        watches.values()
                .forEach(all -> all.forEach(watch -> {
                    watch.useless = true;
                    watch.wake();
                }));
    }

    /** One request that waits. One thread at a time. */
    final class Watch implements AutoCloseable {
        private final String jobId;
        private final Semaphore changes = new Semaphore(0);
        private volatile boolean useless;

        private Watch(String jobId) {
            this.jobId = jobId;
        }

        /** Ends the wait from another thread. */
        void giveUp() {
            useless = true;
            wake();
        }

        private void wake() {
            changes.release();
        }

        /** Waits for a change; false: there was none in this time, or it makes no sense to wait. */
        boolean await(Duration longest) throws InterruptedException {
            if (useless || !changes.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            changes.drainPermits();
            return !useless;
        }

        @Override
        public void close() {
            open.decrementAndGet();
            watches.computeIfPresent(jobId, (k, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
