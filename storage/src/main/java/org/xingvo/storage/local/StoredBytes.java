package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.volume.FrameTable;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;

/**
 * Reads the data of extents as it is stored. The CRC32C of an extent is checked whenever all its bytes pass, in one read
 * or in reads that follow each other from its first byte; extents up to 256 KiB are checked whole whatever is read of
 * them. {@link FrameReader} checks pieces of longer ones. One thread at a time.
 */
final class StoredBytes {
    /** Extents up to this length are read whole. */
    static final int SMALL_BYTES = FrameTable.PLAIN_FRAME_BYTES;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Medium medium;
    private final String name;
    private final CRC32C crc = new CRC32C();
    /** The small extent that was checked last. */
    private @Nullable Place checked;

    private ByteBuffer checkedBytes = NOTHING;
    /** The extent that is read in sequence, and how far. */
    private @Nullable Place followed;

    private long followedTo;

    /**
     * Reads for one object.
     *
     * @param name of the object, for messages
     */
    StoredBytes(Medium medium, String name) {
        this.medium = medium;
        this.name = name;
    }

    /** Reads at a position within the extent's data, as much as the target and the extent have. */
    int read(Place place, ByteBuffer target, long at) throws IOException {
        long length = place.header().storedBytes();
        int n = (int) Math.min(target.remaining(), length - at);
        int first = target.position();
        if (n == length) {
            readFully(place, target, 0, n);
            check(place, place.header().crc(), target, first);
        } else if (length <= SMALL_BYTES) {
            target.put(small(place).slice((int) at, n));
        } else {
            readFully(place, target, at, n);
            follow(place, target, first, at, n);
        }
        return n;
    }

    /** All of an extent of at most {@link #SMALL_BYTES}, checked; not to be changed. */
    ByteBuffer small(Place place) throws IOException {
        if (!place.equals(checked)) {
            int length = (int) place.header().storedBytes();
            checked = null;
            checkedBytes = ByteBuffer.allocate(length);
            readFully(place, checkedBytes, 0, length);
            check(place, place.header().crc(), checkedBytes, 0);
            checkedBytes.flip();
            checked = place;
        }
        return checkedBytes;
    }

    private void follow(Place place, ByteBuffer target, int first, long at, int n) {
        if (at == 0) {
            crc.reset();
            followed = place;
            followedTo = 0;
        }
        if (followedTo == at && place.equals(followed)) {
            crc.update(target.slice(first, n));
            followedTo += n;
            if (followedTo == place.header().storedBytes()) {
                followed = null;
                compare(place, place.header().crc(), target, first);
            }
        } else {
            followed = null;
        }
    }

    /** Checks what was read from a position of a buffer on; puts the position back there if it is wrong. */
    void check(Place place, int expected, ByteBuffer target, int first) {
        followed = null;
        crc.reset();
        crc.update(target.slice(first, target.position() - first));
        compare(place, expected, target, first);
    }

    private void compare(Place place, int expected, ByteBuffer target, int first) {
        int found = (int) crc.getValue();
        if (found != expected) {
            target.position(first);
            throw damaged(place, "expected CRC32C %08X, found %08X".formatted(expected, found));
        }
    }

    StorageException.Damaged damaged(Place place, String what) {
        return new StorageException.Damaged(
                "%s, offset %d, %s: %s".formatted(place.volume(), place.offset(), name, what));
    }

    /** Reads so many bytes from a position within the data, unchecked. */
    void readFully(Place place, ByteBuffer target, long at, int n) throws IOException {
        int limit = target.limit();
        long position = place.dataOffset() + at;
        try {
            target.limit(target.position() + n);
            while (target.hasRemaining()) {
                int got = medium.read(place.volume(), target, position);
                if (got < 0) {
                    throw new StorageException.Damaged("%s, offset %d, %s: expected %,d bytes more, found the end"
                            .formatted(place.volume(), position, name, target.remaining()));
                }
                position += got;
            }
        } finally {
            target.limit(limit);
        }
    }

    void forget() {
        checked = null;
        checkedBytes = NOTHING;
        followed = null;
    }
}
