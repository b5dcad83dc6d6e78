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
 * @param accessClass of everything in it
 * @param description null: it has no table of its own
 */
public record CollectionHandle(
        int id,
        CollectionId storeId,
        String name,
        int accessClass,
        @Nullable CollectionDescription description) {}
