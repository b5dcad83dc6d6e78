package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;

/** Files of volumes that are received and not yet the store's. Thread-safe as {@link Inbox} says. */
final class WaitingVolumes implements AutoCloseable {
    /** Of a file left by an earlier run so much is received again: a power loss may have torn it. */
    private static final long DISTRUSTED_BYTES = 16L << 20;

    private static final Pattern NAME = Pattern.compile("([0-9]{4})\\.vol\\.([0-9]{1,9})");

    private final Path directory;
    private final Disk disk;
    private final Map<VolumeId, Disk.DiskFile> open = new ConcurrentHashMap<>();

    WaitingVolumes(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    private Path shelf(VolumeId volume) {
        return directory.resolve(volume.collection().hex());
    }

    private Path path(VolumeId volume) {
        return shelf(volume).resolve(volume.fileName() + "." + volume.generation());
    }

    List<VolumeId> list(CollectionId collection) throws IOException {
        List<VolumeId> found = new ArrayList<>();
        for (Path file : disk.list(directory.resolve(collection.hex()))) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                found.add(new VolumeId(collection, Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))));
            }
        }
        return found;
    }

    void discard(VolumeId volume) throws IOException {
        Disk.DiskFile file = open.remove(volume);
        if (file != null) {
            file.close();
        }
        if (Files.exists(path(volume))) {
            disk.delete(path(volume));
        }
    }

    boolean has(VolumeId volume) {
        return open.containsKey(volume) || Files.exists(path(volume));
    }

    private Disk.DiskFile file(VolumeId volume) throws IOException {
        Disk.DiskFile known = open.get(volume);
        if (known != null) {
            return known;
        }
        Path path = path(volume);
        Disk.DiskFile file;
        if (Files.exists(path)) {
            file = disk.open(path);
            file.truncate(Math.max(0, file.length() - DISTRUSTED_BYTES));
        } else {
            file = disk.create(path);
            disk.syncDirectory(shelf(volume));
        }
        open.put(volume, file);
        return file;
    }

    long length(VolumeId volume) throws IOException {
        return has(volume) ? file(volume).length() : 0;
    }

    void append(VolumeId volume, long at, ByteBuffer bytes) throws IOException {
        if (at == 0) {
            checkHeader(volume, bytes);
        }
        append(file(volume), volume, at, bytes);
    }

    static void append(Disk.DiskFile file, VolumeId volume, long at, ByteBuffer bytes) throws IOException {
        if (file.length() != at) {
            throw new StorageException.Unusable(
                    "%s: expected bytes at offset %,d, found some for %,d".formatted(volume, file.length(), at));
        }
        file.write(bytes, at);
        file.force();
    }

    private static void checkHeader(VolumeId volume, ByteBuffer bytes) {
        if (bytes.remaining() < VolumeHeader.BYTES) {
            throw new StorageException.Unusable("%s: expected its header of %d bytes first, found %d bytes"
                    .formatted(volume, VolumeHeader.BYTES, bytes.remaining()));
        }
        VolumeId found =
                VolumeHeader.decode(bytes.duplicate(), volume.toString()).id();
        if (!found.equals(volume)) {
            throw new StorageException.Unusable(
                    "%s, generation %d: expected its own header, found that of %s, generation %d"
                            .formatted(volume, volume.generation(), found, found.generation()));
        }
    }

    int read(VolumeId volume, ByteBuffer target, long position) throws IOException {
        return file(volume).read(target, position);
    }

    /** Moves the file to its place and closes it. */
    void release(VolumeId volume, Path place) throws IOException {
        Disk.DiskFile file = open.remove(volume);
        if (file != null) {
            file.force();
            file.close();
        }
        disk.rename(path(volume), place);
        disk.syncDirectory(shelf(volume));
    }

    @Override
    public void close() {
        open.values().forEach(Disk.DiskFile::close);
    }
}
