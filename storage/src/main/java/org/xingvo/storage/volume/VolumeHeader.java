package org.xingvo.storage.volume;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.StorageException;

/**
 * The first 64 bytes of a volume (docs/storage-format.md, "Volume header"). Immutable.
 *
 * @param version of the format; a volume of an older one is read and not appended to
 * @param id collection, number, generation
 * @param node the store that made it
 * @param created when it was made
 * @param sealed when it was closed to writes, {@link Instant#EPOCH} while it is open; written later, with a CRC of its
 *     own
 */
public record VolumeHeader(int version, VolumeId id, long node, Instant created, Instant sealed) {
    public static final int BYTES = 64;
    public static final int FORMAT_VERSION = 2;
    /** "XINGVOL" and a line feed. */
    public static final long MAGIC = 0x58494E47564F4C0AL;

    static final int SEALED_AT = 48;
    private static final int SEALED_BYTES = 12;
    private static final int CRC_AT = 60;

    public ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC)
                .putShort((short) version)
                .putShort((short) BYTES)
                .putInt(0)
                .putLong(node)
                .putInt(id.collection().value())
                .putShort((short) id.number())
                .putShort((short) 0)
                .putInt(id.generation())
                .putInt(0)
                .putLong(Times.micros(created));
        out.put(SEALED_AT, encodeSealed(sealed), 0, SEALED_BYTES);
        out.putInt(CRC_AT, crc(out, 0, SEALED_AT));
        return out.clear();
    }

    /** The 12 bytes at {@link #SEALED_AT}: time and its CRC. */
    static ByteBuffer encodeSealed(Instant sealed) {
        ByteBuffer out = ByteBuffer.allocate(SEALED_BYTES).putLong(0, Times.micros(sealed));
        return out.putInt(8, crc(out, 0, 8));
    }

    /**
     * Reads a header back.
     *
     * @param in at least 64 bytes from its position
     * @param where named in messages
     */
    public static VolumeHeader decode(ByteBuffer in, String where) {
        ByteBuffer copy = ByteBuffer.allocate(BYTES);
        copy.put(0, in, in.position(), BYTES);
        long magic = copy.getLong(0);
        if (magic != MAGIC) {
            throw new StorageException.Damaged(
                    "%s, offset 0: expected magic %016X, found %016X".formatted(where, MAGIC, magic));
        }
        checkCrc(copy.getInt(CRC_AT), crc(copy, 0, SEALED_AT), where);
        int version = copy.getShort(8);
        if (version > FORMAT_VERSION) {
            throw new StorageException.Unusable("%s: format version %d is newer than this program reads (up to %d)"
                    .formatted(where, version, FORMAT_VERSION));
        }
        checkCrc(copy.getInt(SEALED_AT + 8), crc(copy, SEALED_AT, 8), where + ", sealed");
        return decoded(copy, Times.instant(copy.getLong(SEALED_AT)));
    }

    /**
     * What a header says of a volume whose seal cannot be read, as a machine leaves it that fails while it writes the seal;
     * empty if the rest is not good either. Whether the volume was closed is not known.
     */
    static Optional<VolumeHeader> decodeUnsealed(ByteBuffer in) {
        boolean whole = in.remaining() >= BYTES
                && in.getLong(in.position()) == MAGIC
                && in.getShort(in.position() + 8) <= FORMAT_VERSION;
        if (!whole) {
            return Optional.empty();
        }
        ByteBuffer copy = ByteBuffer.allocate(BYTES);
        copy.put(0, in, in.position(), BYTES);
        return copy.getInt(CRC_AT) == crc(copy, 0, SEALED_AT)
                ? Optional.of(decoded(copy, Instant.EPOCH))
                : Optional.empty();
    }

    private static VolumeHeader decoded(ByteBuffer header, Instant sealed) {
        VolumeId id = new VolumeId(new CollectionId(header.getInt(24)), header.getShort(28), header.getInt(32));
        return new VolumeHeader(header.getShort(8), id, header.getLong(16), Times.instant(header.getLong(40)), sealed);
    }

    private static void checkCrc(int expected, int found, String where) {
        if (expected != found) {
            throw new StorageException.Damaged(
                    "%s, volume header: expected CRC32C %08X, found %08X".formatted(where, expected, found));
        }
    }

    private static int crc(ByteBuffer header, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(start, length));
        return (int) crc.getValue();
    }
}
