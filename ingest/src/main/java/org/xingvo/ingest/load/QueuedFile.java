package org.xingvo.ingest.load;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;

/**
 * One row of the queue: a file that is stored and waits for its headers to be read. Immutable.
 *
 * @param id of the row
 * @param collection where it belongs
 * @param path name of the bytes in the store
 * @param accessPath below the public URL; empty: as files of the collection have it
 * @param publisherDid its identity
 * @param accessClass who may see it where no description says
 * @param attempts how often it was tried
 * @param knownSha256 of the bytes that are catalogued; not to be changed by the receiver; null: none
 * @param knownModified when they were written; null: none
 */
public record QueuedFile(
        long id,
        CollectionHandle collection,
        String path,
        String accessPath,
        String publisherDid,
        int accessClass,
        int attempts,
        byte @Nullable [] knownSha256,
        @Nullable Instant knownModified) {

    /** The same with a path below the public URL. */
    public QueuedFile at(String path) {
        return new QueuedFile(
                id, collection, this.path, path, publisherDid, accessClass, attempts, knownSha256, knownModified);
    }

    /** True for a file that a user has put into the space. */
    public boolean isOfSpace() {
        return collection.name().equals("home");
    }

    /** How it is called to people. */
    String source() {
        return accessPath.isEmpty() ? path : accessPath;
    }

    /** Who may know that it was refused. */
    int guard() {
        return collection.description() == null ? accessClass : collection.guard();
    }

    /** The collection's number in the store. */
    public CollectionId storeId() {
        return collection.storeId();
    }
}
