package org.xingvo.storage.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;

/**
 * The one thread that changes the index: takes all groups that are durable in their volumes into one transaction, then
 * wakes those who wait. Thread-safe. When the index fails the store takes no more changes until it is opened again: what
 * is in the volumes is read into the index then.
 */
final class IndexWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexWriter.class);

    private final Medium medium;
    private final Index index;
    private final LongSupplier lastSequence;
    private final LinkedBlockingQueue<Durable> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile @Nullable Throwable broken;
    private final Executor keepers;
    private final long keepNanos;
    private long changedSince;
    private boolean changed;
    private final AtomicBoolean keeping = new AtomicBoolean();

    /** Groups that are durable, or that failed and whose volume is closed; null cause: durable. The end has no mark. */
    private record Durable(
            List<Pending> group,
            List<Place> places,
            @Nullable Mark mark,
            List<Change> changes,
            boolean anyOrder,
            @Nullable CompletableFuture<List<Place>> done,
            @Nullable Throwable cause) {
        boolean isEnd() {
            return mark == null && done == null;
        }
    }

    /**
     * Starts the thread.
     *
     * @param keepers run what makes a state of the index durable
     * @param keepPeriod how long a state of the index may be behind before it is made durable
     */
    IndexWriter(Medium medium, Index index, LongSupplier lastSequence, Executor keepers, Duration keepPeriod) {
        this.medium = medium;
        this.index = index;
        this.lastSequence = lastSequence;
        this.keepers = keepers;
        this.keepNanos = keepPeriod.toNanos();
        this.thread = Thread.ofPlatform().daemon().name("store-index").start(this::run);
    }

    void committed(List<Pending> group, List<Place> places, Mark mark) {
        queue.add(new Durable(group, places, mark, List.of(), false, null, null));
    }

    void failed(List<Pending> group, Mark closedAt, Throwable cause) {
        queue.add(new Durable(group, List.of(), closedAt, List.of(), false, null, cause));
    }

    /** Changes the index some time, if it can be. */
    void note(Change change) {
        queue.add(new Durable(List.of(), List.of(), null, List.of(change), false, new CompletableFuture<>(), null));
    }

    /** Changes the index where nothing was appended; complete when it is done. */
    CompletableFuture<List<Place>> change(List<Change> changes) {
        CompletableFuture<List<Place>> done = new CompletableFuture<>();
        queue.add(new Durable(List.of(), List.of(), null, changes, false, done, null));
        return done;
    }

    /** The same for changes found in volumes, which may be older than what the index knows. */
    CompletableFuture<List<Place>> replay(List<Change> changes) {
        CompletableFuture<List<Place>> done = new CompletableFuture<>();
        queue.add(new Durable(List.of(), List.of(), null, changes, true, done, null));
        return done;
    }

    /** Throws when the index failed and changes are not taken. */
    void check() throws IOException {
        Throwable cause = broken;
        if (cause != null) {
            throw new IOException("the index failed, open the store again: " + cause.getMessage(), cause);
        }
    }

    private void run() {
        List<Durable> batch = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            try {
                Durable first = changed ? queue.poll(keepNanos, TimeUnit.NANOSECONDS) : queue.take();
                if (first != null) {
                    batch.add(first);
                }
            } catch (InterruptedException e) {
                LOG.warn("the index thread was interrupted and goes on");
                continue;
            }
            queue.drainTo(batch);
            ended = batch.removeIf(Durable::isEnd);
            commit(batch);
            if (!batch.isEmpty() && !changed) {
                changed = true;
                changedSince = System.nanoTime();
            }
            batch.clear();
            keep();
        }
    }

    /** From time to time, between two changes, holds a state and lets another thread make it durable. */
    private void keep() {
        if (!changed || broken != null || System.nanoTime() - changedSince < keepNanos) {
            return;
        }
        if (!keeping.compareAndSet(false, true)) {
            return;
        }
        try {
            index.hold();
            changed = false;
            keepers.execute(() -> {
                try {
                    // a durable index must not lead to bytes that are not
                    medium.sync();
                    index.keepHeld();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("a state of the index could not be made durable: {}", e.getMessage());
                } finally {
                    keeping.set(false);
                }
            });
        } catch (IOException | RejectedExecutionException e) {
            keeping.set(false);
            LOG.warn("a state of the index could not be held: {}", e.getMessage());
        }
    }

    private void commit(List<Durable> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            check();
            List<Change> changes = new ArrayList<>();
            for (Durable durable : batch) {
                if (durable.cause() == null) {
                    int at = 0;
                    for (Pending pending : durable.group()) {
                        int end = at + pending.blocks().size();
                        changes.addAll(pending.changes().apply(durable.places().subList(at, end)));
                        at = end;
                    }
                }
                if (!durable.anyOrder()) {
                    changes.addAll(durable.changes());
                }
                if (durable.mark() != null) {
                    changes.add(new Change.Advance(durable.mark()));
                }
            }
            index.apply(changes, lastSequence.getAsLong());
            for (Durable durable : batch) {
                if (durable.anyOrder()) {
                    index.replay(durable.changes(), lastSequence.getAsLong());
                }
            }
            for (Durable durable : batch) {
                finish(durable, durable.cause());
            }
        } catch (IOException | RuntimeException | Error e) {
            if (broken == null) {
                broken = e;
                LOG.error("the index failed, no more changes are taken: {}", e.getMessage());
            }
            for (Durable durable : batch) {
                finish(durable, durable.cause() == null ? e : durable.cause());
            }
        }
    }

    private static void finish(Durable durable, @Nullable Throwable cause) {
        int at = 0;
        for (Pending pending : durable.group()) {
            if (cause == null) {
                int end = at + pending.blocks().size();
                pending.done().complete(durable.places().subList(at, end));
                at = end;
            } else {
                pending.done().completeExceptionally(cause);
            }
        }
        CompletableFuture<List<Place>> done = durable.done();
        if (done != null) {
            if (cause == null) {
                done.complete(List.of());
            } else {
                done.completeExceptionally(cause);
            }
        }
    }

    /** Commits what is queued and ends the thread. */
    @Override
    public void close() {
        queue.add(new Durable(List.of(), List.of(), null, List.of(), false, null, null));
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
