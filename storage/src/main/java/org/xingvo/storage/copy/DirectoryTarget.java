package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.local.SettingsFile;
import org.xingvo.storage.volume.DurableFile;

/**
 * A copy in a directory, laid out as a data directory is: {@code 0001E241/0001.vol}, with a manifest beside the volumes.
 * A volume that takes the number of an older one is {@code 0001.vol.2} until the older one may go.
 */
public final class DirectoryTarget implements VolumeTarget {
    private static final int PIECE_BYTES = 64 << 20;
    private static final String LOCK = "copy.lock";
    private static final int PIECES_BETWEEN_MANIFESTS = 16;

    private final Path root;
    private final boolean checkAll;
    private int pieceBytes;
    private final List<CopyFile> files = new ArrayList<>();
    private @Nullable Path directory;
    private @Nullable CollectionId collection;
    private @Nullable FileChannel lock;
    private long sinceManifest;
    private @Nullable CopyFile appended;

    private DirectoryTarget(Path root, int pieceBytes, boolean checkAll) {
        this.root = root.toAbsolutePath().normalize();
        this.pieceBytes = pieceBytes;
        this.checkAll = checkAll;
    }

    /**
     * A target below a directory, which is made if it is not there.
     *
     * @param checkAll read back and compare all that was copied before, and copy again what is not good
     */
    public static DirectoryTarget in(Path root, boolean checkAll) {
        return new DirectoryTarget(root, PIECE_BYTES, checkAll);
    }

    static DirectoryTarget in(Path root, boolean checkAll, int pieceBytes) {
        return new DirectoryTarget(root, pieceBytes, checkAll);
    }

    @Override
    public String where() {
        return root.toString();
    }

    @Override
    public List<VolumeState> begin(CollectionId id, CollectionSettings settings) throws IOException {
        if (Files.exists(root.resolve("xing.version"))) {
            throw new CopyException("%s: expected a directory for backups, found a data directory".formatted(root));
        }
        Files.createDirectories(root);
        checkName(id, settings.name());
        Path shelf = root.resolve(id.hex());
        Files.createDirectories(shelf);
        DurableFile.syncDirectory(root);
        this.directory = shelf;
        this.collection = id;
        lock(shelf);
        Manifest manifest = Manifest.read(shelf);
        if (manifest == null) {
            manifest = new Manifest(id, pieceBytes, false, List.of());
        }
        if (!manifest.collection().equals(id)) {
            throw new CopyException("%s: expected collection %s, found %s"
                    .formatted(
                            shelf.resolve(Manifest.NAME),
                            id.hex(),
                            manifest.collection().hex()));
        }
        pieceBytes = manifest.pieceBytes();
        checkStrangers(shelf, manifest);
        List<Manifest.Volume> volumes = withoutDropped(manifest.volumes());
        settle(shelf, volumes.stream().map(Manifest.Volume::state).toList());
        for (Manifest.Volume volume : volumes) {
            files.add(reopen(shelf, volume));
        }
        SettingsFile.write(shelf, settings);
        writeManifest(false);
        return files.stream().map(CopyFile::state).toList();
    }

    /** An older volume that was let go of has no bytes; its number may be a later one's already. */
    private static List<Manifest.Volume> withoutDropped(List<Manifest.Volume> volumes) {
        return volumes.stream()
                .filter(v -> v.state().bytes() > 0
                        || volumes.stream()
                                .noneMatch(later ->
                                        later.state().number() == v.state().number()
                                                && later.state().generation()
                                                        > v.state().generation()))
                .toList();
    }

    private void checkName(CollectionId id, String name) throws IOException {
        try (Stream<Path> shelves = Files.list(root)) {
            for (Path shelf : shelves.filter(Files::isDirectory).toList()) {
                CollectionSettings there = SettingsFile.read(shelf);
                if (there != null
                        && there.name().equals(name)
                        && !shelf.getFileName().toString().equals(id.hex())) {
                    throw new CopyException("%s: expected collection %s under the name %s, found %s, another one"
                            .formatted(root, id.hex(), name, shelf.getFileName()));
                }
            }
        }
    }

