package org.xingvo.storage.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.LmdbException;
import org.lmdbjava.LmdbNativeException;
import org.lmdbjava.Txn;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.volume.VolumeId;

/**
 * The index in one LMDB environment. No transaction leaves the method that began it; the map grows while none is open.
 * Commits are not synced: the volumes are the log. Thread-safe for reads; one thread changes.
 */
public final class LmdbIndex implements Index {
    private static final int MAX_READERS = 510;
    private static final byte[] LAST_SEQUENCE = "last-sequence".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPLETE = "complete".getBytes(StandardCharsets.US_ASCII);
    /** A key of ours at most: 4 bytes of collection and a name. */
    private static final int KEY_BYTES = 4 + ObjectKey.MAX_NAME_BYTES + 1;

    private final Env<ByteBuffer> env;
    private final Dbi<ByteBuffer> objects;
    private final Dbi<ByteBuffer> marks;
    private final Dbi<ByteBuffer> numbers;
    /** Names freed during a replay, with the sequence; empty otherwise. */
    private final Dbi<ByteBuffer> freed;

    private final StampedLock transactions = new StampedLock();
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final ConcurrentLinkedQueue<ByteBuffer> keyBuffers = new ConcurrentLinkedQueue<>();
    private ByteBuffer valueBuffer = ByteBuffer.allocateDirect(4096);
    private long mapBytes;
    private boolean closed;

    private LmdbIndex(Env<ByteBuffer> env, long mapBytes) {
        this.env = env;
        this.mapBytes = mapBytes;
        this.objects = env.openDbi("objects", DbiFlags.MDB_CREATE);
        this.marks = env.openDbi("marks", DbiFlags.MDB_CREATE);
        this.numbers = env.openDbi("numbers", DbiFlags.MDB_CREATE);
        this.freed = env.openDbi("freed", DbiFlags.MDB_CREATE);
    }

    /** Opens what a directory holds, or a new index there. */
    public static LmdbIndex open(Path directory, long mapBytes) throws IOException {
        Files.createDirectories(directory);
        Path data = directory.resolve("data.mdb");
        long size = mapBytes;
        while (Files.exists(data) && size < Files.size(data) * 2) {
            size *= 2;
        }
        Env<ByteBuffer> env = null;
        try {
            env = Env.create()
                    .setMapSize(size)
                    .setMaxDbs(4)
                    .setMaxReaders(MAX_READERS + 2)
                    .open(directory.toFile(), EnvFlags.MDB_NOSYNC, EnvFlags.MDB_NOTLS);
            return new LmdbIndex(env, size);
        } catch (LmdbException e) {
            if (env != null) {
                env.close();
            }
            throw failure(e);
        }
    }

    @Override
    public @Nullable IndexRecord find(ObjectKey key) throws IOException {
        byte[] keyBytes = RecordCodec.key(key);
        byte[] value = get(objects, keyBytes);
        return value == null ? null : RecordCodec.decode(keyBytes, value);
    }

