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

    /**
     * Makes a collection; harmless when it is there under this id and name, its settings then stay as they are. A
     * collection of an older version without settings takes these. {@link StorageException.AlreadyExists} when the id or
     * the name is another's.
     */
    void createCollection(CollectionId collection, CollectionSettings settings) throws IOException;

    List<CollectionId> collections();

    /** The collection of this name. */
    Optional<CollectionId> findCollection(String name);

    CollectionSettings settings(CollectionId collection);

    /** Sets what can be set; a new name must be free, see {@link #createCollection}. */
    void changeSettings(CollectionId collection, CollectionSettings settings) throws IOException;

    /** How much a collection holds. */
    CollectionStat stat(CollectionId collection) throws IOException;

    /**
     * Appends the body, syncs, indexes, and only then returns. Concurrent puts share one sync (group commit).
     *
     * @param body read to its end, not closed
     */
    StoredObject put(PutRequest request, InputStream body) throws IOException;

    /**
     * Throws what {@link #put} would throw before it reads the body, as things are now: for callers who ask before they
     * have it sent. Reserves nothing.
     */
    void checkPut(PutRequest request) throws IOException;

    Optional<StoredObject> head(ObjectKey key) throws IOException;

    Optional<ObjectReader> open(ObjectKey key) throws IOException;

    /** The attachment handed in with {@link #put}. */
    Optional<byte[]> attachment(ObjectKey key) throws IOException;

    /** Makes the name free; false if there was none. The bytes stay until a compaction. */
    boolean delete(ObjectKey key) throws IOException;

    /** The same, but {@link StorageException.Changed} unless the object has this {@link StoredObject#etag}; null: any. */
    boolean delete(ObjectKey key, @Nullable String ifMatch) throws IOException;

    /**
     * Gives a deleted name its last bytes back. {@link StorageException.NoSuchObject} when nothing of it was deleted or a
     * compaction has taken the bytes, {@link StorageException.AlreadyExists} when the name is in use.
     */
    StoredObject undelete(ObjectKey key) throws IOException;

    /**
     * Gives an object another name in its collection; no bytes move. {@link StorageException.NoSuchObject} when it is not
     * there, {@link StorageException.AlreadyExists} when the new name is in use.
     */
    StoredObject rename(ObjectKey key, String newName) throws IOException;

    /**
     * One page of a collection in byte order of the names.
     *
     * @param prefix only names that start with it; "" for all
     * @param after only names behind it; null from the first
     * @param limit at most so many, 1 to 10,000
     */
    List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit)
            throws IOException;

    /**
     * One page of a collection in byte order, with names that share a start up to a delimiter told once.
     *
     * @param prefix only names that start with it; "" for all
     * @param delimiter one or more characters, looked for behind the prefix; "" for none
     * @param after only names and starts behind it; null from the first
     * @param limit at most so many names and starts together, 1 to 10,000
     */
    Listing list(CollectionId collection, String prefix, String delimiter, @Nullable String after, int limit)
            throws IOException;

    /** The objects known to be damaged, in byte order of their names, a sentence each: what, where, expected, found. */
    List<Damage> damages(CollectionId collection, @Nullable String after, int limit) throws IOException;

    @Override
    void close();
}
