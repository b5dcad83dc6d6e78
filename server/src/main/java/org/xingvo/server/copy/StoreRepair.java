package org.xingvo.server.copy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.VolumeSource;
import org.xingvo.storage.copy.VolumeState;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.local.Repairs;

/** Repairs damaged objects from a copy of their volumes: a backup directory, or another server. Thread-safe. */
public final class StoreRepair {
    private static final Logger log = LoggerFactory.getLogger(StoreRepair.class);

    /** Property of a collection: the backup directory, or the server, that is used without being asked. */
    public static final String REPAIR_FROM = "repair-from";

    /** Property: the file on this machine that has the token of an operator of that server. */
    public static final String TOKEN_FILE = "repair-token-file";

    private StoreRepair() {}

    /**
     * Repairs what can be.
     *
     * @param where a directory, or the URL of a server
     * @param token for a server
     */
    static Repairs.Report from(LocalStore store, CollectionId id, String where, String token) throws IOException {
        String name = store.settings(id).name();
        try (VolumeSource copy = isServer(where)
                ? ServerSource.open(URI.create(where), token, name)
                : DirectorySource.of(Path.of(where), id)) {
            return store.repair(
                    id,
                    (number, generation, target, position) ->
                            copy.read(new VolumeState(number, generation, 0), target, position));
        }
    }

    /** Whether copies are there rather than in a directory. */
    public static boolean isServer(String where) {
        return where.startsWith("http://") || where.startsWith("https://");
    }

    /** Repairs what a scrub has found, from where the collection is set to, if it is. Never throws for a bad copy. */
    public static void afterScrub(LocalStore store, CollectionId id) {
        Map<String, String> properties = store.settings(id).properties();
        String where = properties.get(REPAIR_FROM);
        if (where == null) {
            return;
        }
        try {
            // read now: a token that was changed since is the one that counts
            String file = properties.get(TOKEN_FILE);
            String token = isServer(where) && file != null
                    ? Files.readString(Path.of(file)).strip()
                    : "";
            Repairs.Report report = from(store, id, where, token);
            log.info(
                    "{}: {} files repaired from {}, {} left",
                    store.settings(id).name(),
                    report.repaired(),
                    where,
                    report.left().size());
            report.left().forEach(line -> log.error("not repaired: {}", line));
        } catch (IOException | StorageException | CopyException e) {
            log.error("{} cannot be repaired from {}: {}", store.settings(id).name(), where, e.getMessage());
        }
    }
}