    @Override
    public List<IndexRecord> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        byte[] start = RecordCodec.key(collection, prefix.getBytes(StandardCharsets.UTF_8));
        byte[] behind = after == null ? null : RecordCodec.key(collection, after.getBytes(StandardCharsets.UTF_8));
        byte[] from = behind != null && Arrays.compareUnsigned(behind, start) > 0 ? behind : start;
        if (from.length > KEY_BYTES) {
            // longer than any name: no name starts with it, and none behind it needs more than these bytes to tell
            from = Arrays.copyOf(from, KEY_BYTES);
        }
        byte[] first = from;
        return read(txn -> {
            List<IndexRecord> page = new ArrayList<>();
            ByteBuffer keyBuffer = takeKey(first);
            try (Cursor<ByteBuffer> cursor = objects.openCursor(txn)) {
                boolean found = cursor.get(keyBuffer, GetOp.MDB_SET_RANGE);
                while (found && page.size() < limit) {
                    byte[] key = bytes(cursor.key());
                    if (!startsWith(key, start)) {
                        break;
                    }
                    if (behind == null || Arrays.compareUnsigned(key, behind) > 0) {
                        page.add(RecordCodec.decode(key, bytes(cursor.val())));
                    }
                    found = cursor.next();
                }
            } finally {
                keyBuffers.add(keyBuffer);
            }
            return page;
        });
    }

    @Override
    public @Nullable Mark mark(VolumeId volume) throws IOException {
        byte[] key = RecordCodec.markKey(volume);
        byte[] value = get(marks, key);
        return value == null ? null : RecordCodec.decodeMark(volume, key, value);
    }

    @Override
    public long lastSequence() throws IOException {
        return number(LAST_SEQUENCE);
    }

    @Override
    public boolean complete() throws IOException {
        return number(COMPLETE) == 1;
    }

    private long number(byte[] key) throws IOException {
        byte[] value = get(numbers, key);
        return value == null ? 0 : RecordCodec.decodeNumber(key, value);
    }

    @Override
    public void apply(List<Change> changes, long lastSequence) throws IOException {
        write(txn -> {
            for (Change change : changes) {
                switch (change) {
                    case Change.Put(IndexRecord entry) -> put(txn, entry);
                    case Change.Remove(ObjectKey key, long ignored) -> delete(txn, objects, RecordCodec.key(key));
                    case Change.Advance(Mark mark) -> put(txn, mark);
                }
            }
            putNumber(txn, LAST_SEQUENCE, lastSequence);
        });
    }

    @Override
    public void replay(List<Change> changes, long lastSequence) throws IOException {
        write(txn -> {
            for (Change change : changes) {
                switch (change) {
                    case Change.Put(IndexRecord entry) -> {
                        byte[] key = RecordCodec.key(entry.object().key());
                        if (known(txn, key) < entry.sequence()) {
                            put(txn, entry);
                        }
                    }
                    case Change.Remove(ObjectKey objectKey, long sequence) -> {
                        byte[] key = RecordCodec.key(objectKey);
                        if (known(txn, key) < sequence) {
                            delete(txn, objects, key);
                            put(txn, freed, key, RecordCodec.encode(key, sequence));
                        }
                    }
                    case Change.Advance(Mark mark) -> put(txn, mark);
                }
            }
            putNumber(txn, LAST_SEQUENCE, lastSequence);
        });
    }

    /** Sequence of the last change of a name that this replay or the index has heard of. */
    private long known(Txn<ByteBuffer> txn, byte[] key) {
        byte[] entry = get(txn, objects, key);
        byte[] free = get(txn, freed, key);
        long sequence = entry == null ? 0 : RecordCodec.decode(key, entry).sequence();
        return Math.max(sequence, free == null ? 0 : RecordCodec.decodeNumber(key, free));
    }

    @Override
    public void completed() throws IOException {
        write(txn -> {
            freed.drop(txn);
            putNumber(txn, COMPLETE, 1);
        });
    }

    @Override
    public void sync() {
        long stamp = transactions.readLock();
        try {
            if (!closed) {
                env.sync(true);
            }
        } finally {
            transactions.unlockRead(stamp);
        }
    }

    @Override
    public void close() {
        long stamp = transactions.writeLock();
        try {
            if (!closed) {
                closed = true;
                env.close();
            }
        } finally {
            transactions.unlockWrite(stamp);
        }
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T in(Txn<ByteBuffer> txn);
    }

    @FunctionalInterface
    private interface Writing {
        void in(Txn<ByteBuffer> txn);
    }

    private <T extends @Nullable Object> T read(Reading<T> reading) throws IOException {
        Lock lock = transactions.asReadLock();
        lock.lock();
        try {
            checkOpen();
            readers.acquireUninterruptibly();
            try (Txn<ByteBuffer> txn = env.txnRead()) {
                return reading.in(txn);
            } finally {
                readers.release();
            }
        } catch (LmdbException e) {
            throw failure(e);
        } finally {
            lock.unlock();
        }
    }

    private void write(Writing writing) throws IOException {
        while (true) {
            long stamp = transactions.readLock();
            try {
                checkOpen();
                try (Txn<ByteBuffer> txn = env.txnWrite()) {
                    writing.in(txn);
                    txn.commit();
                    return;
                }
            } catch (Env.MapFullException e) {
                // grown below, when no transaction is open, and tried again
            } catch (LmdbException e) {
                throw failure(e);
            } finally {
                transactions.unlockRead(stamp);
            }
            grow();
        }
    }

    /** Pages that are not what LMDB wrote are damage; the rest is I/O trouble. */
    private static IOException failure(LmdbException e) {
        return switch (e) {
            case Env.FileInvalidException x -> throw damaged(x);
            case Env.VersionMismatchException x -> throw damaged(x);
            case LmdbNativeException.PageCorruptedException x -> throw damaged(x);
            case LmdbNativeException.PageNotFoundException x -> throw damaged(x);
            default -> new IOException("index: " + e.getMessage(), e);
        };
    }

    private static StorageException.Damaged damaged(LmdbException e) {
        return new StorageException.Damaged("index: expected pages of LMDB, found others: " + e.getMessage());
    }

    private void grow() throws IOException {
        long stamp = transactions.writeLock();
        try {
            checkOpen();
            mapBytes *= 2;
            env.setMapSize(mapBytes);
        } catch (LmdbException e) {
            throw new IOException("index: cannot grow to %,d bytes: %s".formatted(mapBytes, e.getMessage()), e);
        } finally {
            transactions.unlockWrite(stamp);
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("index: the store is closed");
        }
    }

    private byte @Nullable [] get(Dbi<ByteBuffer> dbi, byte[] key) throws IOException {
        return this.<byte @Nullable []>read(txn -> get(txn, dbi, key));
    }

    private byte @Nullable [] get(Txn<ByteBuffer> txn, Dbi<ByteBuffer> dbi, byte[] key) {
        ByteBuffer keyBuffer = takeKey(key);
        try {
            ByteBuffer value = dbi.get(txn, keyBuffer);
            return value == null ? null : bytes(value);
        } finally {
            keyBuffers.add(keyBuffer);
        }
    }

    private void put(Txn<ByteBuffer> txn, IndexRecord entry) {
        byte[] key = RecordCodec.key(entry.object().key());
        put(txn, objects, key, RecordCodec.encode(key, entry));
    }

    private void put(Txn<ByteBuffer> txn, Mark mark) {
        byte[] key = RecordCodec.markKey(mark.volume());
        put(txn, marks, key, RecordCodec.encode(key, mark));
    }

    private void putNumber(Txn<ByteBuffer> txn, byte[] key, long number) {
        put(txn, numbers, key, RecordCodec.encode(key, number));
    }

    private void put(Txn<ByteBuffer> txn, Dbi<ByteBuffer> dbi, byte[] key, byte[] value) {
        if (valueBuffer.capacity() < value.length) {
            valueBuffer = ByteBuffer.allocateDirect(value.length * 2);
        }
        ByteBuffer keyBuffer = takeKey(key);
        try {
            dbi.put(txn, keyBuffer, valueBuffer.clear().put(value).flip());
        } finally {
            keyBuffers.add(keyBuffer);
        }
    }

    private void delete(Txn<ByteBuffer> txn, Dbi<ByteBuffer> dbi, byte[] key) {
        ByteBuffer keyBuffer = takeKey(key);
        try {
            dbi.delete(txn, keyBuffer);
        } finally {
            keyBuffers.add(keyBuffer);
        }
    }

    private ByteBuffer takeKey(byte[] key) {
        ByteBuffer buffer = keyBuffers.poll();
        return (buffer == null ? ByteBuffer.allocateDirect(KEY_BYTES) : buffer)
                .clear()
                .put(key)
                .flip();
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] out = new byte[in.remaining()];
        in.get(in.position(), out);
        return out;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.mismatch(key, 0, prefix.length, prefix, 0, prefix.length) < 0;
    }
}
