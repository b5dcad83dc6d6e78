package org.xingvo.storage.volume;

import java.nio.ByteBuffer;

/**
 * The 24 bytes before a block's data (docs/storage-format.md, "Block header"). Immutable.
 *
 * @param id collection 32 bits, volume 12, block 20
 * @param flag a hint only, never trusted: 0 live
 * @param compression code of {@link org.xingvo.storage.codec.Codec}, 0 to 255
 * @param type code of the registry of types, 0 to 65535
 * @param storedBytes length of the data in the volume, unsigned 32 bits
 * @param originalBytes length of the data before compression, unsigned 32 bits
 * @param crc CRC32C of the stored data
 */
public record BlockHeader(long id, int flag, int compression, int type, long storedBytes, long originalBytes, int crc) {
    public static final int BYTES = 24;
    static final int FLAG_AT = 8;

    public void encode(ByteBuffer out) {
        out.putLong(id)
                .put((byte) flag)
                .put((byte) compression)
                .putShort((short) type)
                .putInt((int) storedBytes)
                .putInt((int) originalBytes)
                .putInt(crc);
    }

    public static BlockHeader decode(ByteBuffer in) {
        return new BlockHeader(
                in.getLong(),
                Byte.toUnsignedInt(in.get()),
                Byte.toUnsignedInt(in.get()),
                Short.toUnsignedInt(in.getShort()),
                Integer.toUnsignedLong(in.getInt()),
                Integer.toUnsignedLong(in.getInt()),
                in.getInt());
    }
}
