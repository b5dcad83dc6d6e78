package org.xingvo.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.Catalogue.Held;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.Store;

/**
 * Files that the catalogue has from a folder and that are no longer in it. Taking them out deletes the object, which can
 * be brought back until a compaction, and then the rows; after a crash between the two the next run finds the rest.
 */
final class Disappeared {
    private static final int PAGE = 1000;

    private final Store store;
    private final Catalogue catalogue;

    Disappeared(Store store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    /**
     * Finds them.
     *
     * @param roots folders and the first part of the paths of their files
     * @param only of this collection; null: of all
     */
    void find(Map<Path, String> roots, @Nullable String only, Consumer<List<Held>> receiver) {
        for (Map.Entry<Path, String> root : roots.entrySet()) {
            if (!Files.isDirectory(root.getKey())) {
                continue;
            }
            String prefix = root.getValue() + "/";
            String after = null;
            while (true) {
                List<Held> page = catalogue.held(prefix, only, after, PAGE);
                List<Held> gone = new ArrayList<>();
                for (Held held : page) {
                    if (!Files.exists(root.getKey().resolve(held.path().substring(prefix.length())))) {
                        gone.add(held);
                    }
                }
                if (!gone.isEmpty()) {
                    receiver.accept(gone);
                }
                if (page.size() < PAGE) {
                    break;
                }
                after = page.getLast().path();
            }
        }
    }

    /** Removes files, and everything below folders, by their places; returns how many there were. */
    long remove(Map<Path, String> roots, @Nullable String only, List<Path> places) {
        long removed = 0;
        for (Map.Entry<Path, String> root : roots.entrySet()) {
            for (Path place : places) {
                String path = root.getValue() + "/"
                        + root.getKey().relativize(place).toString().replace('\\', '/');
                List<Held> gone = catalogue.heldAt(path, only, PAGE);
                while (!gone.isEmpty()) {
                    remove(gone);
                    removed += gone.size();
                    gone = catalogue.heldAt(path, only, PAGE);
                }
            }
        }
        return removed;
    }

    void remove(List<Held> gone) {
        try {
            for (Held held : gone) {
                store.delete(new ObjectKey(held.handle().storeId(), held.path()));
            }
        } catch (IOException e) {
            throw new IngestException("store: cannot be written: " + e.getMessage(), e);
        }
        catalogue.forget(gone.stream().map(Held::publisherDid).toList());
    }
}
