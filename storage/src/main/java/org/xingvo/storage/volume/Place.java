package org.xingvo.storage.volume;

import java.nio.ByteBuffer;
import org.xingvo.storage.CollectionId;

/**
 * Where a block is, and what its header says. Immutable.
 *
 * @param volume the volume
 * @param offset of the block's header, a multiple of 8
 * @param header of the block
 * @param trailerBytes length of the trailer without padding
 */
public record Place(VolumeId volume, long offset, BlockHeader header, int trailerBytes) {
    /** Length of {@link #encode}: volume 2, generation 4, block 4, offset 8, compression 1, lengths and CRC 12, trailer 4. */
    public static final int BYTES = 35;

    public void encode(ByteBuffer out) {
        out.putShort((short) volume.number())
                .putInt(volume.generation())
                .putInt(VolumeId.blockOf(header.id()))
                .putLong(offset)
                .put((byte) header.compression())
                .putInt((int) header.storedBytes())
                .putInt((int) header.originalBytes())
                .putInt(header.crc())
                .putInt(trailerBytes);
    }

    public static Place decode(ByteBuffer in, CollectionId collection, int type) {
        int number = in.getShort();
        VolumeId volume = new VolumeId(collection, number, in.getInt());
        int block = in.getInt();
        long offset = in.getLong();
        int compression = Byte.toUnsignedInt(in.get());
        long stored = Integer.toUnsignedLong(in.getInt());
        long original = Integer.toUnsignedLong(in.getInt());
        BlockHeader header =
                new BlockHeader(volume.blockId(block), 0, compression, type, stored, original, in.getInt());
        return new Place(volume, offset, header, in.getInt());
    }

    /** Bytes from header to padding. */
    public long bytes() {
        return end() - offset;
    }

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
