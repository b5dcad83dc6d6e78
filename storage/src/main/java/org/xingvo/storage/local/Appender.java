package org.xingvo.storage.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;

/** Hands blocks to the open volumes and waits until they are durable and indexed; no interrupt ends the wait. Thread-safe. */
final class Appender {
    /** The volume that compactions copy to. */
    private static final int COMPACTION_LANE = -1;

    private final Medium medium;
    private final IndexWriter indexWriter;
    private final Executor threads;
    private final int openVolumes;
    private final Map<CollectionId, List<Lane>> lanes = new ConcurrentHashMap<>();
    private final Map<CollectionId, Lane> compactionLanes = new ConcurrentHashMap<>();

    Appender(Medium medium, IndexWriter indexWriter, Executor threads, int openVolumes) {
        this.medium = medium;
        this.indexWriter = indexWriter;
        this.threads = threads;
        this.openVolumes = openVolumes;
    }

    List<Place> append(
            CollectionId collection,
            List<Append> blocks,
            AppendPolicy policy,
            Function<List<Place>, List<Change>> changes)
            throws IOException {
        Pending pending = Pending.of(blocks, changes, policy);
        lane(collection, pending).submit(pending);
        return await(pending.done());
    }

    /** The same, out of the way of writers. */
    List<Place> appendCopies(
            CollectionId collection,
            List<Append> blocks,
            AppendPolicy policy,
            Function<List<Place>, List<Change>> changes)
            throws IOException {
        Pending pending = Pending.of(blocks, changes, policy);
        compactionLanes
                .computeIfAbsent(collection, c -> new Lane(c, COMPACTION_LANE, medium, indexWriter, threads))
                .submit(pending);
        return await(pending.done());
    }

    static <T> T await(CompletableFuture<T> done) throws IOException {
        try {
            return done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException io -> throw new IOException(io.getMessage(), io);
                case StorageException refused -> throw refused;
                case null, default -> throw e;
            }
        }
    }

    /** Small changes share the first volume; large ones go beside it, and small ones around them. */
    private Lane lane(CollectionId collection, Pending pending) {
        List<Lane> all = lanes.computeIfAbsent(collection, c -> {
            List<Lane> made = new ArrayList<>();
            for (int i = 0; i < openVolumes; i++) {
                made.add(new Lane(c, i, medium, indexWriter, threads));
            }
            return made;
        });
        if (all.size() == 1) {
            return all.getFirst();
        }
        if (pending.large()) {
            Lane best = all.getLast();
            for (Lane lane : all.subList(1, all.size())) {
                best = lane.waiting() < best.waiting() ? lane : best;
            }
            return best;
        }
        for (Lane lane : all) {
            if (!lane.busyWithLarge()) {
                return lane;
            }
        }
        return all.getFirst();
    }
}
