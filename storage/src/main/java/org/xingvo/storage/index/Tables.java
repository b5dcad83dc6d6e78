package org.xingvo.storage.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
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
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StorageException;

/**
 * One LMDB environment with its named databases, bytes to bytes. No transaction leaves the method that began it, but for
 * the one that holds a state; the map grows while none is open. Commits are not synced: the volumes are the log.
 * Thread-safe for reads; one thread changes.
 */
final class Tables implements AutoCloseable {
    private static final int MAX_READERS = 510;
    /** A key of ours at most: 4 bytes of collection and a name, and one more for a start of a search. */
    static final int KEY_BYTES = 4 + ObjectKey.MAX_NAME_BYTES + 1;

    /** The named databases (docs/storage-format.md, "Index"). */
    enum Table {
        OBJECTS,
        MARKS,
        NUMBERS,
        FREED,
        PARTS,
        RENAMED,
        USAGE,
        DAMAGED;

        String fileName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Path data;
    private final Env<ByteBuffer> env;
    private final Map<Table, Dbi<ByteBuffer>> databases = new EnumMap<>(Table.class);
    private final StampedLock transactions = new StampedLock();
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final ConcurrentLinkedQueue<ByteBuffer> keyBuffers = new ConcurrentLinkedQueue<>();
    /** Reading transactions that hold no state; there are never more of them than readers at a time. */
    private final ConcurrentLinkedQueue<Txn<ByteBuffer>> idleReaders = new ConcurrentLinkedQueue<>();

    private final SyncPoint syncPoint;
    private ByteBuffer valueBuffer = ByteBuffer.allocateDirect(4096);
    private long mapBytes;
    private boolean closed;

    private Tables(Path directory, Env<ByteBuffer> env, long mapBytes) {
        this.data = directory.resolve("data.mdb");
        this.env = env;
        this.mapBytes = mapBytes;
        this.syncPoint = new SyncPoint(directory, env.stat().pageSize);
        for (Table table : Table.values()) {
            databases.put(table, env.openDbi(table.fileName(), DbiFlags.MDB_CREATE));
        }
    }

    static Tables open(Path directory, long mapBytes) throws IOException {
        Files.createDirectories(directory);
        Path data = directory.resolve("data.mdb");
        long size = mapBytes;
        while (Files.exists(data) && size < Files.size(data) * 2) {
            size *= 2;
        }
        // what is kept there is not protected any more once the index is open
        SyncPoint.forget(directory);
        Env<ByteBuffer> env = null;
        try {
            env = Env.create()
                    .setMapSize(size)
                    .setMaxDbs(Table.values().length)
                    .setMaxReaders(MAX_READERS + 4)
                    .open(directory.toFile(), EnvFlags.MDB_NOSYNC, EnvFlags.MDB_NOTLS);
            return new Tables(directory, env, size);
        } catch (LmdbException e) {
            if (env != null) {
                env.close();
            }
            throw failure(e);
        }
    }

    @FunctionalInterface
    interface Reading<T extends @Nullable Object> {
        T in(Txn<ByteBuffer> txn);
    }

    @FunctionalInterface
    interface Writing {
        void in(Txn<ByteBuffer> txn);
    }

    /** Takes one pair of a walk; false ends it. */
    @FunctionalInterface
    interface Pairs {
        boolean take(byte[] key, byte[] value);
    }

    <T extends @Nullable Object> T read(Reading<T> reading) throws IOException {
        Lock lock = transactions.asReadLock();
        lock.lock();
        try {
            checkOpen();
            readers.acquireUninterruptibly();
            Txn<ByteBuffer> txn = null;
            try {
                txn = takeReader();
                T result = reading.in(txn);
                txn.reset();
                idleReaders.add(txn);
                txn = null;
                return result;
            } finally {
                if (txn != null) {
                    txn.close();
                }
                readers.release();
            }
        } catch (LmdbException e) {
            throw failure(e);
        } catch (InternalError e) {
            throw unreadable(e);
        } finally {
            lock.unlock();
        }
    }

    /** Beginning a transaction costs more than the lookup in it; renewing one does not. */
    private Txn<ByteBuffer> takeReader() {
        Txn<ByteBuffer> idle = idleReaders.poll();
        if (idle == null) {
            return env.txnRead();
        }
        idle.renew();
        return idle;
    }

    private void closeIdleReaders() {
        for (Txn<ByteBuffer> idle = idleReaders.poll(); idle != null; idle = idleReaders.poll()) {
            idle.close();
        }
    }

