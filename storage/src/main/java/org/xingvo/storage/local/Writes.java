package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoreConfig.Durability;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Freed;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.BlockType;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Reference;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;

/**
 * Everything that changes what names mean. Thread-safe. A put goes: body whole in memory or in a temporary file, digests,
 * name gate, volume, sync, index, acknowledgement; a change that ends before the last step is not there, or there whole.
 */
final class Writes {
    private final StoreConfig config;
    private final Clock clock;
    private final Shelves shelves;
    private final Medium medium;
    private final Index index;
    private final Intake intake;
    private final Appender appender;
    private final AtomicLong sequence;
    private final VolumeHolds holds;
    private final NameGate names = new NameGate();
    /** Bytes of bodies that are being received or written, by collection, for quotas. */
    private final Map<CollectionId, AtomicLong> underWay = new ConcurrentHashMap<>();

    Writes(
            StoreConfig config,
            Clock clock,
            Shelves shelves,
            Medium medium,
            Index index,
            Intake intake,
            Appender appender,
            AtomicLong sequence,
            VolumeHolds holds) {
        this.config = config;
        this.clock = clock;
        this.shelves = shelves;
        this.medium = medium;
        this.index = index;
        this.intake = intake;
        this.appender = appender;
        this.sequence = sequence;
        this.holds = holds;
    }

    StoredObject put(PutRequest request, InputStream body) throws IOException {
        ObjectKey key = request.key();
        CollectionSettings settings = shelves.settings(key.collection());
        checkMode(request);
        try (Reservation room = new Reservation(key, settings)) {
            room.grow(Math.max(0, request.lengthBytes()));
            try (Received received = intake.receive(request, body, settings.compress())) {
                room.grow(received.sizeBytes());
                Intake.checkDigests(request, received);
                Supplier<byte[]> supplier = request.attachment();
                byte[] attachment = supplier == null ? null : Attachments.pack(supplier.get());
                return names.hold(key, () -> append(request, settings, received, attachment));
            }
        }
    }

    /** Throws what {@link #put} would throw before it reads a body. */
    void check(PutRequest request) throws IOException {
        ObjectKey key = request.key();
        try (Reservation room = new Reservation(key, shelves.settings(key.collection()))) {
            room.grow(Math.max(0, request.lengthBytes()));
            intake.checkRoom(request);
        }
        checkMode(request);
    }

    private void checkMode(PutRequest request) throws IOException {
        ObjectKey key = request.key();
        IndexRecord known = index.find(key);
        switch (request.mode()) {
            case CREATE -> {
                if (known != null) {
                    throw exists(key);
                }
            }
            case REPLACE -> checkMatch(key, known, request.ifMatch());
        }
    }

    /** The collection as people know it. */
    private String named(ObjectKey key) {
        return shelves.settings(key.collection()).name();
    }

    private StorageException.AlreadyExists exists(ObjectKey key) {
        return new StorageException.AlreadyExists(
                "object %s of collection %s: exists".formatted(key.name(), named(key)));
    }

    private void checkMatch(ObjectKey key, @Nullable IndexRecord known, @Nullable String etag) {
        String found = known == null ? "none" : known.object().etag();
        if (etag != null && !etag.equals(found)) {
            throw new StorageException.Changed("object %s of collection %s: expected ETag %s, found %s"
                    .formatted(key.name(), named(key), etag, found));
        }
    }

    private StoredObject append(
            PutRequest request, CollectionSettings settings, Received received, byte @Nullable [] attachment)
            throws IOException {
        checkMode(request);
        ObjectKey key = request.key();
        StoredObject object = new StoredObject(
                key, received.sizeBytes(), request.mediaType(), received.sha256(), received.md5(), now());
        int type = BlockType.of(request.mediaType()).code();
        long number = sequence.incrementAndGet();
        List<Append> blocks = blocks(object, type, number, received, attachment);
        AppendPolicy policy = policy(settings, false);
        if (blocks.size() == 1) {
            appender.append(
                    key.collection(),
                    blocks,
                    policy,
                    places -> List.of(new Change.Put(new IndexRecord(object, number, type, places), true)));
            return object;
        }
        try (VolumeHolds.Hold _ = holds.keepForChange(key.collection())) {
            appendExtents(object, type, number, blocks, policy);
        }
        return object;
    }

