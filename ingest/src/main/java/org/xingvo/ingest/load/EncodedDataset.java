package org.xingvo.ingest.load;

import org.jspecify.annotations.Nullable;

/**
 * One file as rows ready for COPY. The arrays are handed over. Immutable.
 *
 * @param source the file as people named it
 * @param table of the collection; null: none
 */
public record EncodedDataset(
        String source,
        String publisherDid,
        @Nullable CollectionHandle table,
        byte[] dataset,
        byte[] hdus,
        byte[] obscore,
        byte[] data) {

    /** Bytes held. */
    public int weight() {
        return dataset.length + hdus.length + obscore.length + data.length;
    }
}
