package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;

/**
 * Volumes as files of one data directory: {@code 0001E241/0001.vol}. Thread-safe as {@link Medium} says. The format is
 * docs/storage-format.md.
 */
public final class VolumeMedium implements Medium, Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeMedium.class);
    /** Volume numbers kept for deletions and compactions. */
    private static final int RESERVED_NUMBERS = 16;

    private static final Pattern COLLECTION_NAME = Pattern.compile("[0-9A-F]{8}");
    private static final Pattern VOLUME_NAME = Pattern.compile("[0-9]{4}\\.vol");

    private final Path directory;
    private final Disk disk;
    private final StoreConfig config;
    private final Clock clock;
    private final long node;
    private final Map<CollectionId, Shelf> shelves = new ConcurrentHashMap<>();
    /** Deleted while somebody reads them. */
    private final Map<VolumeId, VolumeFile> doomed = new ConcurrentHashMap<>();

    private final WaitingVolumes waiting;

    /** The volumes of one collection. Guarded by itself but for the lanes' own volumes. */
    private static final class Shelf {
        final ConcurrentSkipListMap<Integer, VolumeFile> volumes = new ConcurrentSkipListMap<>();
        final Map<Integer, VolumeFile> lanes = new ConcurrentHashMap<>();
        /** Volumes of an earlier run that may be appended to. */
        final List<VolumeFile> resumable = new ArrayList<>();

        int nextNumber = 1;
        /** Of volumes to come: higher than that of any volume that was deleted. */
        int generation = 1;
    }

    private VolumeMedium(Path directory, Disk disk, StoreConfig config, Clock clock, long node) {
        this.directory = directory;
        this.disk = disk;
        this.config = config;
        this.clock = clock;
        this.node = node;
        this.waiting = new WaitingVolumes(directory, disk);
    }

    /** Opens every volume there is, for reading until {@link #resume} is called. */
    public static VolumeMedium open(Path directory, Disk disk, StoreConfig config, Clock clock, long node)
            throws IOException {
        VolumeMedium medium = new VolumeMedium(directory, disk, config, clock, node);
        try {
            for (Path entry : disk.list(directory)) {
                String name = entry.getFileName().toString();
                if (COLLECTION_NAME.matcher(name).matches() && Files.isDirectory(entry)) {
                    medium.openShelf(new CollectionId(Integer.parseUnsignedInt(name, 16)), entry);
                }
            }
            return medium;
        } catch (IOException | RuntimeException e) {
            medium.close();
            throw e;
        }
    }

    private void openShelf(CollectionId collection, Path shelfDirectory) throws IOException {
        Shelf shelf = new Shelf();
        shelves.put(collection, shelf);
        shelf.generation = GenerationFile.read(shelfDirectory);
        for (Path file : disk.list(shelfDirectory)) {
            String name = file.getFileName().toString();
            if (!VOLUME_NAME.matcher(name).matches()) {
                continue;
            }
            int number = Integer.parseInt(name.substring(0, 4), 10);
            if (number < 1 || number > VolumeId.MAX_NUMBER) {
                continue;
            }
            if (Files.size(file) < VolumeHeader.BYTES) {
                // made, but the process ended before its header was durable: nothing can be in it
                disk.delete(file);
                disk.syncDirectory(shelfDirectory);
                continue;
            }
            VolumeFile opened = VolumeFile.open(disk.open(file), collection, number);
            shelf.volumes.put(number, opened);
            shelf.generation = Math.max(shelf.generation, opened.id().generation());
            shelf.nextNumber = number % VolumeId.MAX_NUMBER + 1;
        }
    }

    @Override
    public List<CollectionId> collections() {
        return shelves.keySet().stream()
                .sorted((a, b) -> Integer.compareUnsigned(a.value(), b.value()))
                .toList();
    }

    @Override
    public boolean has(CollectionId collection) {
        return shelves.containsKey(collection);
    }

    @Override
    public synchronized void createCollection(CollectionId collection) throws IOException {
        if (!has(collection)) {
            disk.createDirectory(directory.resolve(collection.hex()));
            disk.syncDirectory(directory);
            shelves.put(collection, new Shelf());
        }
    }

    @Override
    public List<VolumeId> volumes(CollectionId collection) {
        return shelf(collection).volumes.values().stream().map(VolumeFile::id).toList();
    }

    @Override
    public long length(VolumeId volume) throws IOException {
        return file(volume).length();
    }

    @Override
    public VolumeHeader header(VolumeId volume) {
        return file(volume).header();
    }

    @Override
    public void resume(VolumeId volume, long length, int nextBlock, boolean keepCut) throws IOException {
        VolumeFile file = file(volume);
        if (keepCut && file.length() > length) {
            keep(file, length);
        }
        file.resume(length, nextBlock);
        if (file.writable() && file.header().node() == node) {
            Shelf shelf = shelf(volume.collection());
            synchronized (shelf) {
                if (!shelf.resumable.contains(file)) {
                    shelf.resumable.add(file);
                }
            }
        }
    }

    private void keep(VolumeFile volume, long from) {
        Path shelfDirectory = directory.resolve(volume.id().collection().hex());
        Path aside = shelfDirectory.resolve(volume.id().fileName() + ".cut-" + from);
        try (Disk.DiskFile out = disk.create(aside)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            for (long at = from; volume.read(buffer.clear(), at) > 0; at += buffer.limit()) {
                out.write(buffer.flip(), at - from);
            }
            out.force();
            LOG.warn("{}: what is cut away is kept in {}", volume.id(), aside);
        } catch (IOException e) {
            LOG.warn("{}: what is cut away could not be kept in {}: {}", volume.id(), aside, e.getMessage());
        }
    }

    @Override
    public List<Place> append(CollectionId collection, int lane, List<Append> group, AppendPolicy policy)
            throws IOException {
        Shelf shelf = shelf(collection);
        long bytes = 0;
        for (Append append : group) {
            bytes += append.estimatedBytes();
        }
        long usable = policy.mayUseReserve() ? disk.usableBytes() : usableBytes();
        if (bytes > usable) {
            throw new StorageException.NoSpace(noSpace(bytes, usable));
        }
        while (true) {
            VolumeFile volume = shelf.lanes.get(lane);
            if (volume != null && !volume.hasRoom(bytes, group.size(), policy.maxVolumeBytes())) {
                shelf.lanes.remove(lane);
                seal(volume);
                volume = null;
            }
            if (volume == null) {
                volume = openForLane(collection, shelf, bytes, group.size(), policy);
                shelf.lanes.put(lane, volume);
            }
            synchronized (volume) {
                if (volume.writable()) {
                    return append(shelf, lane, volume, group, bytes, policy);
                }
            }
            // retired between two groups
            shelf.lanes.remove(lane);
        }
    }

    private List<Place> append(
            Shelf shelf, int lane, VolumeFile volume, List<Append> group, long bytes, AppendPolicy policy)
            throws IOException {
        try {
            return volume.append(group, policy.sync());
        } catch (AppendFailed e) {
            if (e.closed()) {
                shelf.lanes.remove(lane);
                throw e;
            }
            long left = usableBytes();
            if (bytes > left) {
                StorageException.NoSpace noSpace = new StorageException.NoSpace(noSpace(bytes, left));
                noSpace.addSuppressed(e);
                throw noSpace;
            }
            throw e;
        }
    }

    @Override
    public void sync() throws IOException {
        for (Shelf shelf : shelves.values()) {
            for (VolumeFile volume : shelf.volumes.values()) {
                volume.sync();
            }
        }
    }

    /** The sentence for a write the disk has no room for. */
    public static String noSpace(long needed, long left) {
        return "disk: needs %,d bytes, %,d left".formatted(needed, Math.max(0, left));
    }

    private VolumeFile openForLane(CollectionId collection, Shelf shelf, long bytes, int blocks, AppendPolicy policy)
            throws IOException {
        synchronized (shelf) {
            for (Iterator<VolumeFile> it = shelf.resumable.iterator(); it.hasNext(); ) {
                VolumeFile candidate = it.next();
                it.remove();
                if (candidate.hasRoom(bytes, blocks, policy.maxVolumeBytes())) {
                    return candidate;
                }
                seal(candidate);
            }
            VolumeId id = new VolumeId(collection, freeNumber(collection, shelf, policy), shelf.generation);
            VolumeHeader header =
                    new VolumeHeader(VolumeHeader.FORMAT_VERSION, id, node, clock.instant(), Instant.EPOCH);
            Path shelfDirectory = directory.resolve(collection.hex());
            VolumeFile created = VolumeFile.create(
                    disk.create(shelfDirectory.resolve(header.id().fileName())), header);
            try {
                disk.syncDirectory(shelfDirectory);
            } catch (IOException e) {
                created.close();
                throw e;
            }
            shelf.volumes.put(id.number(), created);
            return created;
        }
    }

    private int freeNumber(CollectionId collection, Shelf shelf, AppendPolicy policy) throws IOException {
        int used = shelf.volumes.size();
        if (used == VolumeId.MAX_NUMBER * 8 / 10) {
            LOG.warn(
                    "collection {}: 80 % of the {} volume numbers are used; compact it or make the volumes larger",
                    collection.hex(), VolumeId.MAX_NUMBER);
        }
        int most = policy.mayUseReserve() ? VolumeId.MAX_NUMBER : VolumeId.MAX_NUMBER - RESERVED_NUMBERS;
        for (int tried = 0; used < most && tried < VolumeId.MAX_NUMBER; tried++) {
            int number = shelf.nextNumber;
            // a number whose making failed is left alone until its turn comes again
            shelf.nextNumber = number % VolumeId.MAX_NUMBER + 1;
            Path file = directory.resolve(collection.hex()).resolve(new VolumeId(collection, number, 1).fileName());
            if (!shelf.volumes.containsKey(number) && !Files.exists(file)) {
                return number;
            }
        }
        throw new StorageException.NoSpace(
                "collection %s: expected at most %d volumes, all are used; compact it or make the volumes larger"
                        .formatted(collection.hex(), most));
    }

    /** The time of sealing is for people: a volume that could not be sealed is appended to after the next start. */
    private void seal(VolumeFile volume) {
        try {
            volume.seal(clock.instant());
        } catch (IOException e) {
            LOG.warn("{}: could not be sealed: {}", volume.id(), e.getMessage());
        }
    }

    @Override
    public int read(VolumeId volume, ByteBuffer target, long position) throws IOException {
        return file(volume).read(target, position);
    }

    @Override
    public boolean pin(VolumeId volume) {
        VolumeFile file = find(volume);
        return file != null && file.pin();
    }

    @Override
    public void unpin(VolumeId volume) {
        VolumeFile file = find(volume);
        if (file != null && file.unpin()) {
            doomed.remove(volume, file);
        }
    }

    @Override
    public boolean isOpen(VolumeId volume) {
        VolumeFile file = find(volume);
        return file != null && file.writable() && file.header().node() == node;
    }

    @Override
    public void retire(VolumeId volume) throws IOException {
        Shelf shelf = shelf(volume.collection());
        VolumeFile file = file(volume);
        synchronized (shelf) {
            shelf.resumable.remove(file);
        }
        synchronized (file) {
            if (file.writable()) {
                seal(file);
            }
        }
    }

    @Override
    public long transferTo(VolumeId volume, long position, long count, WritableByteChannel target) throws IOException {
        return file(volume).transferTo(position, count, target);
    }

    @Override
    public void delete(VolumeId volume) throws IOException {
        retire(volume);
        Shelf shelf = shelf(volume.collection());
        VolumeFile file = file(volume);
        Path shelfDirectory = directory.resolve(volume.collection().hex());
        synchronized (shelf) {
            if (shelf.generation <= volume.generation()) {
                // durable before the number is free
                GenerationFile.write(shelfDirectory, volume.generation() + 1);
                shelf.generation = volume.generation() + 1;
            }
            doomed.put(volume, file);
            shelf.volumes.remove(volume.number());
        }
        if (file.doom()) {
            doomed.remove(volume, file);
        }
        disk.delete(shelfDirectory.resolve(volume.fileName()));
        disk.syncDirectory(shelfDirectory);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes() - config.freeDiskReserveBytes();
    }

    @Override
    public List<VolumeId> waiting(CollectionId collection) throws IOException {
        return waiting.list(collection);
    }

    @Override
    public void discard(VolumeId volume) throws IOException {
        waiting.discard(volume);
    }

    @Override
    public long receivedBytes(VolumeId volume) throws IOException {
        return isThere(volume) ? length(volume) : waiting.length(volume);
    }

    @Override
    public void receive(VolumeId volume, long at, ByteBuffer bytes) throws IOException {
        if (!isThere(volume)) {
            waiting.append(volume, at, bytes);
            return;
        }
        if (isOpen(volume)) {
            throw new StorageException.Unusable(
                    "%s: expected a volume that is written elsewhere, found one that is written here"
                            .formatted(volume));
        }
        file(volume).receive(bytes, at);
    }

    /** Writes good bytes over damaged ones, within what was written before. */
    public void mend(VolumeId volume, long at, ByteBuffer bytes) throws IOException {
        file(volume).mend(bytes, at);
    }

    /** Makes what was mended durable. */
    public void mended(VolumeId volume) throws IOException {
        file(volume).mended();
    }

    @Override
    public int readReceived(VolumeId volume, ByteBuffer target, long position) throws IOException {
        return isThere(volume) ? read(volume, target, position) : waiting.read(volume, target, position);
    }

    @Override
    public void adopt(VolumeId volume) throws IOException {
        if (isThere(volume)) {
            return;
        }
        Shelf shelf = shelf(volume.collection());
        Path place = directory.resolve(volume.collection().hex()).resolve(volume.fileName());
        synchronized (shelf) {
            if (shelf.volumes.containsKey(volume.number())) {
                throw new StorageException.Unusable(
                        "%s: expected its number to be free, found another generation".formatted(volume));
            }
            waiting.release(volume, place);
            shelf.volumes.put(volume.number(), VolumeFile.open(disk.open(place), volume.collection(), volume.number()));
            shelf.generation = Math.max(shelf.generation, volume.generation());
        }
    }

    private boolean isThere(VolumeId volume) {
        VolumeFile file = shelf(volume.collection()).volumes.get(volume.number());
        return file != null && file.id().generation() == volume.generation();
    }

    @Override
    public void close() {
        waiting.close();
        for (Shelf shelf : shelves.values()) {
            shelf.volumes.values().forEach(VolumeFile::close);
        }
        doomed.values().forEach(VolumeFile::close);
    }

    private Shelf shelf(CollectionId collection) {
        Shelf shelf = shelves.get(collection);
        if (shelf == null) {
            throw new StorageException.NoSuchCollection("collection %s: not there".formatted(collection.hex()));
        }
        return shelf;
    }

    private @Nullable VolumeFile find(VolumeId volume) {
        Shelf shelf = shelves.get(volume.collection());
        VolumeFile file = shelf == null ? null : shelf.volumes.get(volume.number());
        return file != null && file.id().generation() == volume.generation() ? file : doomed.get(volume);
    }

    private VolumeFile file(VolumeId volume) {
        VolumeFile file = find(volume);
        if (file == null) {
            VolumeFile other = shelf(volume.collection()).volumes.get(volume.number());
            throw new StorageException.Damaged("%s: expected generation %d, found %s"
                    .formatted(
                            volume,
                            volume.generation(),
                            other == null ? "no file" : other.id().generation()));
        }
        return file;
    }
}
