package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HexFormat;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.volume.DurableFile;

/**
 * The two small text files of a data directory: {@code xing.version}, which format it has and which node it is, and
 * {@code index.state}, whether the index can be believed. Immutable.
 */
final class Labels {
    static final int FORMAT_VERSION = 2;
    private static final String VERSION_FILE = "xing.version";
    private static final String STATE_FILE = "index.state";
    private static final String PRODUCT = "xingvo-store ";
    private static final String CLEAN = "clean ";
    /** Of a longer index only the length is kept: a start must not wait for minutes. */
    private static final long MAX_SUMMED_BYTES = 8L << 30;

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path directory;
    private final long node;

    private Labels(Path directory, long node) {
        this.directory = directory;
        this.node = node;
    }

    /** Reads the version, or writes it into a directory that has none. */
    static Labels open(Path directory, long newNode, Instant now) throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(VERSION_FILE), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            DurableFile.replace(
                    directory,
                    VERSION_FILE,
                    "%s%d\nnode %016x\ncreated %s\n".formatted(PRODUCT, FORMAT_VERSION, newNode, now));
            return new Labels(directory, newNode);
        }
        String[] lines = text.split("\n", -1);
        if (!lines[0].matches(PRODUCT + "[0-9]{1,6}") || lines.length < 2 || !lines[1].matches("node [0-9a-f]{16}")) {
            throw new StorageException.Unusable("data directory %s, file %s: expected \"%sN\" and a node, found \"%s\""
                    .formatted(directory, VERSION_FILE, PRODUCT, lines[0]));
        }
        int version = Integer.parseInt(lines[0].substring(PRODUCT.length()));
        if (version > FORMAT_VERSION) {
            throw new StorageException.Unusable(
                    "data directory %s: format version %d is newer than this program reads (up to %d)"
                            .formatted(directory, version, FORMAT_VERSION));
        }
        if (version < FORMAT_VERSION) {
            // what is written from now on an older program must not touch
            lines[0] = PRODUCT + FORMAT_VERSION;
            DurableFile.replace(directory, VERSION_FILE, String.join("\n", lines));
        }
        return new Labels(directory, HexFormat.fromHexDigitsToLong(lines[1].substring(5)));
    }

    long node() {
        return node;
    }

    /** What can be said of an index before anybody opens it. */
    enum IndexState {
        /** It is as it was left. */
        TRUSTED,
        /** Nobody knows. */
        UNKNOWN,
        /** It is not what it was when it was closed. */
        DAMAGED
    }

    /**
     * Whether the index is one that can be believed: closed in order, its sum still right, or left by a process that
     * ended while the system ran on, so that all it wrote is still there. After a power loss it is not: it is written
     * without syncs.
     */
    IndexState indexState(Path data) throws IOException {
        String state;
        try {
            state = Files.readString(directory.resolve(STATE_FILE), StandardCharsets.US_ASCII)
                    .strip();
        } catch (NoSuchFileException e) {
            return IndexState.UNKNOWN;
        }
        if (!Files.exists(data)) {
            return IndexState.UNKNOWN;
        }
        if (state.startsWith(CLEAN) && state.indexOf(' ', CLEAN.length()) > 0) {
            return state.equals(clean(data)) ? IndexState.TRUSTED : IndexState.DAMAGED;
        }
        return state.equals(open(data)) ? IndexState.TRUSTED : IndexState.UNKNOWN;
    }

    /** To be called before the index is changed. */
    void indexIsOpen(Path data) throws IOException {
        DurableFile.replace(directory, STATE_FILE, open(data) + "\n");
    }

    /** To be called when the index is closed and synced. */
    void indexIsClean(Path data) throws IOException {
        DurableFile.replace(directory, STATE_FILE, clean(data) + "\n");
    }

    private static String clean(Path data) throws IOException {
        long size = Files.size(data);
        return size > MAX_SUMMED_BYTES ? "%s%d not-summed".formatted(CLEAN, size) : CLEAN + FileSum.of(data);
    }

    private static String open(Path data) throws IOException {
        String boot = Files.isReadable(BOOT_ID)
                ? Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip()
                : "of an unknown boot, process " + ProcessHandle.current().pid();
        Object file = Files.readAttributes(data, BasicFileAttributes.class).fileKey();
        return "open " + boot + " " + file;
    }
}
