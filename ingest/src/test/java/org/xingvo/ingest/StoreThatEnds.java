package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

/** Another store that takes so many objects and then fails. Thread-safe. */
final class StoreThatEnds implements Store {
    private final Store store;
    private final AtomicInteger left;

    StoreThatEnds(Store store, int puts) {
        this.store = store;
        this.left = new AtomicInteger(puts);
    }

    @Override
    public void createCollection(CollectionId collection, CollectionSettings settings) throws IOException {
        store.createCollection(collection, settings);
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
    public void checkPut(PutRequest request) throws IOException {
        store.checkPut(request);
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
    public Listing list(CollectionId collection, String prefix, String delimiter, @Nullable String after, int limit)
            throws IOException {
        return store.list(collection, prefix, delimiter, after, limit);
    }

    @Override
    public List<Damage> damages(CollectionId collection, @Nullable String after, int limit) throws IOException {
        return store.damages(collection, after, limit);
    }

    @Override
    public List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException {
        return store.list(collection, prefix, after, limit);
    }

    @Override
    public void close() {}
}
