package org.xingvo.ingest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a folder and all below it. A file is taken when its size and time of modification were the same for a while,
 * since the system does not tell when a writer is done; a name that is gone for as long is told as gone. Begins with what
 * is there, and looks at everything again when the system lost events. A folder that is not there, now or later, as a disk
 * that is not mounted, is waited for. Hidden files are left out. Give {@link #run} a thread of its own; {@link #close} ends
 * it soon.
 */
public final class FolderWatch implements Runnable, AutoCloseable {
    /** How long a file must rest. */
    public static final Duration SETTLE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final int AT_ONCE = 1000;
    private static final int MAX_DEPTH = 100;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Takes what settled. */
    public interface Sink {
        /**
         * Takes files in.
         *
         * @param changed files that are new or changed, or were never told
         * @param gone files or folders that are no longer there
         * @throws IngestException not now; all of them are told again
         */
        void take(List<Path> changed, List<Path> gone);

        /** Everything that is there was told; what is not there is gone. */
        void complete();
    }

    private record Seen(long size, long modifiedMillis, boolean there, long sinceNanos) {
        boolean same(Seen other) {
            return size == other.size && modifiedMillis == other.modifiedMillis && there == other.there;
        }
    }

    private final Path root;
    private final long settleNanos;
    private final Sink sink;
    private final LongSupplier nanoTime;
    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final Map<Path, Seen> restless = new LinkedHashMap<>();
    private boolean rescan = true;
    private long notBefore;
    private volatile boolean closed;

    /**
     * Begins to watch.
     *
     * @throws IngestException the system cannot watch
     */
    public FolderWatch(Path root, Duration settle, Sink sink) {
        this(root, settle, sink, System::nanoTime);
    }

    /** @param nanoTime the clock by which files rest */
    FolderWatch(Path root, Duration settle, Sink sink, LongSupplier nanoTime) {
        this.root = root.toAbsolutePath().normalize();
        this.settleNanos = settle.toNanos();
        this.sink = sink;
        this.nanoTime = nanoTime;
        try {
            this.service = this.root.getFileSystem().newWatchService();
        } catch (IOException e) {
            throw new IngestException("watch %s: %s".formatted(root, e.getMessage()), e);
        }
    }

    @Override
    public void run() {
        long tick = Math.max(1, Math.min(200, TimeUnit.NANOSECONDS.toMillis(settleNanos) / 4));
        boolean wasFine = true;
        while (!closed) {
            try {
                if (System.nanoTime() - notBefore >= 0) {
                    look();
                    wasFine = true;
                }
                awaitEvents(tick);
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            } catch (IngestException e) {
                if (wasFine) {
                    LOG.warn("Nothing of {} is taken for now: {}", root, e.getMessage());
                }
                wasFine = false;
                notBefore = System.nanoTime() + RETRY_NANOS;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            service.close();
        } catch (IOException e) {
            LOG.debug("The watch of {} did not close", root, e);
        }
    }

    /** Waits for events, at most so long. */
    void awaitEvents(long millis) throws InterruptedException {
        WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
        if (key != null) {
            events(key);
        }
    }

    /** Tells what settled; before that everything, if it is to be looked at anew. */
    void look() {
        if (rescan) {
            if (!Files.isDirectory(root)) {
                throw new IngestException("watch: expected a folder, found none at " + root);
            }
            List<Path> resting = new ArrayList<>();
            walk(root, resting);
            if (!resting.isEmpty()) {
                sink.take(resting, List.of());
            }
            sink.complete();
            rescan = false;
        }
        settled();
    }

    private void events(WatchKey key) {
        Path folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
                rescan = true;
            } else if (folder != null && event.context() instanceof Path name && !hidden(name)) {
                changed(folder.resolve(name));
            }
        }
        if (!key.reset()) {
            folders.remove(key);
            rescan |= root.equals(folder);
        }
    }

    private void changed(Path path) {
        if (Files.isDirectory(path)) {
            walk(path, null);
        } else {
            restless.put(path, seen(path));
        }
    }

    /** Watches a folder and those below; files are restless, or in {@code resting} if they did not change lately. */
    private void walk(Path folder, @Nullable List<Path> resting) {
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                    if (!path.equals(root) && hidden(path.getFileName())) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    folders.put(
                            path.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE),
                            path);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !hidden(path.getFileName())) {
                        long age = System.currentTimeMillis()
                                - attributes.lastModifiedTime().toMillis();
                        if (resting != null && TimeUnit.MILLISECONDS.toNanos(age) > settleNanos) {
                            resting.add(path);
                            if (resting.size() == AT_ONCE) {
                                sink.take(List.copyOf(resting), List.of());
                                resting.clear();
                            }
                        } else {
                            restless.put(path, seen(path));
                        }
                    }
                    return closed ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new IngestException("watch %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private void settled() {
        long now = nanoTime.getAsLong();
        List<Path> changed = new ArrayList<>();
        List<Path> gone = new ArrayList<>();
        for (Iterator<Map.Entry<Path, Seen>> each = restless.entrySet().iterator();
                each.hasNext() && changed.size() + gone.size() < AT_ONCE; ) {
            Map.Entry<Path, Seen> entry = each.next();
            if (now - entry.getValue().sinceNanos() < settleNanos) {
                continue;
            }
            Seen current = seen(entry.getKey());
            if (current.same(entry.getValue())) {
                (current.there() ? changed : gone).add(entry.getKey());
            } else {
                entry.setValue(current);
            }
        }
        if (!changed.isEmpty() || !gone.isEmpty()) {
            sink.take(changed, gone);
            changed.forEach(restless::remove);
            gone.forEach(restless::remove);
        }
    }

    private Seen seen(Path path) {
        long now = nanoTime.getAsLong();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Seen(
                    attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.isRegularFile(), now);
        } catch (IOException e) {
            return new Seen(0, 0, false, now);
        }
    }

    private static boolean hidden(@Nullable Path name) {
        return name == null || name.toString().startsWith(".");
    }
}
