package org.xingvo.storage.volume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What follows a block's data (docs/storage-format.md, "Trailer"). Immutable; arrays must not be changed by the
 * receiver.
 *
 * @param kind code of {@link Kind}
 * @param extent which extent of the object this is, from 0
 * @param extents how many the object has
 * @param sequence number of the change, growing over the whole store
 * @param timeMicros when, microseconds since 1970
 * @param objectBytes original length of the whole object
 * @param durableBefore everything in the volume before this offset was durable when this block was written
 * @param sha256 of the whole object, 32 bytes
 * @param md5 of the whole object, 16 bytes
 * @param name UTF-8
 * @param mediaType text
 * @param attachment as it is stored: 4 bytes of original length, then zstd; null: none
 * @param reference of DELETE, UNDELETE and RENAME: where the data is; else null
 * @param oldName of RENAME: the name that became free, UTF-8; else null
 * @param frames how the data is framed; null: it is not compressed, or one frame
 */
public record Trailer(
        int kind,
        int extent,
        int extents,
        long sequence,
        long timeMicros,
        long objectBytes,
        long durableBefore,
        byte[] sha256,
        byte[] md5,
        byte[] name,
        String mediaType,
        byte @Nullable [] attachment,
        @Nullable Reference reference,
        byte @Nullable [] oldName,
        @Nullable FrameTable frames) {
    /** "XTRL". */
    public static final int MAGIC = 0x5854524C;

    public static final int VERSION = 1;
    public static final int FIXED_BYTES = 112;
    /** Header of a field: tag 2, zero 2, length 4. */
    public static final int FIELD_BYTES = 8;
    /** Field of the attachment. */
    public static final int TAG_ATTACHMENT = 1;

    private static final int TAG_FRAMES = 2;
    private static final int TAG_REFERENCE = 3;
    private static final int TAG_OLD_NAME = 4;

    private static final int CRC_BYTES = 4;
    /** Fixed part, name, media type, CRC. */
    public static final int MIN_BYTES = FIXED_BYTES + 1 + CRC_BYTES;
    /** Longest: an attachment of 16 MiB that zstd could not make smaller, and room for fields to come. */
    public static final int MAX_BYTES = 24 << 20;

    private static final int DURABLE_AT = 48;

    /** One without a table of frames. */
    public Trailer(
            int kind,
            int extent,
            int extents,
            long sequence,
            long timeMicros,
            long objectBytes,
            long durableBefore,
            byte[] sha256,
            byte[] md5,
            byte[] name,
            String mediaType,
            byte @Nullable [] attachment,
            @Nullable Reference reference,
            byte @Nullable [] oldName) {
        this(
                kind,
                extent,
                extents,
                sequence,
                timeMicros,
                objectBytes,
                durableBefore,
                sha256,
                md5,
                name,
                mediaType,
                attachment,
                reference,
                oldName,
                null);
    }

    public Trailer withDurableBefore(long offset) {
        return with(sequence, offset, name, reference, frames);
    }

    public Trailer withFrames(@Nullable FrameTable table) {
        return with(sequence, durableBefore, name, reference, table);
    }

    /** The same block of the object under another name, or of a later change. */
    public Trailer withName(byte[] name, long sequence) {
        return with(sequence, durableBefore, name, reference, frames);
    }

    /** The same record with its data elsewhere. */
    public Trailer withReference(Reference reference) {
        return with(sequence, durableBefore, name, reference, frames);
    }

    private Trailer with(
            long sequence,
            long durableBefore,
            byte[] name,
            @Nullable Reference reference,
            @Nullable FrameTable frames) {
        return new Trailer(
                kind,
                extent,
                extents,
                sequence,
                timeMicros,
                objectBytes,
                durableBefore,
                sha256,
                md5,
                name,
                mediaType,
                attachment,
                reference,
                oldName,
                frames);
    }

    /** The fields by tag, in the order they are written. */
    private Map<Integer, byte[]> fields() {
        Map<Integer, byte[]> fields = new TreeMap<>();
        if (attachment != null) {
            fields.put(TAG_ATTACHMENT, attachment);
        }
        if (frames != null) {
            fields.put(TAG_FRAMES, frames.encode());
        }
        if (reference != null) {
            fields.put(TAG_REFERENCE, reference.encode());
        }
        if (oldName != null) {
            fields.put(TAG_OLD_NAME, oldName);
        }
        return fields;
    }

    /** About how long the trailer is; never less. */
    public long estimatedBytes() {
        long fields = (attachment == null ? 0L : FIELD_BYTES + attachment.length)
                + (frames == null ? 0 : FIELD_BYTES + frames.bytes())
                + (reference == null ? 0 : FIELD_BYTES + reference.bytes())
                + (oldName == null ? 0 : FIELD_BYTES + oldName.length);
        return FIXED_BYTES + name.length + 3L * mediaType.length() + fields + CRC_BYTES;
    }

    /** The trailer with its CRC, without padding. */
    public ByteBuffer encode(BlockHeader header) {
        byte[] media = mediaType.getBytes(StandardCharsets.UTF_8);
        Map<Integer, byte[]> fields = fields();
        int length = FIXED_BYTES + name.length + media.length + CRC_BYTES;
        for (byte[] field : fields.values()) {
            length += FIELD_BYTES + field.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(MAGIC)
                .putInt(length)
                .put((byte) VERSION)
                .put((byte) kind)
                .putShort((short) name.length)
                .putInt(extent)
                .putInt(extents)
                .putInt(0)
                .putLong(sequence)
                .putLong(timeMicros)
                .putLong(objectBytes)
                .putLong(durableBefore)
                .put(sha256)
                .put(md5)
                .putShort((short) media.length)
                .putShort((short) fields.size())
                .putInt(0)
                .put(name)
                .put(media);
        fields.forEach((tag, field) -> out.putShort(tag.shortValue())
                .putShort((short) 0)
                .putInt(field.length)
                .put(field));
        out.putInt(crc(header, out));
        return out.flip();
    }

    /** Length that stands in a trailer's first 8 bytes; -1 if they cannot be the start of one. */
    public static int lengthAt(ByteBuffer in, int index) {
        if (in.getInt(index) != MAGIC) {
            return -1;
        }
        int length = in.getInt(index + 4);
        return length < MIN_BYTES || length > MAX_BYTES ? -1 : length;
    }

    /**
     * Reads a trailer back.
     *
     * @param in array-backed, exactly the trailer between position and limit
     * @return null if the CRC over header and trailer is wrong or the parts do not fit
     */
    public static @Nullable Trailer decode(BlockHeader header, ByteBuffer in) {
        ByteBuffer t = in.slice();
        int length = t.limit();
        if (lengthAt(t, 0) != length) {
            return null;
        }
        t.position(length - CRC_BYTES);
        if (t.getInt(length - CRC_BYTES) != crc(header, t)) {
            return null;
        }
        int nameLength = Short.toUnsignedInt(t.getShort(10));
        int mediaLength = Short.toUnsignedInt(t.getShort(104));
        int fields = Short.toUnsignedInt(t.getShort(106));
        int end = length - CRC_BYTES;
        if (FIXED_BYTES + nameLength + mediaLength > end) {
            return null;
        }
        byte[] attachment = null;
        Reference reference = null;
        byte[] oldName = null;
        FrameTable frames = null;
        int at = FIXED_BYTES + nameLength + mediaLength;
        for (int i = 0; i < fields; i++) {
            if (at + FIELD_BYTES > end) {
                return null;
            }
            int tag = Short.toUnsignedInt(t.getShort(at));
            int size = t.getInt(at + 4);
            if (size < 0 || size > end - at - FIELD_BYTES) {
                return null;
            }
            byte[] field = bytes(t, at + FIELD_BYTES, size);
            switch (tag) {
                case TAG_ATTACHMENT -> attachment = field;
                case TAG_FRAMES -> {
                    frames = FrameTable.decode(field);
                    if (frames == null) {
                        return null;
                    }
                }
                case TAG_REFERENCE -> reference = Reference.decode(VolumeId.collectionOf(header.id()), field);
                case TAG_OLD_NAME -> oldName = field;
                default -> {}
            }
            at += FIELD_BYTES + size;
        }
        return new Trailer(
                t.get(9),
                t.getInt(12),
                t.getInt(16),
                t.getLong(24),
                t.getLong(32),
                t.getLong(40),
                t.getLong(DURABLE_AT),
                bytes(t, 56, 32),
                bytes(t, 88, 16),
                bytes(t, FIXED_BYTES, nameLength),
                new String(bytes(t, FIXED_BYTES + nameLength, mediaLength), StandardCharsets.UTF_8),
                attachment,
                reference,
                oldName,
                frames);
    }

    private static byte[] bytes(ByteBuffer in, int at, int length) {
        byte[] out = new byte[length];
        in.get(at, out);
        return out;
    }

    /** CRC32C over the block header with its flag zeroed and the trailer up to the buffer's position. */
    private static int crc(BlockHeader header, ByteBuffer trailer) {
        ByteBuffer head = ByteBuffer.allocate(BlockHeader.BYTES);
        header.encode(head);
        head.put(BlockHeader.FLAG_AT, (byte) 0);
        CRC32C crc = new CRC32C();
        crc.update(head.array());
        crc.update(trailer.array(), trailer.arrayOffset(), trailer.position());
        return (int) crc.getValue();
    }

    @Override
    public String toString() {
        return "trailer of " + new String(name, StandardCharsets.UTF_8) + ", sequence " + sequence + ", "
                + Arrays.toString(new int[] {extent, extents});
    }
}
