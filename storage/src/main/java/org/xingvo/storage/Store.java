package org.xingvo.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects by collection and name. Thread-safe. What {@link #put} returned survives kill -9; what it did not return is
 * never visible. I/O trouble is an {@link IOException}, misuse and refusal a {@link StorageException}.
 */
public interface Store extends AutoCloseable {

    /** Makes a collection's directory durable; harmless when it is there. */
    void createCollection(CollectionId collection) throws IOException;

    List<CollectionId> collections();

    /**
     * Appends the body, syncs, indexes, and only then returns. Concurrent puts share one sync (group commit).
     *
     * @param body read to its end, not closed
     */
    StoredObject put(PutRequest request, InputStream body) throws IOException;

    Optional<StoredObject> head(ObjectKey key) throws IOException;

    Optional<ObjectReader> open(ObjectKey key) throws IOException;

    /** The attachment handed in with {@link #put}. */
    Optional<byte[]> attachment(ObjectKey key) throws IOException;

    /** Makes the name free; false if there was none. */
    boolean delete(ObjectKey key) throws IOException;

    /**
     * One page of a collection in byte order of the names.
     *
     * @param prefix only names that start with it; "" for all
     * @param after only names behind it; null from the first
     * @param limit at most so many, 1 to 10,000
     */
    List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException;

    @Override
    void close();
}
