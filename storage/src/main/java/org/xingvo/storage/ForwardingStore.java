package org.xingvo.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that is another one in everything that a subclass does not change. As thread-safe as that. */
public abstract class ForwardingStore implements Store {
    private final Store store;

    protected ForwardingStore(Store store) {
        this.store = store;
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        return store.put(request, body);
    }

    @Override
    public void checkPut(PutRequest request) throws IOException {
        store.checkPut(request);
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
