package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;

/**
 * Volumes as files of one data directory: {@code 0001E241/0001.vol}. Thread-safe as {@link Medium} says. The format is
 * docs/storage-format.md.
 */
public final class VolumeMedium implements Medium {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeMedium.class);
    private static final Pattern COLLECTION_NAME = Pattern.compile("[0-9A-F]{8}");
    private static final Pattern VOLUME_NAME = Pattern.compile("[0-9]{4}\\.vol");

    private final Path directory;
    private final Disk disk;
    private final StoreConfig config;
    private final Clock clock;
    private final long node;
    private final Map<CollectionId, Shelf> shelves = new ConcurrentHashMap<>();

    /** The volumes of one collection. Guarded by itself but for the lanes' own volumes. */
    private static final class Shelf {
        final Map<Integer, VolumeFile> volumes = Collections.synchronizedMap(new TreeMap<>());
        final Map<Integer, VolumeFile> lanes = new ConcurrentHashMap<>();
        /** Volumes of an earlier run that may be appended to. */
        final List<VolumeFile> resumable = new ArrayList<>();

        int nextNumber = 1;
    }

    private VolumeMedium(Path directory, Disk disk, StoreConfig config, Clock clock, long node) {
        this.directory = directory;
        this.disk = disk;
        this.config = config;
        this.clock = clock;
        this.node = node;
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
            shelf.volumes.put(number, VolumeFile.open(disk.open(file), collection, number));
            shelf.nextNumber = number + 1;
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
        Shelf shelf = shelf(collection);
        synchronized (shelf.volumes) {
            return shelf.volumes.values().stream().map(v -> v.id()).toList();
        }
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
                shelf.resumable.add(file);
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
    public List<Place> append(CollectionId collection, int lane, List<Append> group) throws IOException {
        Shelf shelf = shelf(collection);
        long bytes = 0;
        for (Append append : group) {
            bytes += append.estimatedBytes();
        }
        boolean freeing = group.stream().allMatch(append -> append.trailer().kind() == Kind.DELETE.code());
        long usable = freeing ? disk.usableBytes() : usableBytes();
        if (bytes > usable) {
            throw new StorageException.NoSpace(noSpace(bytes, usable));
        }
        VolumeFile volume = shelf.lanes.get(lane);
        if (volume != null && !volume.hasRoom(bytes, group.size(), config.maxVolumeBytes())) {
            shelf.lanes.remove(lane);
            seal(volume);
            volume = null;
        }
        if (volume == null) {
            volume = openForLane(collection, shelf, bytes, group.size());
            shelf.lanes.put(lane, volume);
        }
        try {
            return volume.append(group, config.durability() == StoreConfig.Durability.FSYNC);
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

    /** The sentence for a write the disk has no room for. */
    public static String noSpace(long needed, long left) {
        return "disk: needs %,d bytes, %,d left".formatted(needed, Math.max(0, left));
    }

    private VolumeFile openForLane(CollectionId collection, Shelf shelf, long bytes, int blocks) throws IOException {
        synchronized (shelf) {
            for (Iterator<VolumeFile> it = shelf.resumable.iterator(); it.hasNext(); ) {
                VolumeFile candidate = it.next();
                it.remove();
                if (candidate.hasRoom(bytes, blocks, config.maxVolumeBytes())) {
                    return candidate;
                }
                seal(candidate);
            }
            int number = shelf.nextNumber;
            if (number > VolumeId.MAX_NUMBER) {
                throw new IOException("collection %s: expected at most %d volumes, all are used"
                        .formatted(collection.hex(), VolumeId.MAX_NUMBER));
            }
            if (number == VolumeId.MAX_NUMBER * 8 / 10) {
                LOG.warn(
                        "collection {}: 80 % of the {} volume numbers are used", collection.hex(), VolumeId.MAX_NUMBER);
            }
            VolumeHeader header =
                    new VolumeHeader(new VolumeId(collection, number, 1), node, clock.instant(), Instant.EPOCH);
            Path shelfDirectory = directory.resolve(collection.hex());
            // a number whose making failed is left alone until the next start
            shelf.nextNumber++;
            VolumeFile created = VolumeFile.create(
                    disk.create(shelfDirectory.resolve(header.id().fileName())), header);
            try {
                disk.syncDirectory(shelfDirectory);
            } catch (IOException e) {
                created.close();
                throw e;
            }
            shelf.volumes.put(number, created);
            return created;
        }
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
    public void delete(VolumeId volume) throws IOException {
        Shelf shelf = shelf(volume.collection());
        VolumeFile file = file(volume);
        Path shelfDirectory = directory.resolve(volume.collection().hex());
        synchronized (shelf) {
            shelf.resumable.remove(file);
            shelf.volumes.remove(volume.number());
        }
        file.close();
        disk.delete(shelfDirectory.resolve(volume.fileName()));
        disk.syncDirectory(shelfDirectory);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes() - config.freeDiskReserveBytes();
    }

    @Override
    public void close() {
        for (Shelf shelf : shelves.values()) {
            synchronized (shelf.volumes) {
                shelf.volumes.values().forEach(VolumeFile::close);
            }
        }
    }

    private Shelf shelf(CollectionId collection) {
        Shelf shelf = shelves.get(collection);
        if (shelf == null) {
            throw new StorageException.NoSuchCollection("collection %s: not there".formatted(collection.hex()));
        }
        return shelf;
    }

    private VolumeFile file(VolumeId volume) {
        VolumeFile file = shelf(volume.collection()).volumes.get(volume.number());
        if (file == null || file.id().generation() != volume.generation()) {
            throw new StorageException.Damaged("%s: expected generation %d, found %s"
                    .formatted(
                            volume,
                            volume.generation(),
                            file == null ? "no file" : file.id().generation()));
        }
        return file;
    }
}
