package org.xingvo.ingest.load;

import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;

/**
 * A file of the space whose turn it is to become a table. Immutable.
 *
 * @param queueId of its row in archive.table_queue
 * @param storeId the collection of files of users in the store
 * @param name of the node, for messages
 * @param storePath name of the bytes in the store
 * @param loadedPath of the bytes that its table was made of; null: it has none
 * @param number of its table so far; null: it has none
 * @param refusal why its bytes so far were none; null: nothing was said
 */
public record SpaceFile(
        long queueId,
        long nodeId,
        CollectionId storeId,
        String name,
        String storePath,
        String owner,
        long bytes,
        String mediaType,
        @Nullable String loadedPath,
        @Nullable Integer number,
        @Nullable String refusal) {
    /** True if its table is that of its bytes, as after a file was brought back from the trash. */
    boolean isLoaded() {
        return storePath.equals(loadedPath);
    }
}
