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
        return BlockHeader.BYTES + data.length() + trailer.estimatedBytes() + 8;
    }

    /** The block of another volume with its data as it is and a trailer of its own. */
    public static Append copy(BlockHeader header, BlockData data, Trailer trailer) {
        return new Append(header.type(), header.crc(), data, trailer);
    }
}
