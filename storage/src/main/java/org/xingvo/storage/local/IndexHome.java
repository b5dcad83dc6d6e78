package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.care.Replay;
import org.xingvo.storage.index.Index;
import org.xingvo.storage.index.LmdbIndex;
import org.xingvo.storage.volume.Medium;

/**
 * The directory of the index: opens what can be believed and reads the rest from the volumes. What was closed in order, or
 * left by a process that ended while the system ran on, is believed as it is; after a power loss the last state that was
 * made durable; without one all is read again.
 */
final class IndexHome {
    private static final Logger LOG = LoggerFactory.getLogger(IndexHome.class);

    private static final String NAME = "index";

    private final Path directory;
    private final Path data;
    private final long mapBytes;
    private final Labels labels;
    private final Predicate<CollectionId> lossy;
    private boolean madeAgain;

    /** @param lossy collections whose writes are not synced */
    IndexHome(Path dataDirectory, long mapBytes, Labels labels, Predicate<CollectionId> lossy) {
        this.lossy = lossy;
        this.directory = dataDirectory.resolve(NAME);
        this.data = directory.resolve("data.mdb");
        this.mapBytes = mapBytes;
        this.labels = labels;
    }

    Index open(Medium medium) throws IOException {
        Index index = openKnown(medium);
        if (index == null) {
            index = rebuild(medium);
            madeAgain = true;
        }
        try {
            index.hold();
            index.keepHeld();
            return index;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** Null if there is nothing to believe. */
    private @Nullable Index openKnown(Medium medium) throws IOException {
        Labels.IndexState state = labels.indexState(data);
        if (state == Labels.IndexState.DAMAGED) {
            LOG.warn("the index is not what it was when it was closed and is made again");
            return null;
        }
        boolean trusted = state == Labels.IndexState.TRUSTED;
        if (!trusted && !LmdbIndex.restore(directory)) {
            return null;
        }
        Index index = null;
        boolean kept = false;
        try {
            index = LmdbIndex.open(directory, mapBytes);
            if (!index.complete()) {
                return null;
            }
            labels.indexIsOpen(data);
            replay(medium, index, trusted ? "read" : "taken back to its last durable state and read");
            kept = true;
            return index;
        } catch (StorageException.Damaged e) {
            LOG.warn("the index is damaged and made again: {}", e.getMessage());
            return null;
        } finally {
            if (!kept && index != null) {
                index.close();
            }
        }
    }

    /** Deletes the files of an index that nobody has open. */
    static void forget(Path dataDirectory) throws IOException {
        deleteFiles(dataDirectory.resolve(NAME));
    }

    private static void deleteFiles(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Index rebuild(Medium medium) throws IOException {
        deleteFiles(directory);
        Index index = LmdbIndex.open(directory, mapBytes);
        try {
            labels.indexIsOpen(data);
            replay(medium, index, "made again from");
            return index;
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private void replay(Medium medium, Index index, String what) throws IOException {
        Replay.Outcome outcome = Replay.run(medium, index, lossy);
        if (outcome.changes() > 0 || outcome.cutBytes() > 0 || outcome.gaps() > 0) {
            LOG.info(
                    "index {} the volumes: {} changes, {} torn bytes cut away, {} damaged places",
                    what,
                    outcome.changes(),
                    outcome.cutBytes(),
                    outcome.gaps());
        }
    }

    /** Whether nothing could be believed and all was read from the volumes. */
    boolean madeAgain() {
        return madeAgain;
    }

    void closedInOrder() throws IOException {
        labels.indexIsClean(data);
    }
}
