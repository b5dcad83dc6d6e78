package org.xingvo.ingest.load;

/**
 * A file that is already in the catalogue. The digest must not be changed by the receiver. Immutable.
 *
 * @param collectionId in archive.collection
 * @param sha256 of its bytes
 */
public record KnownDataset(int collectionId, String path, byte[] sha256) {}
