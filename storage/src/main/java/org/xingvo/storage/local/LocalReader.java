package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;

/**
 * Reads one object from its extents. The CRC32C of an extent is checked whenever all its bytes pass, in one read or in
 * reads that follow each other from its first byte; extents up to 64 KiB are checked whole whatever is read of them.
 */
final class LocalReader implements ObjectReader {
    private static final int SMALL_BYTES = 64 << 10;
    private static final int STREAM_BYTES = 256 << 10;

    private final IndexRecord entry;
    private final Medium medium;
    private final Pins pins;
    private final CRC32C crc = new CRC32C();
    /** The small extent that was checked last. */
    private @Nullable Place checked;

    private ByteBuffer checkedBytes = ByteBuffer.allocate(0);
    /** The extent that is read in sequence, and how far. */
    private @Nullable Place followed;

    private long followedTo;

    LocalReader(IndexRecord entry, Medium medium, Pins pins) {
        this.entry = entry;
        this.medium = medium;
        this.pins = pins;
    }

    @Override
    public StoredObject object() {
        return entry.object();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("read position: expected 0 or more, found " + position);
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        long start = 0;
        for (Place place : entry.extents()) {
            long length = place.header().originalBytes();
            if (position < start + length) {
                return readExtent(place, target, position - start);
            }
            start += length;
        }
        return -1;
    }

    private int readExtent(Place place, ByteBuffer target, long at) throws IOException {
        if (place.header().compression() != 0) {
            throw new StorageException.Unusable("%s, offset %d: compression %d is newer than this program reads"
                    .formatted(place.volume(), place.offset(), place.header().compression()));
        }
        long length = place.header().originalBytes();
        int n = (int) Math.min(target.remaining(), length - at);
        int first = target.position();
        if (n == length) {
            readFully(place, target, 0, n);
            crc.reset();
            crc.update(target.slice(first, n));
            check(place, target, first);
        } else if (length <= SMALL_BYTES) {
            ByteBuffer whole = small(place);
            target.put(whole.slice((int) at, n));
        } else {
            readFully(place, target, at, n);
            follow(place, target, first, at, n);
        }
        return n;
    }

    private ByteBuffer small(Place place) throws IOException {
        if (!place.equals(checked)) {
            int length = (int) place.header().originalBytes();
            checked = null;
            checkedBytes = ByteBuffer.allocate(length);
            readFully(place, checkedBytes, 0, length);
            crc.reset();
            crc.update(checkedBytes.flip());
            check(place, checkedBytes, 0);
            followed = null;
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
        if (place.equals(followed) && followedTo == at) {
            crc.update(target.slice(first, n));
            followedTo += n;
            if (followedTo == place.header().originalBytes()) {
                check(place, target, first);
            }
        } else {
            followed = null;
        }
    }

    private void check(Place place, ByteBuffer target, int first) {
        followed = null;
        int found = (int) crc.getValue();
        if (found != place.header().crc()) {
            target.position(first);
            throw new StorageException.Damaged("%s, offset %d, %s: expected CRC32C %08X, found %08X"
                    .formatted(
                            place.volume(),
                            place.offset(),
                            object().key().name(),
                            place.header().crc(),
                            found));
        }
    }

    private void readFully(Place place, ByteBuffer target, long at, int n) throws IOException {
        int limit = target.limit();
        long position = place.dataOffset() + at;
        int end = target.position() + n;
        try {
            target.limit(end);
            while (target.hasRemaining()) {
                int got = medium.read(place.volume(), target, position);
                if (got < 0) {
                    throw new StorageException.Damaged("%s, offset %d, %s: expected %,d bytes more, found the end"
                            .formatted(place.volume(), position, object().key().name(), target.remaining()));
                }
                position += got;
            }
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public InputStream stream(ByteRange range) {
        if (range.start() + range.length() > object().sizeBytes()) {
            throw new IllegalArgumentException("byte range of %s: expected to end at %,d at most, found %,d"
                    .formatted(object().key().name(), object().sizeBytes(), range.start() + range.length()));
        }
        return new RangeStream(range);
    }

    @Override
    public void close() {
        pins.close();
        checked = null;
        checkedBytes = ByteBuffer.allocate(0);
    }

    private final class RangeStream extends InputStream {
        private long at;
        private final long end;

        RangeStream(ByteRange range) {
            this.at = range.start();
            this.end = range.start() + range.length();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (at >= end) {
                return -1;
            }
            int wanted = (int) Math.min(Math.min(length, STREAM_BYTES), end - at);
            int n = LocalReader.this.read(ByteBuffer.wrap(target, offset, wanted), at);
            at += Math.max(0, n);
            return n;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - at);
        }
    }
}
