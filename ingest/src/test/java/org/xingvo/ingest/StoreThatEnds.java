package org.xingvo.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.xingvo.storage.ForwardingStore;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/** Another store that takes so many objects and then fails. Thread-safe. */
final class StoreThatEnds extends ForwardingStore {
    private final AtomicInteger left;

    StoreThatEnds(Store store, int puts) {
        super(store);
        this.left = new AtomicInteger(puts);
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        if (left.getAndDecrement() <= 0) {
            throw new IOException("No space left on device");
        }
        return super.put(request, body);
    }

    @Override
    public void close() {}
}
