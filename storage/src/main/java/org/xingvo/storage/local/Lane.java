package org.xingvo.storage.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.AppendFailed;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;

/**
 * One open volume's queue. While a group is written and synced the next one gathers; the groups go to the index in the
 * order they were written. Thread-safe; the medium is called by one of our own threads, which nobody interrupts.
 */
final class Lane {
    static final long GROUP_BYTES = 8L << 20;
    private static final int GROUP_SIZE = 1024;
    /**
     * A group written and synced faster than this is no reason to wait: what the writers do between two puts takes as
     * long, and is better done while the disk is busy.
     */
    private static final long SLOW_NANOS = 1_000_000;
    /** Longest wait for those who may write again. */
    private static final long MAX_PATIENCE_NANOS = 2_000_000;

    private final CollectionId collection;
    private final int number;
    private final Medium medium;
    private final IndexWriter indexWriter;
    private final Executor threads;

    private final ReentrantLock lock = new ReentrantLock();
    /** The queue has grown to what the lane waits for. */
    private final Condition gathered = lock.newCondition();

    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private boolean running;
    private int largeInside;
    private int awaited;

    Lane(CollectionId collection, int number, Medium medium, IndexWriter indexWriter, Executor threads) {
        this.collection = collection;
        this.number = number;
        this.medium = medium;
        this.indexWriter = indexWriter;
        this.threads = threads;
    }

    boolean busyWithLarge() {
        lock.lock();
        try {
            return largeInside > 0;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return queue.size() + (running ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    void submit(Pending pending) {
        lock.lock();
        try {
            queue.add(pending);
            if (pending.large()) {
                largeInside++;
            }
            if (running) {
                if (queue.size() >= awaited) {
                    gathered.signal();
                }
                return;
            }
            threads.execute(this::run);
            running = true;
        } catch (RejectedExecutionException e) {
            queue.remove(pending);
            pending.done().completeExceptionally(new IOException("the store is closed", e));
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int writers = 1;
        long patience = 0;
        for (List<Pending> group = next(writers, patience); !group.isEmpty(); group = next(writers, patience)) {
            long start = System.nanoTime();
            write(group);
            long took = System.nanoTime() - start;
            patience = took < SLOW_NANOS ? 0 : Math.min(MAX_PATIENCE_NANOS, took / 2);
            writers = finished(group);
        }
    }

    /** How many write at the moment, as far as can be told. */
    private int finished(List<Pending> group) {
        lock.lock();
        try {
            for (Pending pending : group) {
                largeInside -= pending.large() ? 1 : 0;
            }
            return group.size() + queue.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next group. Those who were just served come again in a moment, after those who came while they were: on a slow
     * disk, without some patience, the two would take turns for ever, and each sync would serve half of them.
     */
    private List<Pending> next(int writers, long patience) {
        lock.lock();
        try {
            awaited = writers;
            long left = patience;
            while (queue.size() < writers && left > 0) {
                left = gathered.awaitNanos(left);
            }
            return take();
        } catch (InterruptedException e) {
            // the store is being thrown away
            return take();
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> take() {
        List<Pending> group = new ArrayList<>();
        long bytes = 0;
        int blocks = 0;
        while (!queue.isEmpty()) {
            Pending first = queue.element();
            bytes += first.bytes();
            blocks += first.blocks().size();
            if (!group.isEmpty() && (bytes > GROUP_BYTES || blocks > GROUP_SIZE)) {
                break;
            }
            group.add(queue.remove());
        }
        running = !group.isEmpty();
        return group;
    }

    private void write(List<Pending> group) {
        try {
            List<Place> places = medium.append(
                    collection,
                    number,
                    group.stream().flatMap(p -> p.blocks().stream()).toList(),
                    policy(group));
            Place last = places.getLast();
            Mark mark = new Mark(
                    last.volume(), last.end(), VolumeId.blockOf(last.header().id()) + 1, false);
            indexWriter.committed(group, places, mark);
        } catch (AppendFailed e) {
            if (e.closed()) {
                indexWriter.failed(group, new Mark(e.volume(), e.durableLength(), e.nextBlock(), true), e);
            } else {
                fail(group, e);
            }
        } catch (StorageException.NoSpace e) {
            if (group.size() == 1) {
                fail(group, e);
            } else {
                // together they do not fit; one by one some may
                group.forEach(pending -> write(List.of(pending)));
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(group, e);
        }
    }

    /** The reserve of the disk is for groups that free room, all of them. */
    private static AppendPolicy policy(List<Pending> group) {
        AppendPolicy last = group.getLast().policy();
        return new AppendPolicy(
                group.stream().anyMatch(pending -> pending.policy().sync()),
                last.maxVolumeBytes(),
                group.stream().allMatch(pending -> pending.policy().mayUseReserve()));
    }

    private static void fail(List<Pending> group, Throwable cause) {
        for (Pending pending : group) {
            pending.done().completeExceptionally(cause);
        }
    }
}
