package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.volume.Medium;

/** The collections of a data directory with their settings. Thread-safe; changes wait for each other. */
final class Shelves {
    private final Path directory;
    private final Medium medium;
    private final Map<CollectionId, CollectionSettings> settings = new ConcurrentHashMap<>();
    private final Map<String, CollectionId> names = new ConcurrentHashMap<>();

    private Shelves(Path directory, Medium medium) {
        this.directory = directory;
        this.medium = medium;
    }

    static Shelves open(Path directory, Medium medium) throws IOException {
        Shelves shelves = new Shelves(directory, medium);
        for (CollectionId id : medium.collections()) {
            CollectionSettings read = SettingsFile.read(directory.resolve(id.hex()));
            shelves.remember(id, read == null ? nameless(id) : read);
        }
        return shelves;
    }

    /** What a collection without a file of settings has. */
    private static CollectionSettings nameless(CollectionId id) {
        return CollectionSettings.named(id.hex().toLowerCase(java.util.Locale.ROOT));
    }

    private void remember(CollectionId id, CollectionSettings now) {
        CollectionSettings before = settings.put(id, now);
        names.put(now.name(), id);
        if (before != null && !before.name().equals(now.name())) {
            names.remove(before.name(), id);
        }
    }

    synchronized void create(CollectionId id, CollectionSettings wanted) throws IOException {
        CollectionSettings known = settings.get(id);
        if (known != null && known.name().equals(wanted.name())) {
            return;
        }
        if (known != null && Files.exists(directory.resolve(id.hex()).resolve(SettingsFile.NAME))) {
            throw new StorageException.AlreadyExists("collection %s: expected to be free or %s, found %s"
                    .formatted(id.hex(), wanted.name(), known.name()));
        }
        checkFree(id, wanted.name());
        medium.createCollection(id);
        SettingsFile.write(directory.resolve(id.hex()), wanted);
        remember(id, wanted);
    }

    synchronized void change(CollectionId id, CollectionSettings wanted) throws IOException {
        settings(id);
        checkFree(id, wanted.name());
        SettingsFile.write(directory.resolve(id.hex()), wanted);
        remember(id, wanted);
    }

    private void checkFree(CollectionId id, String name) {
        CollectionId other = names.get(name);
        if (other != null && !other.equals(id)) {
            throw new StorageException.AlreadyExists(
                    "collection name %s: expected to be free, found collection %s".formatted(name, other.hex()));
        }
    }

    CollectionSettings settings(CollectionId id) {
        @Nullable CollectionSettings found = settings.get(id);
        if (found == null) {
            throw new StorageException.NoSuchCollection("collection %s: not there".formatted(id.hex()));
        }
        return found;
    }

    Optional<CollectionId> find(String name) {
        return Optional.ofNullable(names.get(name));
    }
}
