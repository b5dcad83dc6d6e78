package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/** Another store that takes so many objects and then fails. Thread-safe. */
final class StoreThatEnds implements Store {
    private final Store store;
    private final AtomicInteger left;

    StoreThatEnds(Store store, int puts) {
        this.store = store;
        this.left = new AtomicInteger(puts);
    }

    @Override
    public void createCollection(CollectionId collection) throws IOException {
        store.createCollection(collection);
    }

    @Override
    public List<CollectionId> collections() {
        return store.collections();
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        if (left.getAndDecrement() <= 0) {
            throw new IOException("No space left on device");
        }
        return store.put(request, body);
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
    public List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        return store.list(collection, prefix, after, limit);
    }

    @Override
    public void close() {}
}
