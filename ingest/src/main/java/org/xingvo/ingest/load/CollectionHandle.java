package org.xingvo.ingest.load;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.storage.CollectionId;

/**
 * A collection as the catalogue knows it. Immutable.
 *
 * @param id in archive.collection
 * @param storeId of its bytes
 * @param name in paths and DIDs
 * @param accessClass of the collection, and of every file unless there is an embargo
 * @param readers those who see files under an embargo that begins with the observation; null: there is none
 * @param revision changes whenever anything here does
 * @param description null: it has no table of its own
 */
public record CollectionHandle(
        int id,
        CollectionId storeId,
        String name,
        int accessClass,
        @Nullable Integer readers,
        long revision,
        @Nullable CollectionDescription description) {

    /** The class of those who may know of every file in it. */
    public int guard() {
        return readers == null ? accessClass : readers;
    }
}
