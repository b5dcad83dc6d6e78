package org.xingvo.storage.volume;

/**
 * One block to append: the medium adds id, offset and what it knows of durability. Immutable.
 *
 * @param type code of the registry of types
 * @param compression code of the data's compression
 * @param originalBytes length of the data before compression, at most 4 GiB - 1
 * @param crc CRC32C of the data as it is stored
 * @param data as it is to be stored
 * @param trailer everything but {@code durableBefore}
 */
public record Append(int type, int compression, long originalBytes, int crc, BlockData data, Trailer trailer) {
    /** A block whose data is not compressed. */
    public Append(int type, int crc, BlockData data, Trailer trailer) {
        this(type, 0, data.length(), crc, data, trailer);
    }

    /** Bytes in the volume, padding and all, but for a few. */
    public long estimatedBytes() {
        return BlockHeader.BYTES + data.length() + trailer.estimatedBytes() + 8;
    }

    /** The block of another volume with its data as it is and a trailer of its own. */
    public static Append copy(BlockHeader header, BlockData data, Trailer trailer) {
        return new Append(header.type(), header.compression(), header.originalBytes(), header.crc(), data, trailer);
    }
}