    private void lock(Path shelf) throws IOException {
        FileChannel channel =
                FileChannel.open(shelf.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                lock = channel;
                return;
            }
        } catch (OverlappingFileLockException e) {
            // the same answer
        }
        channel.close();
        throw new CopyException("%s: another copy to it is under way".formatted(shelf));
    }

    /** A file the manifest does not tell of was not written by us. */
    private static void checkStrangers(Path shelf, Manifest manifest) throws IOException {
        try (Stream<Path> all = Files.list(shelf)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9]{4}\\.vol(\\.[0-9]+)?")
                        && manifest.volumes().stream()
                                .noneMatch(volume ->
                                        name.equals(plain(volume.state())) || name.equals(staged(volume.state())))) {
                    throw new CopyException(
                            "%s: expected only volumes that %s tells of, found this one; is it a data directory?"
                                    .formatted(file, Manifest.NAME));
                }
            }
        }
    }

    private CopyFile reopen(Path shelf, Manifest.Volume volume) throws IOException {
        Path path = find(shelf, volume.state()).orElse(shelf.resolve(staged(volume.state())));
        CopyFile file = open(path, volume);
        int from = checkAll ? 0 : Math.max(0, file.pieces() - 1);
        Optional<CopyFile.BadPiece> bad = file.firstBad(from);
        if (bad.isPresent() && !checkAll) {
            file.close();
            throw new CopyException(bad.get().sentence(path) + "; a run that verifies copies it again");
        }
        // what is behind was being written when the last run ended
        file.cutTo(bad.isPresent() ? bad.get().offset() : volume.state().bytes());
        file.rest();
        return file;
    }

    private CopyFile open(Path path, Manifest.Volume volume) {
        return new CopyFile(path, true, pieceBytes, volume);
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        CopyFile file = file(volume).orElseThrow();
        file.read(target, position);
        if (file != appended) {
            file.rest();
        }
    }

    @Override
    public void append(VolumeState volume, ByteBuffer bytes) throws IOException {
        CopyFile file = file(volume).orElse(null);
        if (file == null) {
            file = create(volume);
        }
        if (file.state().bytes() != volume.bytes()) {
            throw new CopyException("%s: expected %,d bytes, found %,d"
                    .formatted(file.path(), volume.bytes(), file.state().bytes()));
        }
        if (appended != null && appended != file) {
            appended.rest();
        }
        appended = file;
        sinceManifest += bytes.remaining();
        file.append(bytes);
        if (sinceManifest >= (long) PIECES_BETWEEN_MANIFESTS * pieceBytes) {
            writeManifest(false);
        }
    }

    private CopyFile create(VolumeState volume) throws IOException {
        Path shelf = Objects.requireNonNull(directory);
        boolean taken = Files.exists(shelf.resolve(plain(volume)));
        Path path = shelf.resolve(taken ? staged(volume) : plain(volume));
        // the manifest tells of the volume before it is there, so that a later run knows it for ours
        Manifest.Volume entry = new Manifest.Volume(volume.withBytes(0), List.of());
        List<Manifest.Volume> entries = entries();
        entries.add(entry);
        manifest(entries, false).write(shelf);
        CopyFile file = open(path, entry);
        files.add(file);
        DurableFile.syncDirectory(shelf);
        return file;
    }

    private Optional<CopyFile> file(VolumeState volume) {
        return files.stream().filter(f -> f.state().sameVolume(volume)).findFirst();
    }

    private List<Manifest.Volume> entries() {
        List<Manifest.Volume> entries = new ArrayList<>();
        files.forEach(file -> entries.add(file.entry()));
        return entries;
    }

    private Manifest manifest(List<Manifest.Volume> entries, boolean complete) {
        entries.sort(Comparator.comparing(Manifest.Volume::state, VolumeState.ORDER));
        return new Manifest(Objects.requireNonNull(collection), pieceBytes, complete, entries);
    }

    /** Volumes first, so that the manifest never tells of bytes that a power loss can take. */
    private void writeManifest(boolean complete) throws IOException {
        for (CopyFile file : files) {
            file.force();
        }
        manifest(entries(), complete).write(Objects.requireNonNull(directory));
        sinceManifest = 0;
    }

    @Override
    public void finish(List<VolumeState> whole) throws IOException {
        Path shelf = Objects.requireNonNull(directory);
        List<Path> dropped = new ArrayList<>();
        for (CopyFile file : List.copyOf(files)) {
            file.force();
            if (whole.stream().noneMatch(file.state()::sameVolume)) {
                file.forget();
                dropped.add(file.path());
            }
        }
        // from here on the older volumes do not count; their lines stay until their files are gone
        writeManifest(false);
        files.removeIf(CopyFile::forgotten);
        for (Path file : dropped) {
            Files.deleteIfExists(file);
        }
        settle(shelf, files.stream().map(CopyFile::state).toList());
        DurableFile.syncDirectory(shelf);
        writeManifest(true);
    }

    /** Takes away what makes a copy of a directory; a store may be opened on it then. Harmless to repeat. */
    public static void makeDataDirectory(Path root, CollectionId collection) throws IOException {
        Path shelf = root.resolve(collection.hex());
        if (Files.isDirectory(shelf)) {
            Files.deleteIfExists(shelf.resolve(Manifest.NAME));
            Files.deleteIfExists(shelf.resolve(LOCK));
            DurableFile.syncDirectory(shelf);
        }
    }

    /** Gives volumes their numbers when no older volume has them. */
    private static void settle(Path shelf, List<VolumeState> kept) throws IOException {
        boolean changed = false;
        for (VolumeState volume : kept) {
            Path staged = shelf.resolve(staged(volume));
            boolean older =
                    kept.stream().anyMatch(v -> v.number() == volume.number() && v.generation() < volume.generation());
            if (Files.exists(staged) && !older) {
                Files.move(
                        staged,
                        shelf.resolve(plain(volume)),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                changed = true;
            }
        }
        if (changed) {
            DurableFile.syncDirectory(shelf);
        }
    }

    /** The file of a volume: under its number, or waiting for it. */
    static Optional<Path> find(Path shelf, VolumeState volume) {
        return Stream.of(staged(volume), plain(volume))
                .map(shelf::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static String plain(VolumeState volume) {
        return String.format(Locale.ROOT, "%04d.vol", volume.number());
    }

    private static String staged(VolumeState volume) {
        return plain(volume) + "." + volume.generation();
    }

    @Override
    public void close() throws IOException {
        try {
            if (sinceManifest > 0) {
                writeManifest(false);
            }
        } finally {
            for (CopyFile file : files) {
                file.close();
            }
            files.clear();
            unlock();
        }
    }

    private void unlock() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
