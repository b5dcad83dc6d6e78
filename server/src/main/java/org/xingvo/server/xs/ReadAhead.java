package org.xingvo.server.xs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Reads the objects of a collection in byte order of their names while somebody else sends them: some batches ahead, each
 * bounded in number and bytes. One thread runs it, one takes from it; {@link #close} ends it without an interrupt, which
 * must not reach a volume.
 */
final class ReadAhead implements Runnable, AutoCloseable {
    private static final int PAGE = 1000;
    private static final int BATCHES = 4;
    private static final int BATCH_OBJECTS = 64;
    private static final int BATCH_BYTES = 1 << 20;
    /** Larger objects are left to who sends them. */
    private static final int SMALL_BYTES = 256 << 10;

    private final Store store;
    private final CollectionId collection;
    private final String prefix;
    private final @Nullable String from;
    private long left;
    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(BATCHES);
    private volatile boolean over;

    private List<Item> filling = new ArrayList<>(BATCH_OBJECTS);
    private int fillingBytes;

    /**
     * An object that was read.
     *
     * @param bytes all of it; null: too large to be read ahead
     */
    record Item(StoredObject object, byte @Nullable [] bytes) {}

    /**
     * Objects that follow each other.
     *
     * @param last nothing follows
     * @param failure why there is no more
     */
    record Batch(List<Item> items, boolean last, @Nullable Exception failure) {}

    /** @param limit at most so many objects */
    ReadAhead(Store store, CollectionId collection, String prefix, @Nullable String from, long limit) {
        this.store = store;
        this.collection = collection;
        this.prefix = prefix;
        this.from = from;
        this.left = limit;
    }

    Batch take() throws IOException {
        try {
            return ready.take();
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("the server stops").initCause(e);
        }
    }

    @Override
    public void close() {
        over = true;
    }

    @Override
    public void run() {
        try {
            readAll();
            hand(new Batch(filling, true, null));
        } catch (IOException | RuntimeException e) {
            hand(new Batch(filling, true, e));
        }
    }

    private void readAll() throws IOException {
        String after = from;
        while (!over && left > 0) {
            List<StoredObject> page = store.list(collection, prefix, after, (int) Math.min(PAGE, left));
            left -= page.size();
            for (StoredObject object : page) {
                read(object);
            }
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().key().name();
        }
    }

    private void read(StoredObject listed) throws IOException {
        if (over) {
            return;
        }
        if (listed.sizeBytes() > SMALL_BYTES) {
            add(new Item(listed, null), 0);
            return;
        }
        Optional<ObjectReader> found = store.open(listed.key());
        if (found.isEmpty()) {
            return;
        }
        try (ObjectReader reader = found.get()) {
            StoredObject now = reader.object();
            if (now.sizeBytes() > SMALL_BYTES) {
                add(new Item(now, null), 0);
                return;
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) now.sizeBytes());
            while (bytes.hasRemaining()) {
                if (reader.read(bytes, bytes.position()) < 0) {
                    throw new StorageException.Damaged("%s: expected %,d bytes, found %,d"
                            .formatted(now.key().name(), now.sizeBytes(), bytes.position()));
                }
            }
            add(new Item(now, bytes.array()), bytes.capacity());
        }
    }

    private void add(Item item, int bytes) {
        filling.add(item);
        fillingBytes += bytes;
        if (filling.size() >= BATCH_OBJECTS || fillingBytes >= BATCH_BYTES) {
            hand(new Batch(filling, false, null));
            filling = new ArrayList<>(BATCH_OBJECTS);
            fillingBytes = 0;
        }
    }

    private void hand(Batch batch) {
        try {
            while (!over && !ready.offer(batch, 1, TimeUnit.SECONDS)) {
                // the reader is slow
            }
        } catch (InterruptedException e) {
            over = true;
        }
    }
}
