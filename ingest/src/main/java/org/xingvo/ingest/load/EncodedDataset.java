package org.xingvo.ingest.load;

import org.jspecify.annotations.Nullable;

/**
 * One file as rows ready for COPY. The arrays are handed over. Immutable.
 *
 * @param source the file as people named it
 * @param table of the collection; null: none
 * @param key of the observation; null: the path
 * @param supersedes number of the version that the catalogued bytes of this DID became; 0: there are none, or they are
 *     forgotten
 */
public record EncodedDataset(
        String source,
        String publisherDid,
        @Nullable CollectionHandle table,
        byte[] dataset,
        byte[] hdus,
        byte[] obscore,
        byte[] data,
        @Nullable String key,
        int supersedes) {

    /** The same in place of bytes that are kept as the version of this number; 0: of none. */
    public EncodedDataset superseding(int version) {
        return new EncodedDataset(source, publisherDid, table, dataset, hdus, obscore, data, key, version);
    }

    /** Bytes held. */
    public int weight() {
        return dataset.length + hdus.length + obscore.length + data.length;
    }
}
