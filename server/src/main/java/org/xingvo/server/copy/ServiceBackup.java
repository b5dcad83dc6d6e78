package org.xingvo.server.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.xingvo.schemas.dump.DatabaseDump;
import org.xingvo.storage.copy.CollectionCopy;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.copy.CopyProgress;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.DirectoryTarget;
import org.xingvo.storage.volume.DurableFile;

/**
 * Everything a service has, from a running server into a directory: the database as it was at one moment, then all that
 * the volumes hold, which is at least what that database tells of. Volumes are copied from where the last run left off.
 * Until a run is through the directory keeps the database of the run before.
 */
public final class ServiceBackup {
    private ServiceBackup() {}

    /**
     * What a run did.
     *
     * @param rows of the database
     * @param collections that were copied
     * @param copiedBytes of volumes
     * @param totalBytes that the copies have now
     */
    public record Outcome(long rows, int collections, long copiedBytes, long totalBytes) {}

    /**
     * Runs a backup; safe to repeat, and to repeat after it was cut short.
     *
     * @param token of an operator of the server
     * @param checkAll read back and compare all that was copied before
     * @param progress of the collection of this name
     */
    public static Outcome run(
            URI server, String token, Path directory, boolean checkAll, Function<String, CopyProgress> progress)
            throws IOException {
        if (Files.exists(directory.resolve("xingvo.properties"))) {
            throw new CopyException(
                    "%s: expected a directory for backups, found a data directory".formatted(directory));
        }
        Files.createDirectories(directory);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            // tokens and keys are in it
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        List<ServerSource> sources = new ArrayList<>();
        try {
            for (String name : ServerSource.names(server, token)) {
                sources.add(ServerSource.open(server, token, name));
            }
            fetch(server, token, "/files", directory, BackupLabel.FILES);
            fetch(server, token, "/database", directory, BackupLabel.DATABASE);
            DatabaseDump.Summary database = DatabaseDump.verify(directory.resolve(BackupLabel.DATABASE + ".part"));
            long copied = 0;
            long total = 0;
            for (ServerSource source : sources) {
                try (DirectoryTarget target = DirectoryTarget.in(directory.resolve(BackupLabel.STORE), checkAll)) {
                    CollectionCopy.Outcome outcome = CollectionCopy.run(
                            source,
                            target,
                            null,
                            new Heartbeat(progress.apply(source.settings().name()), sources));
                    copied += outcome.bytes();
                    total += outcome.totalBytes();
                }
            }
            keep(directory, BackupLabel.FILES);
            keep(directory, BackupLabel.DATABASE);
            new BackupLabel(
                            Instant.now(),
                            sources.stream().map(ServerSource::collection).toList())
                    .write(directory);
            return new Outcome(database.rows(), sources.size(), copied, total);
        } finally {
            closeAll(sources);
        }
    }

    /** Holds that are not heard of end: while one collection is copied the others are told to wait. */
    private static final class Heartbeat implements CopyProgress {
        private static final long EVERY_NANOS = Duration.ofSeconds(20).toNanos();

        private final CopyProgress within;
        private final List<ServerSource> sources;
        private long last = System.nanoTime() - EVERY_NANOS;

        Heartbeat(CopyProgress within, List<ServerSource> sources) {
            this.within = within;
            this.sources = sources;
        }

        @Override
        public void begin(long bytes, long there) {
            beat();
            within.begin(bytes, there);
        }

        @Override
        public void advance(long bytes) {
            beat();
            within.advance(bytes);
        }

        private void beat() {
            if (System.nanoTime() - last >= EVERY_NANOS) {
                last = System.nanoTime();
                try {
                    for (ServerSource source : sources) {
                        source.stillThere();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void closeAll(List<ServerSource> sources) {
        for (ServerSource source : sources) {
            try {
                source.close();
            } catch (IOException | RuntimeException e) {
                // the server ends the hold by itself
            }
        }
    }

    private static void fetch(URI server, String token, String what, Path directory, String name) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.toString().replaceFirst("/+$", "") + BackupHandler.MOUNT + what))
                .header("Authorization", "Bearer " + token)
                .GET()
                .build();
        Path part = directory.resolve(name + ".part");
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<Path> response = client.send(
                    request,
                    HttpResponse.BodyHandlers.ofFile(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
            if (response.statusCode() != 200) {
                throw new CopyException("%s%s: answered %d: %s"
                        .formatted(
                                server,
                                what,
                                response.statusCode(),
                                Files.readString(part, StandardCharsets.UTF_8).strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void keep(Path directory, String name) throws IOException {
        Files.move(
                directory.resolve(name + ".part"),
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(directory);
    }

    /** Reads a whole backup back and compares; a sentence for everything that is not what it was. */
    public static List<String> verify(Path directory, Function<String, CopyProgress> progress) throws IOException {
        List<String> problems = new ArrayList<>();
        for (var collection : BackupLabel.read(directory).collections()) {
            try (DirectorySource copy = DirectorySource.of(directory.resolve(BackupLabel.STORE), collection)) {
                problems.addAll(copy.verify(progress.apply(copy.settings().name())));
            } catch (CopyException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        try {
            DatabaseDump.verify(directory.resolve(BackupLabel.DATABASE));
        } catch (org.xingvo.schemas.dump.DumpException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    /** Whether a directory has a backup of a whole service. */
    public static boolean isOne(Path directory) {
        return Files.exists(directory.resolve(BackupLabel.NAME));
    }
}
