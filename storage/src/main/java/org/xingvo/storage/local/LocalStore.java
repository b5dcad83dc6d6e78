package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.CollectionStat;
import org.xingvo.storage.Damage;
import org.xingvo.storage.Listing;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.care.Dump;
import org.xingvo.storage.care.Replay;
import org.xingvo.storage.care.Verify;
import org.xingvo.storage.index.Change;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.index.LmdbIndex;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.BlockType;
import org.xingvo.storage.volume.Disk;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.LocalDisk;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeMedium;
import org.xingvo.storage.volume.VolumeScan;

/**
 * The store of one data directory. Thread-safe. A put goes: body whole in memory or in a temporary file, digests, name
 * gate, volume, sync, index, acknowledgement; a change that ends before the last step is not there, or there whole.
 */
public final class LocalStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final int MAX_PAGE = 10_000;

    private final StoreConfig config;
    private final Clock clock;
    private final DirectoryLock lock;
    private final Labels labels;
    private final Path indexData;
    private final Medium medium;
    private final Index index;
    private final Shelves shelves;
    private final Intake intake;
    private final IndexWriter indexWriter;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("store-volume-", 1).factory());
    private final NameGate names = new NameGate();
    private final AtomicLong sequence = new AtomicLong();
    private final Map<CollectionId, List<Lane>> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private LocalStore(
            Path directory,
            StoreConfig config,
            Clock clock,
            DirectoryLock lock,
            Labels labels,
            Medium medium,
            Index index)
            throws IOException {
        this.config = config;
        this.clock = clock;
        this.lock = lock;
        this.labels = labels;
        this.indexData = indexData(directory);
        this.medium = medium;
        this.index = index;
        this.shelves = Shelves.open(directory, medium);
        this.intake = new Intake(config, directory.resolve("spool"), medium);
        this.sequence.set(index.lastSequence());
        this.indexWriter = new IndexWriter(index, sequence::get);
    }

    /** Opens a data directory or makes one; {@link StorageException.Unusable} if that cannot be. */
    public static LocalStore open(Path directory, StoreConfig config) throws IOException {
        try {
            Files.createDirectories(directory);
            return open(directory, config, Clock.systemUTC(), new LocalDisk(directory));
        } catch (AccessDeniedException e) {
            throw new StorageException.Unusable(
                    "data directory %s: no permission for %s".formatted(directory, e.getFile()));
        } catch (FileAlreadyExistsException e) {
            throw new StorageException.Unusable(
                    "data directory %s: expected a directory, found a file".formatted(directory));
        }
    }

    static LocalStore open(Path directory, StoreConfig config, Clock clock, Disk disk) throws IOException {
        Files.createDirectories(directory);
        DirectoryLock lock = DirectoryLock.acquire(directory);
        Medium medium = null;
        Index index = null;
        try {
            Labels labels = Labels.open(directory, new SecureRandom().nextLong(), clock.instant());
            medium = VolumeMedium.open(directory, disk, config, clock, labels.node());
            index = openIndex(directory, config, labels, medium);
            return new LocalStore(directory, config, clock, lock, labels, medium, index);
        } catch (IOException | RuntimeException | Error e) {
            if (index != null) {
                index.close();
            }
            if (medium != null) {
                medium.close();
            }
            lock.close();
            throw e;
        }
    }

    private static Path indexData(Path directory) {
        return directory.resolve("index").resolve("data.mdb");
    }

    private static Index openIndex(Path directory, StoreConfig config, Labels labels, Medium medium)
            throws IOException {
        Path data = indexData(directory);
        if (labels.indexIsTrusted(data)) {
            Index index = null;
            try {
                index = LmdbIndex.open(directory.resolve("index"), config.indexMapBytes());
                if (index.complete()) {
                    labels.indexIsOpen(data);
                    replay(medium, index, "read");
                    return index;
                }
                index.close();
            } catch (StorageException.Damaged e) {
                LOG.warn("the index is damaged and made again: {}", e.getMessage());
                closeQuietly(index);
            } catch (IOException | RuntimeException e) {
                closeQuietly(index);
                throw e;
            }
        }
        return rebuild(directory, config, labels, medium);
    }

    private static void closeQuietly(@Nullable Index index) {
        if (index != null) {
            index.close();
        }
    }

    private static Index rebuild(Path directory, StoreConfig config, Labels labels, Medium medium) throws IOException {
        Path indexDirectory = directory.resolve("index");
        if (Files.isDirectory(indexDirectory)) {
            try (Stream<Path> files = Files.list(indexDirectory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Index index = LmdbIndex.open(indexDirectory, config.indexMapBytes());
        try {
            labels.indexIsOpen(indexData(directory));
            replay(medium, index, "made again from");
            return index;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private static void replay(Medium medium, Index index, String what) throws IOException {
        Replay.Outcome outcome = Replay.run(medium, index);
        if (outcome.changes() > 0 || outcome.cutBytes() > 0 || outcome.gaps() > 0) {
            LOG.info(
                    "index {} the volumes: {} changes, {} torn bytes cut away, {} damaged places",
                    what,
                    outcome.changes(),
                    outcome.cutBytes(),
                    outcome.gaps());
        }
    }

    /** Tells the commands of this machine where the server of this directory listens. */
    public void announcePort(int port) throws IOException {
        lock.announcePort(port);
    }

    /** Reads every byte of every volume and compares volumes and index; for a store that nobody changes meanwhile. */
    public Verify.Report verify() throws IOException {
        checkOpen();
        return Verify.run(medium, index);
    }

    /** Prints the blocks of a volume for a person. */
    public void dump(CollectionId collection, int volume, Appendable out) throws IOException {
        checkOpen();
        checkCollection(collection);
        for (VolumeId id : medium.volumes(collection)) {
            if (id.number() == volume) {
                Dump.volume(medium, id, out);
                return;
            }
        }
        throw new IllegalArgumentException(
                "collection %s: expected a volume %d, found none".formatted(collection.hex(), volume));
    }

    @Override
    public void createCollection(CollectionId collection, CollectionSettings settings) throws IOException {
        checkOpen();
        shelves.create(collection, settings);
    }

    @Override
    public Optional<CollectionId> findCollection(String name) {
        return shelves.find(name);
    }

    @Override
    public CollectionSettings settings(CollectionId collection) {
        return shelves.settings(collection);
    }

    @Override
    public void changeSettings(CollectionId collection, CollectionSettings settings) throws IOException {
        checkOpen();
        shelves.change(collection, settings);
    }

    @Override
    public CollectionStat stat(CollectionId collection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(ObjectKey key, @Nullable String ifMatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredObject undelete(ObjectKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredObject rename(ObjectKey key, String newName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listing list(CollectionId collection, String prefix, String delimiter, @Nullable String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Damage> damages(CollectionId collection, @Nullable String after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CollectionId> collections() {
        return medium.collections();
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        ObjectKey key = request.key();
        checkWritable(key.collection());
        if (request.mode() == PutRequest.Mode.CREATE) {
            checkFree(key);
        }
        try (Received received = intake.receive(request, body)) {
            Intake.checkDigests(request, received);
            Supplier<byte[]> supplier = request.attachment();
            byte[] attachment = supplier == null ? null : Attachments.pack(supplier.get());
            return names.hold(key, () -> append(request, received, attachment));
        }
    }

    private StoredObject append(PutRequest request, Received received, byte @Nullable [] attachment)
            throws IOException {
        ObjectKey key = request.key();
        if (request.mode() == PutRequest.Mode.CREATE) {
            checkFree(key);
        }
        StoredObject object = new StoredObject(
                key, received.sizeBytes(), request.mediaType(), received.sha256(), received.md5(), now());
        int type = BlockType.of(request.mediaType()).code();
        long number = sequence.incrementAndGet();
        commit(
                key.collection(),
                blocks(object, type, number, received, attachment),
                places -> new Change.Put(new IndexRecord(object, number, type, places)));
        return object;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void checkFree(ObjectKey key) throws IOException {
        if (index.find(key) != null) {
            throw new StorageException.AlreadyExists("object %s of collection %s: exists"
                    .formatted(key.name(), key.collection().hex()));
        }
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
                    object.key().name().getBytes(StandardCharsets.UTF_8),
                    object.mediaType(),
                    i == 0 ? attachment : null);
            blocks.add(
                    new Append(type, received.crcs().get(i), received.extents().get(i), trailer));
        }
        return blocks;
    }

    @Override
    public boolean delete(ObjectKey key) throws IOException {
        checkWritable(key.collection());
        return names.hold(key, () -> index.find(key) != null && appendTombstone(key));
    }

    private boolean appendTombstone(ObjectKey key) throws IOException {
        long number = sequence.incrementAndGet();
        Trailer trailer = new Trailer(
                Kind.DELETE.code(),
                0,
                1,
                number,
                Times.micros(now()),
                0,
                0,
                new byte[32],
                new byte[16],
                key.name().getBytes(StandardCharsets.UTF_8),
                "",
                null);
        Append tombstone = new Append(0, 0, new BlockData.Bytes(new byte[0], 0, 0), trailer);
        commit(key.collection(), List.of(tombstone), places -> new Change.Remove(key, number));
        return true;
    }

    /** Hands blocks to a volume and waits until they are durable and indexed; no interrupt ends the wait. */
    private void commit(CollectionId collection, List<Append> blocks, Function<List<Place>, Change> change)
            throws IOException {
        long bytes = 0;
        for (Append block : blocks) {
            bytes += block.estimatedBytes();
        }
        Pending pending = new Pending(blocks, bytes, change, new CompletableFuture<>());
        lane(collection, pending).submit(pending);
        try {
            pending.done().join();
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
            for (int i = 0; i < config.openVolumes(); i++) {
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

    @Override
    public Optional<StoredObject> head(ObjectKey key) throws IOException {
        return Optional.ofNullable(index.find(key)).map(IndexRecord::object);
    }

    @Override
    public Optional<ObjectReader> open(ObjectKey key) throws IOException {
        return Optional.ofNullable(index.find(key)).map(entry -> new LocalReader(entry, medium));
    }

    @Override
    public Optional<byte[]> attachment(ObjectKey key) throws IOException {
        IndexRecord entry = index.find(key);
        if (entry == null) {
            return Optional.empty();
        }
        Place place = entry.extents().getFirst();
        VolumeScan.Block block = new VolumeScan(medium, place.volume()).blockAt(place.offset(), 0);
        if (block == null || block.trailer().sequence() != entry.sequence()) {
            throw new StorageException.Damaged("%s, offset %d, %s: expected its block, found none with a good CRC32C"
                    .formatted(place.volume(), place.offset(), key.name()));
        }
        byte[] packed = block.trailer().attachment();
        return packed == null ? Optional.empty() : Optional.of(Attachments.unpack(packed, key.name()));
    }

    @Override
    public List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        checkCollection(collection);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "page of a list: expected 1 to %,d names, found %,d".formatted(MAX_PAGE, limit));
        }
        return index.list(collection, prefix, after, limit).stream()
                .map(IndexRecord::object)
                .toList();
    }

    private void checkCollection(CollectionId collection) {
        if (!medium.has(collection)) {
            throw new StorageException.NoSuchCollection("collection %s: not there".formatted(collection.hex()));
        }
    }

    private void checkWritable(CollectionId collection) throws IOException {
        checkOpen();
        checkCollection(collection);
        indexWriter.check();
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
    }

    /** Ends as a killed process does, for tests: nothing is synced, nothing noted. */
    void abandon() {
        closed = true;
        threads.shutdownNow();
        indexWriter.close();
        index.close();
        medium.close();
        lock.close();
    }

    /** Ends what is under way, makes the index durable, and gives the directory free. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        threads.shutdown();
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        indexWriter.close();
        try {
            indexWriter.check();
            index.sync();
            index.close();
            labels.indexIsClean(indexData);
        } catch (IOException e) {
            LOG.warn("the index is not closed in order and will be checked at the next start: {}", e.getMessage());
            index.close();
        }
        medium.close();
        lock.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
