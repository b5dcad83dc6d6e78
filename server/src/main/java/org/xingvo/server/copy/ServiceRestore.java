package org.xingvo.server.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.Reconciliation;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.Pools;
import org.xingvo.schemas.Preference;
import org.xingvo.schemas.dump.DatabaseDump;
import org.xingvo.schemas.dump.DatabaseRestore;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.copy.CollectionCopy;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.copy.CopyProgress;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.DirectoryTarget;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.volume.DurableFile;

/**
 * A backup of a service into an empty data directory and an empty database: small files, volumes, database, and then
 * what one of them has and the other has not. A restore that was cut short is run again and goes on.
 */
public final class ServiceRestore {
    /** In a data directory while a restore into it is under way. */
    public static final String MARKER = "restore.unfinished";

    private static final String LOADED = "database loaded\n";

    private ServiceRestore() {}

    /** The sentence for a data directory that a restore was begun into; null: none was. */
    public static @Nullable String unfinished(Path dataDirectory) {
        return Files.exists(dataDirectory.resolve(MARKER))
                ? "A restore into %s did not come to its end: run `xing restore` again.".formatted(dataDirectory)
                : null;
    }

    /**
     * Restores a service that nobody runs.
     *
     * @param jdbcUrl of an empty database; null: the embedded one
     * @param authority of identifiers of files that wait to be catalogued; asked when the small files are there
     */
    public static Reconciliation.Report run(
            Path backup,
            Path dataDirectory,
            @Nullable String jdbcUrl,
            Authority authority,
            Function<String, CopyProgress> progress)
            throws IOException {
        BackupLabel label = BackupLabel.read(backup);
        DatabaseDump.verify(backup.resolve(BackupLabel.DATABASE));
        boolean begun = Files.exists(dataDirectory.resolve(MARKER));
        if (!begun) {
            checkEmpty(dataDirectory);
            Files.createDirectories(dataDirectory);
            DurableFile.replace(dataDirectory, MARKER, "begun\n");
        }
        boolean loaded = Files.readString(dataDirectory.resolve(MARKER), StandardCharsets.UTF_8)
                .equals(LOADED);
        if (!loaded) {
            ServiceFiles.extract(backup.resolve(BackupLabel.FILES), dataDirectory);
            for (CollectionId id : label.collections()) {
                copy(backup, dataDirectory.resolve(BackupLabel.STORE), id, progress);
            }
        }
        try (Databases databases = Databases.open(jdbcUrl, dataDirectory, Preference.AUTO, Pools.standard())) {
            if (!loaded) {
                DatabaseRestore.load(databases.owner(), backup.resolve(BackupLabel.DATABASE));
                DurableFile.replace(dataDirectory, MARKER, LOADED);
            }
            for (CollectionId id : label.collections()) {
                DirectoryTarget.makeDataDirectory(dataDirectory.resolve(BackupLabel.STORE), id);
            }
            Reconciliation.Report report;
            try (LocalStore store = LocalStore.open(dataDirectory.resolve(BackupLabel.STORE), StoreConfig.defaults())) {
                report = new Reconciliation(
                                store,
                                new Catalogue(databases.owner(), databases.dialect()),
                                authority.of(dataDirectory))
                        .run();
            }
            Files.delete(dataDirectory.resolve(MARKER));
            DurableFile.syncDirectory(dataDirectory);
            return report;
        }
    }

    /** Tells the naming authority of a data directory. */
    public interface Authority {
        String of(Path dataDirectory) throws IOException;
    }

    private static void checkEmpty(Path dataDirectory) throws IOException {
        if (Files.exists(dataDirectory)) {
            try (Stream<Path> files = Files.list(dataDirectory)) {
                if (files.findAny().isPresent()) {
                    throw new CopyException(
                            "%s: a restore needs an empty data directory, found files; name another with --data"
                                    .formatted(dataDirectory));
                }
            }
        }
    }

    private static void copy(Path backup, Path store, CollectionId id, Function<String, CopyProgress> progress)
            throws IOException {
        try (DirectorySource source = DirectorySource.of(backup.resolve(BackupLabel.STORE), id);
                DirectoryTarget target = DirectoryTarget.in(store, false)) {
            CollectionCopy.run(
                    source, target, null, progress.apply(source.settings().name()));
        }
    }
}
