package org.xingvo.storage.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.volume.Place;

/**
 * The one thread that changes the index: takes all groups that are durable in their volumes into one transaction, then
 * wakes those who wait. Thread-safe. When the index fails the store takes no more changes until it is opened again: what
 * is in the volumes is read into the index then.
 */
final class IndexWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexWriter.class);

    private final Index index;
    private final LongSupplier lastSequence;
    private final LinkedBlockingQueue<Durable> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile @Nullable Throwable broken;

    /** Groups that are durable, or that failed and whose volume is closed; null cause: durable. The end has no mark. */
    private record Durable(
            List<Pending> group,
            List<Place> places,
            @Nullable Mark mark,
            @Nullable Throwable cause) {}

    IndexWriter(Index index, LongSupplier lastSequence) {
        this.index = index;
        this.lastSequence = lastSequence;
        this.thread = Thread.ofPlatform().daemon().name("store-index").start(this::run);
    }

    void committed(List<Pending> group, List<Place> places, Mark mark) {
        queue.add(new Durable(group, places, mark, null));
    }

    void failed(List<Pending> group, Mark closedAt, Throwable cause) {
        queue.add(new Durable(group, List.of(), closedAt, cause));
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
                batch.add(queue.take());
            } catch (InterruptedException e) {
                LOG.warn("the index thread was interrupted and goes on");
                continue;
            }
            queue.drainTo(batch);
            ended = batch.removeIf(durable -> durable.mark() == null);
            commit(batch);
            batch.clear();
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
                        changes.add(pending.change().apply(durable.places().subList(at, end)));
                        at = end;
                    }
                }
                if (durable.mark() != null) {
                    changes.add(new Change.Advance(durable.mark()));
                }
            }
            index.apply(changes, lastSequence.getAsLong());
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
        for (Pending pending : durable.group()) {
            if (cause == null) {
                pending.done().complete(true);
            } else {
                pending.done().completeExceptionally(cause);
            }
        }
    }

    /** Commits what is queued and ends the thread. */
    @Override
    public void close() {
        queue.add(new Durable(List.of(), List.of(), null, null));
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
