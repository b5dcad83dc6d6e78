package org.xingvo.storage.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;
import org.xingvo.storage.volume.DurableFile;

/**
 * A state of the index that a power loss cannot take. LMDB never changes a page that an open read transaction can reach;
 * so while one is held at a state that was synced, all its pages stay on the disk as they were, whatever is written later
 * without syncs. Only the two meta pages in front are written again and again: they are kept in a file of their own, and
 * put back after a power loss (docs/decisions/0032-index-sync-point.md). Thread-safe.
 */
final class SyncPoint {
    private static final String NAME = "synced";
    private static final String DATA = "data.mdb";
    private static final int METAS = 2;
    private static final long MAGIC = 0x58494E4753594E43L; // "XINGSYNC"
    private static final int HEAD_BYTES = 24;
    private static final int CRC_BYTES = 4;

    private final Path directory;
    private final int pageBytes;
    private @Nullable Txn<ByteBuffer> kept;
    private @Nullable Txn<ByteBuffer> held;
    private byte[] metas = new byte[0];
    private long dataBytes;

    SyncPoint(Path directory, int pageBytes) {
        this.directory = directory;
        this.pageBytes = pageBytes;
    }

    /** Holds the state of the last commit; no commit may come between. */
    synchronized void hold(Env<ByteBuffer> env) throws IOException {
        if (held != null) {
            held.close();
            held = null;
        }
        held = env.txnRead();
        metas = new byte[METAS * pageBytes];
        try (FileChannel file = FileChannel.open(directory.resolve(DATA), StandardOpenOption.READ)) {
            readFully(file, ByteBuffer.wrap(metas));
            dataBytes = file.size();
        }
    }

    /** Makes the held state durable and lets go of the one before. */
    synchronized void keep(Env<ByteBuffer> env) throws IOException {
        if (held == null) {
            return;
        }
        env.sync(true);
        write();
        if (kept != null) {
            kept.close();
        }
        kept = held;
        held = null;
    }

    private void write() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + metas.length + CRC_BYTES)
                .putLong(MAGIC)
                .putInt(1)
                .putInt(pageBytes)
                .putLong(dataBytes)
                .put(metas);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        out.putInt((int) crc.getValue()).flip();
        DurableFile.replace(directory, NAME, out);
    }

    synchronized void release() {
        if (held != null) {
            held.close();
            held = null;
        }
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Lets go of the durable state before the index is opened to be changed. */
    static void forget(Path directory) throws IOException {
        if (Files.deleteIfExists(directory.resolve(NAME))) {
            DurableFile.syncDirectory(directory);
        }
    }

    /** Takes an index that nobody has open back to its last durable state; false if there is none. */
    static boolean restore(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Path data = directory.resolve(DATA);
        if (!Files.exists(file) || !Files.exists(data) || Files.size(file) > 1 << 20) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        int length = in.limit() - CRC_BYTES;
        if (length < HEAD_BYTES || in.getLong() != MAGIC || in.getInt() != 1) {
            return false;
        }
        int pageBytes = in.getInt();
        long dataBytes = in.getLong();
        CRC32C crc = new CRC32C();
        crc.update(in.array(), 0, length);
        if (Files.size(data) < dataBytes
                || (int) crc.getValue() != in.getInt(length)
                || length != HEAD_BYTES + METAS * pageBytes) {
            return false;
        }
        in.limit(length);
        try (FileChannel out = FileChannel.open(data, StandardOpenOption.WRITE)) {
            long at = 0;
            while (in.hasRemaining()) {
                at += out.write(in, at);
            }
            out.force(true);
        }
        // the table of readers of the process that ended
        Files.deleteIfExists(directory.resolve("lock.mdb"));
        return true;
    }

    private static void readFully(FileChannel file, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (file.read(target, target.position()) < 0) {
                throw new EOFException("index: expected %d bytes of meta pages, found %d"
                        .formatted(target.capacity(), target.position()));
            }
        }
    }
}
