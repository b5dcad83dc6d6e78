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
 * Changes of files of catalogued collections: each is announced to the queue before it happens, so that no crash leaves a
 * file that nobody looks at, and looked at by the queue's workers when it has happened. Files that are changed at the same
 * time share the transactions that say so. What is replaced is kept as a version. Thread-safe.
 */
public final class CataloguedWrites {
    private final Store store;
    /** Announcements in one transaction; as many as a tar stream has under way. */
    private static final int AT_ONCE = 512;

    private final Together<IngestQueue.Announced, Long> announcing;
    private final Together<IngestQueue.Released, Boolean> releasing;
    private final String authority;

    /**
     * Changes in a store and its catalogue.
     *
     * @param store one that keeps header cards, see {@link HeadedStore}
     */
    public CataloguedWrites(Store store, Catalogue catalogue, String authority) {
        this.store = store;
        IngestQueue queue = new IngestQueue(catalogue);
        this.announcing = new Together<>(AT_ONCE, queue::announce);
        this.releasing = new Together<>(AT_ONCE, queue::release);
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
        long row = announcing.ask(file);
        boolean changed = false;
        try {
            T result = change.make();
            changed = true;
            return result;
        } finally {
            if (row != 0 && !release(row, changed)) {
                release(announcing.ask(file), true);
            }
        }
    }

    private boolean release(long row, boolean changed) {
        return releasing.ask(new IngestQueue.Released(row, changed));
    }
}