    /** Each extent by itself, so that an object may be longer than a volume. */
    private void appendExtents(StoredObject object, int type, long number, List<Append> blocks, AppendPolicy policy)
            throws IOException {
        ObjectKey key = object.key();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < blocks.size() - 1; i++) {
            int extent = i;
            places.addAll(appender.append(
                    key.collection(),
                    List.of(blocks.get(i)),
                    policy,
                    one -> List.of(new Change.Part(key.collection(), number, extent, one.getFirst()))));
        }
        appender.append(key.collection(), List.of(blocks.getLast()), policy, last -> {
            List<Place> all = new ArrayList<>(places);
            all.addAll(last);
            return List.of(new Change.Put(new IndexRecord(object, number, type, all), true));
        });
    }

    private AppendPolicy policy(CollectionSettings settings, boolean mayUseReserve) {
        return new AppendPolicy(syncs(config, settings), maxVolumeBytes(config, settings), mayUseReserve);
    }

    /** Whether a write is durable when it is acknowledged. */
    static boolean syncs(StoreConfig config, CollectionSettings settings) {
        return config.durability() == Durability.FSYNC && settings.durability() == Durability.FSYNC;
    }

    static long maxVolumeBytes(StoreConfig config, CollectionSettings settings) {
        return settings.maxVolumeBytes() > 0 ? settings.maxVolumeBytes() : config.maxVolumeBytes();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static List<Append> blocks(
            StoredObject object, int type, long number, Received received, byte @Nullable [] attachment) {
        List<Append> blocks = new ArrayList<>(received.extents().size());
        for (int i = 0; i < received.extents().size(); i++) {
            Trailer trailer = new Trailer(
                    Kind.OBJECT.code(),
                    i,
                    received.extents().size(),
                    number,
                    Times.micros(object.stored()),
                    object.sizeBytes(),
                    0,
                    object.sha256(),
                    object.md5(),
                    bytes(object.key().name()),
                    object.mediaType(),
                    i == 0 ? attachment : null,
                    null,
                    null);
            blocks.add(received.extents().get(i).append(type, trailer));
        }
        return blocks;
    }

    boolean delete(ObjectKey key, @Nullable String ifMatch) throws IOException {
        CollectionSettings settings = shelves.settings(key.collection());
        return names.hold(key, () -> {
            IndexRecord known = index.find(key);
            checkMatch(key, known, ifMatch);
            if (known == null) {
                return false;
            }
            long number = sequence.incrementAndGet();
            note(
                    key.collection(),
                    settings,
                    record(Kind.DELETE, key, known, number, null),
                    new Change.Remove(key, number, known));
            return true;
        });
    }

    StoredObject undelete(ObjectKey key) throws IOException {
        CollectionSettings settings = shelves.settings(key.collection());
        return names.hold(key, () -> {
            if (index.find(key) != null) {
                throw exists(key);
            }
            Freed freed = index.freed(key);
            IndexRecord last = freed == null ? null : freed.last();
            if (last == null) {
                throw new StorageException.NoSuchObject(
                        "object %s of collection %s: nothing of it was deleted".formatted(key.name(), named(key)));
            }
            try (VolumeHolds.Hold _ = holds.keepForChange(key.collection());
                    Pins pins = Pins.of(medium, last.extents())) {
                if (!pins.complete()) {
                    throw new StorageException.NoSuchObject(
                            "object %s of collection %s: a compaction has taken its bytes"
                                    .formatted(key.name(), named(key)));
                }
                try (Reservation room = new Reservation(key, settings)) {
                    room.grow(last.object().sizeBytes());
                    return refer(key, last, Kind.UNDELETE, null, settings).object();
                }
            }
        });
    }

    StoredObject rename(ObjectKey key, String newName) throws IOException {
        ObjectKey target = new ObjectKey(key.collection(), newName);
        CollectionSettings settings = shelves.settings(key.collection());
        // always in the same order, or two renames that cross would wait for each other
        boolean inOrder = key.name().compareTo(newName) < 0;
        return names.hold(
                inOrder ? key : target,
                () -> key.equals(target)
                        ? rename(key, target, settings)
                        : names.hold(inOrder ? target : key, () -> rename(key, target, settings)));
    }

    private StoredObject rename(ObjectKey key, ObjectKey target, CollectionSettings settings) throws IOException {
        try (VolumeHolds.Hold _ = holds.keepForChange(key.collection())) {
            IndexRecord known = index.find(key);
            if (known == null) {
                throw new StorageException.NoSuchObject(
                        "object %s of collection %s: not there".formatted(key.name(), named(key)));
            }
            if (index.find(target) != null) {
                throw exists(target);
            }
            return refer(target, known, Kind.RENAME, key, settings).object();
        }
    }

    /** Gives a name to bytes that are there. */
    private IndexRecord refer(
            ObjectKey key, IndexRecord known, Kind kind, @Nullable ObjectKey from, CollectionSettings settings)
            throws IOException {
        StoredObject before = known.object();
        StoredObject object = new StoredObject(
                key, before.sizeBytes(), before.mediaType(), before.sha256(), before.md5(), before.stored());
        long number = sequence.incrementAndGet();
        IndexRecord entry = new IndexRecord(object, number, known.type(), known.extents());
        Change change = from == null ? new Change.Put(entry, false) : new Change.Move(from, entry);
        note(key.collection(), settings, record(kind, key, known, number, from), change);
        return entry;
    }

    /** What a deletion, an undeletion or a renaming leaves in a volume: it leads to the data. */
    private Trailer record(Kind kind, ObjectKey key, IndexRecord known, long number, @Nullable ObjectKey from) {
        StoredObject object = known.object();
        return new Trailer(
                kind.code(),
                0,
                1,
                number,
                Times.micros(now()),
                object.sizeBytes(),
                0,
                object.sha256(),
                object.md5(),
                bytes(key.name()),
                object.mediaType(),
                null,
                new Reference(known.type(), Times.micros(object.stored()), known.extents()),
                from == null ? null : bytes(from.name()));
    }

    /** Appends a record without data. */
    private void note(CollectionId collection, CollectionSettings settings, Trailer trailer, Change change)
            throws IOException {
        Append append = new Append(0, 0, new BlockData.Bytes(new byte[0], 0, 0), trailer);
        appender.append(collection, List.of(append), policy(settings, true), places -> List.of(change));
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Room under the quota of a collection, for as long as a body is under way. */
    private final class Reservation implements AutoCloseable {
        private final ObjectKey key;
        private final CollectionSettings settings;
        private final AtomicLong sum;
        private long held;

        Reservation(ObjectKey key, CollectionSettings settings) {
            this.key = key;
            this.settings = settings;
            this.sum = underWay.computeIfAbsent(key.collection(), c -> new AtomicLong());
        }

        /** Makes it so many bytes in all, or refuses. */
        void grow(long bytes) throws IOException {
            if (settings.quotaBytes() == 0 || bytes <= held) {
                return;
            }
            long others = sum.getAndAdd(bytes - held) - held;
            held = bytes;
            long used = index.usage(key.collection()).bytes() + others;
            IndexRecord replaced = index.find(key);
            long freed = replaced == null ? 0 : replaced.object().sizeBytes();
            long left = settings.quotaBytes() - used + freed;
            if (bytes > left) {
                throw new StorageException.QuotaExceeded("quota of %s: needs %,d bytes, %,d of %,d left"
                        .formatted(settings.name(), bytes, Math.max(0, left), settings.quotaBytes()));
            }
        }

        @Override
        public void close() {
            sum.addAndGet(-held);
        }
    }
}
