package org.xingvo.storage.volume;

/**
 * One block to append: the medium adds id, offset and what it knows of durability. Immutable.
 *
 * @param type code of the registry of types
 * @param crc CRC32C of the data
 * @param data not compressed
 * @param trailer everything but {@code durableBefore}
 */
public record Append(int type, int crc, BlockData data, Trailer trailer) {
    /** Bytes in the volume, padding and all, but for a few. */
    public long estimatedBytes() {
        byte[] attachment = trailer.attachment();
        return BlockHeader.BYTES
                + data.length()
                + Trailer.MIN_BYTES
                + trailer.name().length
                + 3L * trailer.mediaType().length()
                + (attachment == null ? 0 : Trailer.FIELD_BYTES + attachment.length)
                + 8;
    }
}
