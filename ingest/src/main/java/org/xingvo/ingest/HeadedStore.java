package org.xingvo.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.CollectionStat;
import org.xingvo.storage.Damage;
import org.xingvo.storage.Listing;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * A store that keeps the header cards of FITS files beside them, whatever door they come by. Everything else is the
 * store's own. Thread-safe.
 */
public final class HeadedStore implements Store {
    private static final int SNIFFED_BYTES = 8192;

    private final Store store;

    public HeadedStore(Store store) {
        this.store = store;
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        if (request.attachment() != null) {
            return store.put(request, body);
        }
        BufferedInputStream in = new BufferedInputStream(body, 2 * SNIFFED_BYTES);
        in.mark(SNIFFED_BYTES);
        boolean fits = FitsHeaderReader.looksLikeFits(new Start(in, SNIFFED_BYTES));
        in.reset();
        if (!fits) {
            return store.put(request, in);
        }
        // Neither stream holds anything but the caller's body.
        @SuppressWarnings("resource")
        HeaderTap tap = new HeaderTap(in);
        try {
            return store.put(request.withAttachment(tap::cards), tap);
        } finally {
            tap.abandon();
        }
    }

    @Override
    public void checkPut(PutRequest request) throws IOException {
        store.checkPut(request);
    }

    /** The first bytes of a stream, however many are asked for. */
    private static final class Start extends InputStream {
        private final InputStream in;
        private int left;

        Start(InputStream in, int bytes) {
            this.in = in;
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int n = left == 0 ? -1 : in.read(bytes, offset, Math.min(count, left));
            left -= Math.max(0, n);
            return n;
        }
    }

    @Override
    public void createCollection(CollectionId collection, CollectionSettings settings) throws IOException {
        store.createCollection(collection, settings);
    }

    @Override
    public List<CollectionId> collections() {
        return store.collections();
    }

    @Override
    public Optional<CollectionId> findCollection(String name) {
        return store.findCollection(name);
    }

    @Override
    public CollectionSettings settings(CollectionId collection) {
        return store.settings(collection);
    }

    @Override
    public void changeSettings(CollectionId collection, CollectionSettings settings) throws IOException {
        store.changeSettings(collection, settings);
    }

    @Override
    public CollectionStat stat(CollectionId collection) throws IOException {
        return store.stat(collection);
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) throws IOException {
        return store.head(key);
    }

    @Override
    public Optional<ObjectReader> open(ObjectKey key) throws IOException {
        return store.open(key);
    }

    @Override
    public Optional<byte[]> attachment(ObjectKey key) throws IOException {
        return store.attachment(key);
    }

    @Override
    public boolean delete(ObjectKey key) throws IOException {
        return store.delete(key);
    }

    @Override
    public boolean delete(ObjectKey key, @Nullable String ifMatch) throws IOException {
        return store.delete(key, ifMatch);
    }

    @Override
    public StoredObject undelete(ObjectKey key) throws IOException {
        return store.undelete(key);
    }

    @Override
    public StoredObject rename(ObjectKey key, String newName) throws IOException {
        return store.rename(key, newName);
    }

    @Override
    public List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        return store.list(collection, prefix, after, limit);
    }

    @Override
    public Listing list(CollectionId collection, String prefix, String delimiter, @Nullable String after, int limit)
            throws IOException {
        return store.list(collection, prefix, delimiter, after, limit);
    }

    @Override
    public List<Damage> damages(CollectionId collection, @Nullable String after, int limit) throws IOException {
        return store.damages(collection, after, limit);
    }

    /** Closes the store behind it. */
    @Override
    public void close() {
        store.close();
    }
}
