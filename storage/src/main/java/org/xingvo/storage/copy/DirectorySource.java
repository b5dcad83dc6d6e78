package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.local.SettingsFile;

/** A copy that {@link DirectoryTarget} made, read back. What is given out was compared with its digest before. */
public final class DirectorySource implements VolumeSource {
    private final Path root;
    private final Path shelf;
    private final Manifest manifest;
    private final Map<VolumeState, CopyFile> files = new LinkedHashMap<>();
    private String checked = "";
    private @Nullable CopyFile used;

    private DirectorySource(Path root, Path shelf, Manifest manifest) {
        this.root = root;
        this.shelf = shelf;
        this.manifest = manifest;
    }

    /** Ids and names of the collections that a directory has copies of. */
    public static Map<CollectionId, String> collections(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new CopyException("%s: expected a directory with backups, found none".formatted(root));
        }
        Map<CollectionId, String> found = new LinkedHashMap<>();
        try (Stream<Path> shelves = Files.list(root)) {
            for (Path shelf : shelves.sorted().toList()) {
                String name = shelf.getFileName().toString();
                if (name.matches("[0-9A-F]{8}") && Files.exists(shelf.resolve(Manifest.NAME))) {
                    CollectionSettings settings = SettingsFile.read(shelf);
                    found.put(
                            new CollectionId(Integer.parseUnsignedInt(name, 16)),
                            settings == null ? name : settings.name());
                }
            }
        }
        return found;
    }

    /** The copy of one collection. */
    public static DirectorySource of(Path root, CollectionId collection) throws IOException {
        Path shelf = root.resolve(collection.hex());
        Manifest manifest = Manifest.read(shelf);
        if (manifest == null) {
            throw new CopyException(
                    "%s: expected a copy of collection %s, found none".formatted(root, collection.hex()));
        }
        DirectorySource source = new DirectorySource(root, shelf, manifest);
        source.open();
        return source;
    }

    /** The one collection of this name, or the only one if the name is empty. */
    public static DirectorySource of(Path root, String name) throws IOException {
        Map<CollectionId, String> all = collections(root);
        List<CollectionId> named = all.entrySet().stream()
                .filter(e -> name.isEmpty() || e.getValue().equals(name))
                .map(Map.Entry::getKey)
                .toList();
        if (named.size() != 1) {
            throw new CopyException("%s: expected a copy of %s, found %s"
                    .formatted(root, name.isEmpty() ? "one collection" : name, all.isEmpty() ? "none" : all.values()));
        }
        return of(root, named.getFirst());
    }

    /** Of an interrupted run the older of two volumes of a number counts: all that it had is still there. */
    private void open() {
        List<Manifest.Volume> volumes = manifest.volumes().stream()
                .filter(v -> v.state().bytes() > 0)
                .sorted(Comparator.comparing(Manifest.Volume::state, VolumeState.ORDER))
                .toList();
        int before = 0;
        for (Manifest.Volume volume : volumes) {
            if (volume.state().number() == before) {
                continue;
            }
            before = volume.state().number();
            Optional<Path> path = DirectoryTarget.find(shelf, volume.state());
            if (path.isEmpty()) {
                throw new CopyException("%s, %s: expected %,d bytes, found no file"
                        .formatted(shelf, volume.state(), volume.state().bytes()));
            }
            files.put(volume.state(), new CopyFile(path.get(), false, manifest.pieceBytes(), volume));
        }
    }

    /** The run that wrote it came to its end; else it has all of the run before and some of the new. */
    public boolean complete() {
        return manifest.complete();
    }

    @Override
    public String where() {
        return root.toString();
    }

    @Override
    public CollectionId collection() {
        return manifest.collection();
    }

    @Override
    public CollectionSettings settings() throws IOException {
        CollectionSettings settings = SettingsFile.read(shelf);
        if (settings == null) {
            throw new CopyException("%s: expected %s, found none".formatted(shelf, SettingsFile.NAME));
        }
        return settings;
    }

    @Override
    public List<VolumeState> volumes() {
        return List.copyOf(files.keySet());
    }

    @Override
    public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
        CopyFile file = file(volume);
        int last = file.pieceOf(Math.max(position, position + target.remaining() - 1));
        for (int piece = file.pieceOf(position); piece <= last; piece++) {
            String which = volume.number() + "." + volume.generation() + "/" + piece;
            if (!which.equals(checked)) {
                Optional<CopyFile.BadPiece> bad = file.check(piece);
                if (bad.isPresent()) {
                    throw new StorageException.Damaged(bad.get().sentence(file.path()));
                }
                checked = which;
            }
        }
        if (used != null && used != file) {
            used.close();
        }
        used = file;
        file.read(target, position);
    }

    private CopyFile file(VolumeState volume) {
        return files.values().stream()
                .filter(f -> f.state().sameVolume(volume))
                .findFirst()
                .orElseThrow(() -> new CopyException("%s: expected %s, found none".formatted(root, volume)));
    }

    /** Reads every byte and compares; a sentence for each piece that is not what was copied. */
    public List<String> verify(CopyProgress progress) throws IOException {
        progress.begin(files.keySet().stream().mapToLong(VolumeState::bytes).sum(), 0);
        List<String> problems = new ArrayList<>();
        long done = 0;
        for (CopyFile file : files.values()) {
            for (int piece = 0; piece < file.pieces(); piece++) {
                file.check(piece).ifPresent(bad -> problems.add(bad.sentence(file.path())));
                progress.advance(done
                        + Math.min(
                                (piece + 1L) * manifest.pieceBytes(),
                                file.state().bytes()));
            }
            done += file.state().bytes();
            file.close();
        }
        return problems;
    }

    @Override
    public void close() throws IOException {
        for (CopyFile file : files.values()) {
            file.close();
        }
    }
}
