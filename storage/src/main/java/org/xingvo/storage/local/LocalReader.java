package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.care.Verify;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.index.IndexRecord;
import org.xingvo.storage.volume.FrameTable;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.Place;

/**
 * Reads one object from its extents: {@link StoredBytes} what is stored, {@link FrameReader} what was put, frame by
 * frame.
 */
final class LocalReader implements ObjectReader {
    private static final int STREAM_BYTES = 256 << 10;

    private final IndexRecord entry;
    private final Medium medium;
    private final Pins pins;
    private final Verify.Findings findings;
    private final StoredBytes stored;
    private @Nullable FrameReader frames;

    /**
     * Opens nothing by itself.
     *
     * @param findings told when the bytes turn out to be damaged
     */
    LocalReader(IndexRecord entry, Medium medium, Pins pins, Verify.Findings findings) {
        this.entry = entry;
        this.findings = findings;
        this.medium = medium;
        this.pins = pins;
        this.stored = new StoredBytes(medium, entry.object().key().name());
    }

    @Override
    public StoredObject object() {
        return entry.object();
    }

    private static void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("read position: expected 0 or more, found " + position);
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        checkPosition(position);
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
        try {
            return frames().read(place, target, at);
        } catch (StorageException.Damaged e) {
            findings.damaged(entry, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private FrameReader frames() {
        FrameReader reader = frames;
        if (reader == null) {
            reader = new FrameReader(stored);
            frames = reader;
        }
        return reader;
    }

    @Override
    public @Nullable String encoding() {
        Codec codec = FrameReader.codec(entry.extents().getFirst());
        for (Place place : entry.extents()) {
            if (place.header().compression() != codec.code()) {
                return null;
            }
        }
        return codec == Codec.GZIP && !oneFrame() ? null : codec.encoding();
    }

    /** Several gzip members are good gzip, but curl, for one, stops behind the first. */
    private boolean oneFrame() {
        return entry.extents().size() == 1
                && entry.extents().getFirst().header().originalBytes() <= FrameTable.FRAME_BYTES;
    }

    @Override
    public long encodedBytes() {
        if (encoding() == null) {
            return object().sizeBytes();
        }
        long bytes = 0;
        for (Place place : entry.extents()) {
            bytes += place.header().storedBytes();
        }
        return bytes;
    }

    @Override
    public int readEncoded(ByteBuffer target, long position) throws IOException {
        if (encoding() == null) {
            return read(target, position);
        }
        checkPosition(position);
        if (!target.hasRemaining()) {
            return 0;
        }
        long start = 0;
        for (Place place : entry.extents()) {
            long length = place.header().storedBytes();
            if (position < start + length) {
                return stored.read(place, target, position - start);
            }
            start += length;
        }
        return -1;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        checkPosition(position);
        long done = 0;
        long start = 0;
        for (Place place : entry.extents()) {
            long end = start + place.header().originalBytes();
            while (position + done < end && done < count) {
                long at = position + done - start;
                long n = transfer(place, at, Math.min(count - done, end - start - at), target);
                if (n <= 0) {
                    return done;
                }
                done += n;
            }
            start = end;
        }
        return done;
    }

    private long transfer(Place place, long at, long count, WritableByteChannel target) throws IOException {
        if (FrameReader.codec(place) != Codec.NONE) {
            ByteBuffer frame = frames().at(place, at);
            return target.write(frame.limit(frame.position() + (int) Math.min(count, frame.remaining())));
        }
        if (place.header().storedBytes() <= StoredBytes.SMALL_BYTES) {
            return target.write(stored.small(place).slice((int) at, (int) count));
        }
        long offset = place.dataOffset() + at;
        long n = medium.transferTo(place.volume(), offset, count, target);
        if (n == 0 && medium.length(place.volume()) <= offset) {
            throw stored.damaged(place, "expected %,d bytes more, found the end".formatted(count));
        }
        return n;
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
        stored.forget();
        frames = null;
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
