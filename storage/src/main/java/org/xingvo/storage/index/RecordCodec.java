package org.xingvo.storage.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.VolumeId;

/** Keys and values of the index as bytes (docs/storage-format.md, "Index"). Every value ends with a CRC32C. */
final class RecordCodec {
    private static final int VERSION = 1;
    private static final int FIXED = 80;
    private static final int EXTENT = 35;
    private static final int CRC = 4;

    private RecordCodec() {}

    static byte[] key(CollectionId collection, byte[] name) {
        return ByteBuffer.allocate(4 + name.length)
                .putInt(collection.value())
                .put(name)
                .array();
    }

    static byte[] key(ObjectKey key) {
        return key(key.collection(), key.name().getBytes(StandardCharsets.UTF_8));
    }

    static ObjectKey objectKey(byte[] key) {
        return new ObjectKey(
                new CollectionId(ByteBuffer.wrap(key).getInt()),
                new String(key, 4, key.length - 4, StandardCharsets.UTF_8));
    }

    static byte[] encode(byte[] key, IndexRecord entry) {
        StoredObject object = entry.object();
        byte[] media = object.mediaType().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(FIXED + media.length + entry.extents().size() * EXTENT + CRC);
        out.put((byte) VERSION)
                .put((byte) 0)
                .putShort((short) entry.type())
                .putShort((short) media.length)
                .putShort((short) entry.extents().size())
                .putLong(entry.sequence())
                .putLong(Times.micros(object.stored()))
                .putLong(object.sizeBytes())
                .put(object.sha256())
                .put(object.md5())
                .put(media);
        for (Place place : entry.extents()) {
            BlockHeader header = place.header();
            out.putShort((short) place.volume().number())
                    .putInt(place.volume().generation())
                    .putInt(VolumeId.blockOf(header.id()))
                    .putLong(place.offset())
                    .put((byte) header.compression())
                    .putInt((int) header.storedBytes())
                    .putInt((int) header.originalBytes())
                    .putInt(header.crc())
                    .putInt(place.trailerBytes());
        }
        return seal(key, out);
    }

    static IndexRecord decode(byte[] key, byte[] value) {
        ObjectKey objectKey = objectKey(key);
        ByteBuffer in = open(key, value, FIXED, objectKey.name());
        in.getShort();
        int type = Short.toUnsignedInt(in.getShort());
        byte[] media = new byte[Short.toUnsignedInt(in.getShort())];
        int extents = Short.toUnsignedInt(in.getShort());
        long sequence = in.getLong();
        long time = in.getLong();
        long size = in.getLong();
        byte[] sha256 = new byte[32];
        byte[] md5 = new byte[16];
        in.get(sha256).get(md5).get(media);
        List<Place> places = new ArrayList<>(extents);
        for (int i = 0; i < extents; i++) {
            int number = in.getShort();
            VolumeId volume = new VolumeId(objectKey.collection(), number, in.getInt());
            int block = in.getInt();
            long offset = in.getLong();
            int compression = Byte.toUnsignedInt(in.get());
            long stored = Integer.toUnsignedLong(in.getInt());
            long original = Integer.toUnsignedLong(in.getInt());
            BlockHeader header =
                    new BlockHeader(volume.blockId(block), 0, compression, type, stored, original, in.getInt());
            places.add(new Place(volume, offset, header, in.getInt()));
        }
        StoredObject object = new StoredObject(
                objectKey, size, new String(media, StandardCharsets.UTF_8), sha256, md5, Times.instant(time));
        return new IndexRecord(object, sequence, type, places);
    }

    static byte[] markKey(VolumeId volume) {
        return ByteBuffer.allocate(6)
                .putInt(volume.collection().value())
                .putShort((short) volume.number())
                .array();
    }

    static byte[] encode(byte[] key, Mark mark) {
        return seal(
                key,
                ByteBuffer.allocate(20 + CRC)
                        .putInt(mark.volume().generation())
                        .putLong(mark.offset())
                        .putInt(mark.nextBlock())
                        .putInt(mark.closed() ? 1 : 0));
    }

    static Mark decodeMark(VolumeId volume, byte[] key, byte[] value) {
        ByteBuffer in = open(key, value, 20, "mark of " + volume);
        VolumeId found = new VolumeId(volume.collection(), volume.number(), in.getInt());
        return new Mark(found, in.getLong(), in.getInt(), in.getInt() == 1);
    }

    static byte[] encode(byte[] key, long number) {
        return seal(key, ByteBuffer.allocate(8 + CRC).putLong(number));
    }

    static long decodeNumber(byte[] key, byte[] value) {
        return open(key, value, 8, "number " + new String(key, StandardCharsets.UTF_8))
                .getLong();
    }

    private static byte[] seal(byte[] key, ByteBuffer out) {
        byte[] value = new byte[out.capacity()];
        out.get(0, value, 0, out.position());
        return ByteBuffer.wrap(value)
                .putInt(out.position(), crc(key, value, out.position()))
                .array();
    }

    private static ByteBuffer open(byte[] key, byte[] value, int least, String what) {
        ByteBuffer in = ByteBuffer.wrap(value);
        int length = value.length - CRC;
        if (length < least || in.getInt(length) != crc(key, value, length)) {
            throw new StorageException.Damaged(
                    "index, %s: expected a record with a good CRC32C, found %d bytes without".formatted(what, length));
        }
        return in;
    }

    private static int crc(byte[] key, byte[] value, int length) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(value, 0, length);
        return (int) crc.getValue();
    }
}
