package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.TailReplay;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeMedium;
import org.xingvo.storage.volume.VolumeScan;

/**
 * Takes in volumes that another store wrote, while readers read. A collection that is taken in carries the property
 * {@link #COPY} and is written by nobody else until it is {@linkplain #release released}. One thread at a time for one
 * collection.
 */
public final class Imports {
    /** Property of a collection whose volumes come from elsewhere. */
    public static final String COPY = "copy";

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

    private final VolumeMedium medium;
    private final Shelves shelves;
    private final Index index;
    private final IndexWriter indexWriter;
    private final AtomicLong sequence;
    private final VolumeHolds holds;

    Imports(
            VolumeMedium medium,
            Shelves shelves,
            Index index,
            IndexWriter indexWriter,
            AtomicLong sequence,
            VolumeHolds holds) {
        this.medium = medium;
        this.shelves = shelves;
        this.index = index;
        this.indexWriter = indexWriter;
        this.sequence = sequence;
        this.holds = holds;
    }

    /** Throws for a collection that only copies write to. */
    static void checkWritten(CollectionSettings settings) {
        if (settings.properties().containsKey(COPY)) {
            throw new StorageException.ReadOnly(
                    "collection %s: a copy that is kept up to date from elsewhere; write there, or release it here"
                            .formatted(settings.name()));
        }
    }

    /**
     * Makes ready for the volumes of a collection. {@link StorageException.AlreadyExists} when its id or name belongs to a
     * collection that is written here.
     */
    public void begin(CollectionId collection, CollectionSettings settings) throws IOException {
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.put(COPY, "1");
        CollectionSettings copy = settings.withProperties(properties);
        if (medium.has(collection)) {
            CollectionSettings known = shelves.settings(collection);
            boolean ours = known.properties().containsKey(COPY);
            if (!known.name().equals(settings.name()) || (!ours && !isEmpty(collection))) {
                throw new StorageException.AlreadyExists(
                        "collection %s: expected to be free or a copy of %s, found %s with %,d objects"
                                .formatted(
                                        collection.hex(),
                                        settings.name(),
                                        known.name(),
                                        index.usage(collection).count()));
            }
            shelves.change(collection, copy);
        } else {
            shelves.create(collection, copy);
        }
    }

    private boolean isEmpty(CollectionId collection) throws IOException {
        return medium.volumes(collection).isEmpty() && index.usage(collection).count() == 0;
    }

    /** The collection is written here from now on; harmless if it is. */
    public void release(CollectionId collection) throws IOException {
        Map<String, String> properties =
                new HashMap<>(shelves.settings(collection).properties());
        if (properties.remove(COPY) != null) {
            shelves.change(collection, shelves.settings(collection).withProperties(properties));
        }
    }

    /** Bytes that may still be written. */
    public long usableBytes() throws IOException {
        return medium.usableBytes();
    }

    /** What is there of a volume. */
    public long bytes(VolumeId volume) throws IOException {
        return medium.receivedBytes(volume);
    }

    /** Volumes of which there is something, readable by now or not. */
    public List<VolumeId> volumes(CollectionId collection) throws IOException {
        List<VolumeId> all = new ArrayList<>(medium.volumes(collection));
        all.addAll(medium.waiting(collection));
        return all;
    }

    public int read(VolumeId volume, ByteBuffer target, long position) throws IOException {
        return medium.readReceived(volume, target, position);
    }

    /** Adds bytes at the end of a volume; durable when it returns. */
    public void receive(VolumeId volume, long at, ByteBuffer bytes) throws IOException {
        if (!shelves.settings(volume.collection()).properties().containsKey(COPY)) {
            throw new StorageException.Unusable(
                    "%s: expected a collection that is taken in, found one that is written here".formatted(volume));
        }
        medium.receive(volume, at, bytes);
    }

    /** Makes the objects of these volumes readable; only then volumes that are not among them go. */
    public void finish(CollectionId collection, List<VolumeId> whole) throws IOException {
        List<VolumeId> old = new ArrayList<>(medium.volumes(collection));
        old.removeAll(whole);
        List<VolumeId> later = new ArrayList<>();
        for (VolumeId volume : whole) {
            if (old.stream().anyMatch(o -> o.number() == volume.number())) {
                later.add(volume);
            } else {
                takeIn(volume);
            }
        }
        try (VolumeHolds.Hold _ = holds.take(collection)) {
            for (VolumeId volume : later) {
                VolumeId before = old.stream()
                        .filter(o -> o.number() == volume.number())
                        .findFirst()
                        .orElseThrow();
                replace(before, volume);
                old.remove(before);
            }
            for (VolumeId volume : old) {
                if (index.usage(volume).count() > 0) {
                    LOG.error(
                            "{}: expected no names to lead to it, found {}; it stays",
                            volume,
                            index.usage(volume).count());
                    continue;
                }
                Appender.await(indexWriter.change(List.of(new Change.Forget(volume))));
                medium.delete(volume);
            }
        }
        for (VolumeId volume : medium.waiting(collection)) {
            medium.discard(volume);
        }
    }

    /** Readers of the older volume keep it until they end; its names lead to the newer ones before that. */
    private void replace(VolumeId before, VolumeId volume) throws IOException {
        boolean pinned = medium.pin(before);
        try {
            medium.delete(before);
            takeIn(volume);
        } finally {
            if (pinned) {
                medium.unpin(before);
            }
        }
    }

    private void takeIn(VolumeId volume) throws IOException {
        medium.adopt(volume);
        VolumeScan.Result result =
                TailReplay.run(medium, volume, index.mark(volume), (List<Change> changes, long last) -> {
                    sequence.accumulateAndGet(last, Math::max);
                    Appender.await(indexWriter.replay(changes));
                });
        for (VolumeScan.Gap gap : result.gaps()) {
            LOG.error("{}: damaged from offset {} to {}: no readable block there", volume, gap.start(), gap.end());
        }
        medium.resume(volume, result.end(), result.nextBlock(), false);
    }
}
