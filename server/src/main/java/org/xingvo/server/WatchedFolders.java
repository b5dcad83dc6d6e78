package org.xingvo.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.ingest.FolderWatch;
import org.xingvo.ingest.IngestException;

/**
 * The folders that a server watches: remembered in the data directory, a line for each, until they are removed. Thread-safe.
 */
public final class WatchedFolders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchedFolders.class);
    private static final String FILE = "watched";
    private static final String NO_COLLECTION = "-";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path dataDirectory;
    private final Function<Watched, FolderWatch.Sink> intake;
    private final Map<Path, Watched> remembered = new TreeMap<>();
    private final Map<Path, Running> running = new TreeMap<>();
    private boolean begun;

    /**
     * A folder whose files are taken in, and out when they are deleted.
     *
     * @param folder absolute
     * @param collection where they belong; null: as their headers choose
     */
    public record Watched(Path folder, @Nullable String collection) {
        /** {@code DIR} or {@code DIR=COLLECTION}; what exists with the sign in its name is a folder. */
        public static Watched of(String text) {
            int at = Files.exists(Path.of(text)) ? -1 : text.lastIndexOf('=');
            Path folder = Path.of(at < 0 ? text : text.substring(0, at))
                    .toAbsolutePath()
                    .normalize();
            return new Watched(folder, at < 0 ? null : text.substring(at + 1));
        }
    }

    private record Running(FolderWatch watch, Thread thread) {
        void end() {
            watch.close();
            try {
                thread.join(GRACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Reads what is remembered; nothing is watched before {@link #begin}. */
    WatchedFolders(Path dataDirectory, Function<Watched, FolderWatch.Sink> intake) throws IOException {
        this.dataDirectory = dataDirectory;
        this.intake = intake;
        Path file = dataDirectory.resolve(FILE);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    String collection = line.substring(0, tab);
                    Path folder = Path.of(line.substring(tab + 1));
                    remembered.put(folder, new Watched(folder, collection.equals(NO_COLLECTION) ? null : collection));
                }
            }
        }
    }

    /** Watches all that is remembered, and from now on what is added. */
    public synchronized void begin() {
        begun = true;
        remembered.values().forEach(this::start);
    }

    public synchronized List<Watched> list() {
        return List.copyOf(remembered.values());
    }

    /**
     * Watches a folder now and after every start.
     *
     * @throws IngestException it is no folder, or within one that is watched, or around one
     */
    public synchronized void add(Watched watched) {
        Path folder = watched.folder();
        if (!Files.isDirectory(folder)) {
            throw new IngestException("watch: expected a folder, found none at " + folder);
        }
        if (folder.toString().matches("(?s).*[\\r\\n].*")) {
            throw new IngestException("watch: expected a name without line breaks");
        }
        for (Path other : remembered.keySet()) {
            if (!other.equals(folder) && (other.startsWith(folder) || folder.startsWith(other))) {
                throw new IngestException("watch: expected folders beside each other, found " + folder + " and " + other
                        + ", which is watched already");
            }
        }
        if (watched.equals(remembered.get(folder))) {
            return;
        }
        remembered.put(folder, watched);
        remember();
        stop(folder);
        if (begun) {
            start(watched);
        }
    }

    /** Watches a folder no more; what was taken in stays. False: it was not watched. */
    public synchronized boolean remove(Path folder) {
        if (remembered.remove(folder) == null) {
            return false;
        }
        remember();
        stop(folder);
        return true;
    }

    private void start(Watched watched) {
        if (!Files.isDirectory(watched.folder())) {
            log.warn("{} is watched and not there; it is waited for", watched.folder());
        }
        FolderWatch watch = new FolderWatch(watched.folder(), FolderWatch.SETTLE, intake.apply(watched));
        running.put(
                watched.folder(),
                new Running(watch, Thread.ofPlatform().name("watch").daemon().start(watch)));
    }

    private void stop(Path folder) {
        Running was = running.remove(folder);
        if (was != null) {
            was.end();
        }
    }

    private void remember() {
        List<String> lines = new ArrayList<>();
        for (Watched each : remembered.values()) {
            lines.add((each.collection() == null ? NO_COLLECTION : each.collection()) + "\t" + each.folder());
        }
        try {
            Path temporary = dataDirectory.resolve(FILE + ".new");
            Files.write(temporary, lines);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, dataDirectory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IngestException("watch: " + dataDirectory + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        List<Running> all;
        synchronized (this) {
            begun = false;
            all = List.copyOf(running.values());
            running.clear();
        }
        all.forEach(each -> each.watch().close());
        all.forEach(Running::end);
    }
}
