package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.care.CompactionReport;
import org.xingvo.storage.care.Dump;
import org.xingvo.storage.care.Verify;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.index.Mark;
import org.xingvo.storage.index.Usage;
import org.xingvo.storage.volume.Disk;
import org.xingvo.storage.volume.LocalDisk;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.VolumeId;
import org.xingvo.storage.volume.VolumeMedium;
import org.xingvo.storage.volume.VolumeScan;

/** The store of one data directory. Thread-safe. What changes names is in {@link Writes}, care in {@link Upkeep}. */
public final class LocalStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final int MAX_PAGE = 10_000;
    /** A reader may find that a compaction has moved its bytes between two looks at the index. */
    private static final int MAX_LOOKS = 100;

    private final DirectoryLock lock;
    private final IndexHome indexHome;
    private final Shelves shelves;
    private final Medium medium;
    private final Index index;
    private final IndexWriter indexWriter;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("store-volume-", 1).factory());
    private final VolumeHolds holds = new VolumeHolds();
    private final Writes writes;
    private final Upkeep upkeep;
    private final Imports imports;
    private final Repairs repairs;
    private final @Nullable Scrubber scrubber;
    private volatile Consumer<CollectionId> whenDamaged = collection -> {};
    private volatile boolean closed;

    private LocalStore(
            Path directory,
            StoreConfig config,
            Clock clock,
            DirectoryLock lock,
            IndexHome indexHome,
            Shelves shelves,
            VolumeMedium medium,
            Index index)
            throws IOException {
        this.lock = lock;
        this.indexHome = indexHome;
        this.medium = medium;
        this.index = index;
        this.shelves = shelves;
        AtomicLong sequence = new AtomicLong(index.lastSequence());
        Intake intake = new Intake(config, directory.resolve("spool"), medium);
        this.indexWriter = new IndexWriter(medium, index, sequence::get, threads, config.indexKeepPeriod());
        Appender appender = new Appender(medium, indexWriter, threads, config.openVolumes());
        this.writes = new Writes(config, clock, shelves, medium, index, intake, appender, sequence, holds);
        this.upkeep = new Upkeep(config, clock, shelves, medium, index, indexWriter, appender, holds);
        this.imports = new Imports(medium, shelves, index, indexWriter, sequence, holds);
        this.repairs = new Repairs(medium, index, indexWriter, holds);
        this.scrubber = config.scrubBytesPerSecond() > 0 ? Scrubber.start(this, config.scrubBytesPerSecond()) : null;
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
        VolumeMedium medium = null;
        Index index = null;
        try {
            Labels labels = Labels.open(directory, new SecureRandom().nextLong(), clock.instant());
            medium = VolumeMedium.open(directory, disk, config, clock, labels.node());
            Shelves shelves = Shelves.open(directory, medium);
            IndexHome home = new IndexHome(
                    directory, config.indexMapBytes(), labels, id -> !Writes.syncs(config, shelves.settings(id)));
            index = home.open(medium);
            return new LocalStore(directory, config, clock, lock, home, shelves, medium, index);
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

    /** Throws the index of a directory that nobody has open away; the next start makes it again from the volumes. */
    public static void forgetIndex(Path directory) throws IOException {
        try (DirectoryLock _ = DirectoryLock.acquire(directory)) {
            IndexHome.forget(directory);
        }
    }

    /** Who is told of a collection in which a scrub or a verification has found damage; nobody at first. */
    public void whenDamaged(Consumer<CollectionId> listener) {
        whenDamaged = listener;
    }

    /** Tells the listener if there is damage known in a collection; called after whoever looks for it. */
    public void tellDamage(CollectionId collection) throws IOException {
        if (!index.damages(collection, null, 1).isEmpty()) {
            whenDamaged.accept(collection);
        }
    }

    /** Tells the commands of this machine where the server of this directory listens. */
    public void announcePort(int port) throws IOException {
        lock.announcePort(port);
    }

    /** Whether this start had to read every volume to make the index. */
    public boolean indexWasMadeAgain() {
        return indexHome.madeAgain();
    }

    // Care ---------------------------------------------------------------------------------------------------

    /** Reads every byte of every volume and compares volumes and index, while others read and write. */
    public Verify.Report verify() throws IOException {
        return verify(collections(), CareProgress.NONE);
    }

    /** The same for some collections; what is damaged is noted. */
    public Verify.Report verify(List<CollectionId> collections, CareProgress progress) throws IOException {
        checkOpen();
        collections.forEach(this::checkCollection);
        return upkeep.verify(collections, progress);
    }

    /**
     * Copies what is alive out of volumes and deletes them, while others read and write.
     *
     * @param leastDead of volumes of which at least this part is dead, 0 to 1
     */
    public CompactionReport compact(CollectionId collection, double leastDead, CareProgress progress)
            throws IOException {
        checkWritable(collection);
        return upkeep.compact(collection, leastDead, progress);
    }

    /** Keeps every volume of a collection as it is, but for what is appended, until closed. */
    public AutoCloseable holdVolumes(CollectionId collection) throws IOException {
        checkOpen();
        checkCollection(collection);
        return holds.keepForCopy(collection);
    }

    /**
     * Reads bytes of a volume like pread; -1 at the end. What is behind {@link org.xingvo.storage.VolumeInfo#bytes} may
     * never come to count.
     */
    public int readVolume(CollectionId collection, int number, int generation, ByteBuffer target, long position)
            throws IOException {
        checkOpen();
        checkCollection(collection);
        return medium.read(new VolumeId(collection, number, generation), target, position);
    }

    /** How far the volumes of a collection are durable and indexed, all of one moment. */
    public List<Mark> marks(CollectionId collection) throws IOException {
        checkOpen();
        checkCollection(collection);
        return index.marks(collection);
    }

    /** Takes in volumes of collections that are written elsewhere. */
    public Imports imports() throws IOException {
        checkOpen();
        indexWriter.check();
        return imports;
    }

    /** Puts good bytes of a copy where objects are damaged; {@link #verify} finds these. */
    public Repairs.Report repair(CollectionId collection, Repairs.Copy copy) throws IOException {
        checkOpen();
        checkCollection(collection);
        return repairs.run(collection, copy);
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

    // Collections --------------------------------------------------------------------------------------------

    @Override
    public void createCollection(CollectionId collection, CollectionSettings settings) throws IOException {
        checkOpen();
        shelves.create(collection, settings);
    }

    @Override
    public List<CollectionId> collections() {
        return medium.collections();
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
    public CollectionStat stat(CollectionId collection) throws IOException {
        checkOpen();
        CollectionSettings settings = shelves.settings(collection);
        Usage usage = index.usage(collection);
        long damaged = index.damages(collection, null, MAX_PAGE).size();
        return new CollectionStat(
                collection, settings, usage.count(), usage.bytes(), damaged, upkeep.volumes(collection));
    }

    // Objects ------------------------------------------------------------------------------------------------

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        checkWritable(request.key().collection());
        return writes.put(request, body);
    }

    @Override
    public void checkPut(PutRequest request) throws IOException {
        checkWritable(request.key().collection());
        writes.check(request);
    }

    @Override
    public boolean delete(ObjectKey key) throws IOException {
        return delete(key, null);
    }

    @Override
    public boolean delete(ObjectKey key, @Nullable String ifMatch) throws IOException {
        checkWritable(key.collection());
        return writes.delete(key, ifMatch);
    }

    @Override
    public StoredObject undelete(ObjectKey key) throws IOException {
        checkWritable(key.collection());
        return writes.undelete(key);
    }

    @Override
    public StoredObject rename(ObjectKey key, String newName) throws IOException {
        checkWritable(key.collection());
        return writes.rename(key, newName);
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) throws IOException {
        return Optional.ofNullable(index.find(key)).map(IndexRecord::object);
    }

    @Override
    public Optional<ObjectReader> open(ObjectKey key) throws IOException {
        for (int look = 0; look < MAX_LOOKS; look++) {
            IndexRecord entry = index.find(key);
            if (entry == null) {
                return Optional.empty();
            }
            Pins pins = Pins.of(medium, entry.extents());
            if (pins.complete()) {
                return Optional.of(new LocalReader(entry, medium, pins, upkeep::damaged));
            }
            pins.close();
            IndexRecord now = index.find(key);
            if (now != null && now.extents().equals(entry.extents())) {
                Place place = entry.extents().getFirst();
                throw new StorageException.Damaged("%s, offset %d, %s: expected its volume, found none"
                        .formatted(place.volume(), place.offset(), key.name()));
            }
        }
        throw new IOException("object %s: moved %d times while it was opened".formatted(key.name(), MAX_LOOKS));
    }

    @Override
    public Optional<byte[]> attachment(ObjectKey key) throws IOException {
        IndexRecord entry = index.find(key);
        if (entry == null) {
            return Optional.empty();
        }
        try (Pins _ = Pins.of(medium, entry.extents())) {
            Place place = entry.extents().getFirst();
            VolumeScan.Block block = new VolumeScan(medium, place.volume()).blockAt(place.offset(), 0);
            if (block == null || !block.place().equals(place)) {
                throw new StorageException.Damaged(
                        "%s, offset %d, %s: expected its block, found none with a good CRC32C"
                                .formatted(place.volume(), place.offset(), key.name()));
            }
            byte[] packed = block.trailer().attachment();
            return packed == null ? Optional.empty() : Optional.of(Attachments.unpack(packed, key.name()));
        }
    }

    @Override
    public List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        checkCollection(collection);
        checkPage(limit);
        return index.list(collection, prefix, after, limit).stream()
                .map(IndexRecord::object)
                .toList();
    }

    @Override
    public Listing list(CollectionId collection, String prefix, String delimiter, @Nullable String after, int limit)
            throws IOException {
        checkCollection(collection);
        checkPage(limit);
        return Lister.page(index, collection, prefix, delimiter, after, limit);
    }

    @Override
    public List<Damage> damages(CollectionId collection, @Nullable String after, int limit) throws IOException {
        checkCollection(collection);
        checkPage(limit);
        // what a reader has just found is noted by the thread of the index
        Appender.await(indexWriter.change(List.of()));
        return index.damages(collection, after, limit);
    }

    private static void checkPage(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "page of a list: expected 1 to %,d names, found %,d".formatted(MAX_PAGE, limit));
        }
    }

    private void checkCollection(CollectionId collection) {
        if (!medium.has(collection)) {
            throw new StorageException.NoSuchCollection("collection %s: not there".formatted(collection.hex()));
        }
    }

    private void checkWritable(CollectionId collection) throws IOException {
        checkOpen();
        checkCollection(collection);
        Imports.checkWritten(shelves.settings(collection));
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
        stopScrubbing();
        threads.shutdownNow();
        indexWriter.close();
        index.close();
        medium.close();
        lock.close();
    }

    private void stopScrubbing() {
        if (scrubber != null) {
            scrubber.close();
        }
    }

    /** Ends what is under way, makes the index durable, and gives the directory free. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopScrubbing();
        boolean interrupted = Thread.interrupted();
        indexWriter.close();
        threads.shutdown();
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            indexWriter.check();
            medium.sync();
            index.sync();
            index.close();
            indexHome.closedInOrder();
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