    void write(Writing writing) throws IOException {
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
            } catch (InternalError e) {
                throw unreadable(e);
            } finally {
                transactions.unlockRead(stamp);
            }
            grow();
        }
    }

    byte @Nullable [] get(Table table, byte[] key) throws IOException {
        return this.<byte @Nullable []>read(txn -> get(txn, table, key));
    }

    byte @Nullable [] get(Txn<ByteBuffer> txn, Table table, byte[] key) {
        ByteBuffer keyBuffer = takeKey(key);
        try {
            ByteBuffer value = database(table).get(txn, keyBuffer);
            return value == null ? null : bytes(value);
        } finally {
            keyBuffers.add(keyBuffer);
        }
    }

    void put(Txn<ByteBuffer> txn, Table table, byte[] key, byte[] value) {
        if (valueBuffer.capacity() < value.length) {
            valueBuffer = ByteBuffer.allocateDirect(value.length * 2);
        }
        ByteBuffer keyBuffer = takeKey(key);
        try {
            database(table).put(txn, keyBuffer, valueBuffer.clear().put(value).flip());
        } finally {
            keyBuffers.add(keyBuffer);
        }
    }

    void delete(Txn<ByteBuffer> txn, Table table, byte[] key) {
        ByteBuffer keyBuffer = takeKey(key);
        try {
            database(table).delete(txn, keyBuffer);
        } finally {
            keyBuffers.add(keyBuffer);
        }
    }

    void clear(Txn<ByteBuffer> txn, Table table) {
        database(table).drop(txn);
    }

    /** Walks from the first key that is not less, in byte order. */
    void walk(Table table, byte[] from, Pairs pairs) throws IOException {
        byte[] start = from.length > KEY_BYTES ? java.util.Arrays.copyOf(from, KEY_BYTES) : from;
        this.<@Nullable Void>read(txn -> {
            ByteBuffer keyBuffer = takeKey(start);
            try (Cursor<ByteBuffer> cursor = database(table).openCursor(txn)) {
                boolean found = start.length == 0 ? cursor.first() : cursor.get(keyBuffer, GetOp.MDB_SET_RANGE);
                while (found && pairs.take(bytes(cursor.key()), bytes(cursor.val()))) {
                    found = cursor.next();
                }
            } finally {
                keyBuffers.add(keyBuffer);
            }
            return null;
        });
    }

    private Dbi<ByteBuffer> database(Table table) {
        Dbi<ByteBuffer> found = databases.get(table);
        if (found == null) {
            throw new IllegalStateException("table " + table + " is not open");
        }
        return found;
    }

    /** See {@link Index#hold}. */
    void hold() throws IOException {
        long stamp = transactions.readLock();
        try {
            checkOpen();
            syncPoint.hold(env);
        } catch (LmdbException e) {
            throw failure(e);
        } finally {
            transactions.unlockRead(stamp);
        }
    }

    /** See {@link Index#keepHeld}. */
    void keepHeld() throws IOException {
        long stamp = transactions.readLock();
        try {
            if (!closed) {
                syncPoint.keep(env);
            }
        } catch (LmdbException e) {
            throw failure(e);
        } finally {
            transactions.unlockRead(stamp);
        }
    }

    void sync() throws IOException {
        long stamp = transactions.readLock();
        try {
            if (!closed) {
                env.sync(true);
            }
        } catch (LmdbException e) {
            throw failure(e);
        } finally {
            transactions.unlockRead(stamp);
        }
    }

    private void grow() throws IOException {
        long stamp = transactions.writeLock();
        try {
            checkOpen();
            // The kept state is let go of, so the present one must be durable: nothing is written before it is held.
            syncPoint.hold(env);
            syncPoint.keep(env);
            syncPoint.release();
            closeIdleReaders();
            mapBytes *= 2;
            env.setMapSize(mapBytes);
            syncPoint.hold(env);
            syncPoint.keep(env);
        } catch (LmdbException e) {
            throw new IOException("index: cannot grow to %,d bytes: %s".formatted(mapBytes, e.getMessage()), e);
        } finally {
            transactions.unlockWrite(stamp);
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

    /** What the virtual machine says when a mapped page cannot be had from the disk, or is none of the file. */
    private static StorageException.Damaged unreadable(InternalError e) {
        return new StorageException.Damaged("index: expected pages that can be read, found none: " + e.getMessage());
    }

    private static StorageException.Damaged damaged(LmdbException e) {
        return new StorageException.Damaged("index: expected pages of LMDB, found others: " + e.getMessage());
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("index: the store is closed");
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

    @Override
    public void close() {
        long stamp = transactions.writeLock();
        try {
            if (!closed) {
                closed = true;
                closeIdleReaders();
                syncPoint.release();
                env.close();
            }
        } finally {
            transactions.unlockWrite(stamp);
        }
    }

    @Override
    public String toString() {
        return data.toString();
    }
}
