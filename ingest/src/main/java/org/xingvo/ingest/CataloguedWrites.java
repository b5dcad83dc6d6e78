package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.load.IngestQueue;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * Changes of single files of catalogued collections: each is announced to the queue before it happens, so that no crash
 * leaves a file that nobody looks at, and looked at by the queue's workers when it has happened. What is replaced is kept
 * as a version. Thread-safe.
 */
public final class CataloguedWrites {
    private final Store store;
    private final IngestQueue queue;
    private final String authority;

    /**
     * Changes in a store and its catalogue.
     *
     * @param store one that keeps header cards, see {@link HeadedStore}
     */
    public CataloguedWrites(Store store, Catalogue catalogue, String authority) {
        this.store = store;
        this.queue = new IngestQueue(catalogue);
        this.authority = authority;
    }

    private interface Change<T> {
        T make() throws IOException;
    }

    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        return announced(request.key(), () -> Versions.put(store, request, body));
    }

    /** False if there was none. */
    public boolean delete(ObjectKey key, @Nullable String ifMatch) throws IOException {
        return announced(key, () -> store.delete(key, ifMatch));
    }

    public StoredObject undelete(ObjectKey key) throws IOException {
        return announced(key, () -> store.undelete(key));
    }

    public StoredObject rename(ObjectKey key, String newName) throws IOException {
        ObjectKey target = new ObjectKey(key.collection(), newName);
        return announced(key, () -> announced(target, () -> store.rename(key, newName)));
    }

    private <T> T announced(ObjectKey key, Change<T> change) throws IOException {
        String collection = store.settings(key.collection()).name();
        CollectionId id = key.collection();
        IngestQueue.Announced file = new IngestQueue.Announced(
                id,
                key.name(),
                DatasetNames.accessPath(collection, key.name()),
                DatasetNames.publisherDid(authority, collection, key.name()));
        long row = queue.announce(file);
        boolean changed = false;
        try {
            T result = change.make();
            changed = true;
            return result;
        } finally {
            if (row != 0 && !queue.release(row, changed)) {
                queue.release(queue.announce(file), true);
            }
        }
    }
}
