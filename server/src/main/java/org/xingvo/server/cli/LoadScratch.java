package org.xingvo.server.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a load puts what it fetches and sorts: a directory of its own below {@code tmp} of the data directory, gone at
 * the end. What killed loads have left, known by a lock that nobody holds, goes at the next.
 */
final class LoadScratch implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;

    private LoadScratch(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static LoadScratch in(Path dataDirectory) throws IOException {
        Path all = Files.createDirectories(dataDirectory.resolve("tmp"));
        try (DirectoryStream<Path> others = Files.newDirectoryStream(all, "load-*")) {
            for (Path other : others) {
                removeIfLeft(other);
            }
        }
        Path directory = Files.createTempDirectory(all, "load-");
        FileChannel lock = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        lock.lock();
        return new LoadScratch(directory, lock);
    }

    private static void removeIfLeft(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        if (!Files.exists(file)) {
            return; // one that begins just now
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            @Nullable FileLock free = channel.tryLock();
            if (free != null) {
                remove(directory);
            }
        }
    }

    Path newFile() throws IOException {
        return Files.createTempFile(directory, "fetched-", ".table");
    }

    Path sorting() {
        return directory.resolve("sort");
    }

    @Override
    public void close() throws IOException {
        remove(directory);
        lock.close();
    }

    private static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
