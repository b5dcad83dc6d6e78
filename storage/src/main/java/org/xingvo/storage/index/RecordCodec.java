package org.xingvo.storage.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.Damage;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.VolumeId;

/** Keys and values of the index as bytes (docs/storage-format.md, "Index"). Every value ends with a CRC32C. */
final class RecordCodec {
    private static final int VERSION = 1;
    private static final int FIXED = 80;
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
                ByteBuffer.allocate(FIXED + media.length + entry.extents().size() * Place.BYTES + CRC);
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
            place.encode(out);
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
            places.add(Place.decode(in, objectKey.collection(), type));
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

    /** A mark with the volume that its key names. */
    static Mark decodeMark(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(key);
        CollectionId collection = new CollectionId(in.getInt());
        return decodeMark(new VolumeId(collection, in.getShort(), 1), key, value);
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

    /** Collection, volume, generation, block: which block of which volume, for as long as there are volumes. */
    static byte[] placeKey(Place place) {
        return ByteBuffer.allocate(12)
                .putLong(place.header().id())
                .putInt(place.volume().generation())
                .array();
    }

    static byte[] partKey(CollectionId collection, long sequence, int extent) {
        return ByteBuffer.allocate(16)
                .putInt(collection.value())
                .putLong(sequence)
                .putInt(extent)
                .array();
    }

    static byte[] encode(byte[] key, Place place) {
        ByteBuffer out = ByteBuffer.allocate(Place.BYTES + CRC);
        place.encode(out);
        return seal(key, out);
    }

    static Place decodePlace(CollectionId collection, int type, byte[] key, byte[] value) {
        return Place.decode(open(key, value, Place.BYTES, "part of an object"), collection, type);
    }

    static byte[] usageKey(CollectionId collection) {
        return ByteBuffer.allocate(4).putInt(collection.value()).array();
    }

    static byte[] usageKey(VolumeId volume) {
        return ByteBuffer.allocate(10)
                .putInt(volume.collection().value())
                .putShort((short) volume.number())
                .putInt(volume.generation())
                .array();
    }

    static byte[] encode(byte[] key, Usage usage) {
        return seal(key, ByteBuffer.allocate(16 + CRC).putLong(usage.count()).putLong(usage.bytes()));
    }

    static Usage decodeUsage(byte[] key, byte[] value) {
        ByteBuffer in = open(key, value, 16, "usage");
        return new Usage(in.getLong(), in.getLong());
    }

    static byte[] encode(byte[] key, Damage damage) {
        byte[] what = damage.what().getBytes(StandardCharsets.UTF_8);
        return seal(
                key,
                ByteBuffer.allocate(8 + what.length + CRC)
                        .putLong(Times.micros(damage.since()))
                        .put(what));
    }

    static Damage decodeDamage(byte[] key, byte[] value) {
        ObjectKey objectKey = objectKey(key);
        ByteBuffer in = open(key, value, 8, "damage of " + objectKey.name());
        long since = in.getLong();
        String what = new String(value, 8, value.length - 8 - CRC, StandardCharsets.UTF_8);
        return new Damage(objectKey, what, Times.instant(since));
    }

    static byte[] encode(byte[] key, Freed freed) {
        byte[] last = freed.last() == null ? new byte[0] : encode(key, freed.last());
        return seal(
                key,
                ByteBuffer.allocate(8 + last.length + CRC)
                        .putLong(freed.sequence())
                        .put(last));
    }

    static Freed decodeFreed(byte[] key, byte[] value) {
        ByteBuffer in = open(key, value, 8, "freed name " + objectKey(key).name());
        byte[] last = Arrays.copyOfRange(value, 8, value.length - CRC);
        return new Freed(in.getLong(), last.length == 0 ? null : decode(key, last));
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
