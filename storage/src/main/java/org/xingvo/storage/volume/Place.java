package org.xingvo.storage.volume;

/**
 * Where a block is, and what its header says. Immutable.
 *
 * @param volume the volume
 * @param offset of the block's header, a multiple of 8
 * @param header of the block
 * @param trailerBytes length of the trailer without padding
 */
public record Place(VolumeId volume, long offset, BlockHeader header, int trailerBytes) {
    public long dataOffset() {
        return offset + BlockHeader.BYTES;
    }

    public long trailerOffset() {
        return dataOffset() + header.storedBytes();
    }

    /** Where the next block begins. */
    public long end() {
        return pad(trailerOffset() + trailerBytes);
    }

    static long pad(long offset) {
        return offset + 7 & ~7L;
    }
}
