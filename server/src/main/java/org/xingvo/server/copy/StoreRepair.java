package org.xingvo.server.copy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.VolumeSource;
import org.xingvo.storage.copy.VolumeState;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.local.Repairs;

/** Repairs damaged objects from a copy of their volumes: a backup directory, or another server. Thread-safe. */
public final class StoreRepair {
    private static final Logger log = LoggerFactory.getLogger(StoreRepair.class);

    /** Property of a collection: the backup directory that is used without being asked. */
    public static final String REPAIR_FROM = "repair-from";

    private StoreRepair() {}

    /**
     * Repairs what can be.
     *
     * @param where a directory, or the URL of a server
     * @param token for a server
     */
    static Repairs.Report from(LocalStore store, CollectionId id, String where, String token) throws IOException {
        String name = store.settings(id).name();
        try (VolumeSource copy = where.startsWith("http")
                ? ServerSource.open(URI.create(where), token, name)
                : DirectorySource.of(Path.of(where), id)) {
            return store.repair(
                    id,
                    (number, generation, target, position) ->
                            copy.read(new VolumeState(number, generation, 0), target, position));
        }
    }

    /** Repairs what a scrub has found, from the directory that the collection is set to, if it is. */
    public static void afterScrub(LocalStore store, CollectionId id) {
        String where = store.settings(id).properties().get(REPAIR_FROM);
        if (where == null) {
            return;
        }
        try {
            Repairs.Report report = from(store, id, where, "");
            log.info(
                    "{}: {} files repaired from {}, {} left",
                    store.settings(id).name(),
                    report.repaired(),
                    where,
                    report.left().size());
            report.left().forEach(line -> log.error("not repaired: {}", line));
        } catch (IOException | StorageException e) {
            log.error("{} cannot be repaired from {}: {}", store.settings(id).name(), where, e.getMessage());
        }
    }
}
