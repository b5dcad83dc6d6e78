package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.codec.CorruptFrame;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.FrameTable;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Trailer;

/**
 * Gives the original bytes of extents, a frame at a time; keeps the frame that was read last. The CRC32C of a frame's
 * stored bytes is checked before they are decompressed or given to anybody. Holds one frame and its compressed form, and
 * nothing before the first is asked for; a frame that is stored as it is and asked for whole goes where it is wanted.
 * One thread at a time.
 */
final class FrameReader {
    private static final FrameTable NO_TABLE = new FrameTable(1, List.of());

    private final StoredBytes stored;
    /** The extent that was read last, how its data is framed, and where each frame begins in it. */
    private @Nullable Place place;

    private FrameTable table = NO_TABLE;
    private long[] starts = new long[0];
    /** Number of the frame that {@link #original} holds, -1 if it holds none. */
    private int current = -1;

    private byte[] packed = new byte[0];
    private byte[] original = new byte[0];

    FrameReader(StoredBytes stored) {
        this.stored = stored;
    }

    /** Reads original bytes at a position of an extent, up to the end of their frame at most. */
    int read(Place wanted, ByteBuffer target, long at) throws IOException {
        if (codec(wanted) == Codec.NONE) {
            if (wanted.header().storedBytes() <= StoredBytes.SMALL_BYTES) {
                return stored.read(wanted, target, at);
            }
            open(wanted);
            if (table.frames().isEmpty()) {
                // of a program that did not write them: checked as far as it is read whole
                return stored.read(wanted, target, at);
            }
            int number = (int) (at / table.frameBytes());
            int length = length(wanted, number);
            if (at % table.frameBytes() == 0 && target.remaining() >= length) {
                int first = target.position();
                stored.readFully(wanted, target, at, length);
                stored.check(wanted, table.frames().get(number).crc(), target, first);
                return length;
            }
        }
        ByteBuffer frame = at(wanted, at);
        int n = Math.min(frame.remaining(), target.remaining());
        target.put(frame.limit(frame.position() + n));
        return n;
    }

    private int length(Place wanted, int number) {
        return (int) Math.min(table.frameBytes(), wanted.header().originalBytes() - (long) number * table.frameBytes());
    }

    /** The original bytes from a position of an extent to the end of its frame, at least one; not to be changed. */
    ByteBuffer at(Place wanted, long at) throws IOException {
        open(wanted);
        int number = (int) (at / table.frameBytes());
        long start = (long) number * table.frameBytes();
        int length = length(wanted, number);
        if (number != current) {
            load(wanted, number, length);
        }
        return ByteBuffer.wrap(original, (int) (at - start), length - (int) (at - start));
    }

    private void open(Place wanted) throws IOException {
        if (wanted.equals(place)) {
            return;
        }
        place = null;
        current = -1;
        table = table(wanted);
        starts = new long[table.frames().size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + table.frames().get(i - 1).storedBytes();
        }
        place = wanted;
    }

    private FrameTable table(Place wanted) throws IOException {
        BlockHeader header = wanted.header();
        FrameTable found = null;
        boolean plain = codec(wanted) == Codec.NONE;
        if (header.originalBytes() > (plain ? FrameTable.PLAIN_FRAME_BYTES : FrameTable.FRAME_BYTES)) {
            ByteBuffer bytes = ByteBuffer.allocate(wanted.trailerBytes());
            stored.readFully(wanted, bytes, header.storedBytes(), wanted.trailerBytes());
            Trailer trailer = Trailer.decode(header, bytes.flip());
            if (trailer == null) {
                throw stored.damaged(wanted, "expected a trailer with a good CRC32C, found other bytes");
            }
            found = trailer.frames();
        }
        if (found == null && plain) {
            return NO_TABLE;
        }
        if (found == null) {
            if (header.originalBytes() > FrameTable.MAX_FRAME_BYTES || header.storedBytes() > Integer.MAX_VALUE) {
                throw new StorageException.Unusable(
                        "%s, offset %d: expected frames of up to %,d bytes, found one of %,d"
                                .formatted(
                                        wanted.volume(),
                                        wanted.offset(),
                                        FrameTable.MAX_FRAME_BYTES,
                                        header.originalBytes()));
            }
            found = new FrameTable(
                    (int) header.originalBytes(),
                    List.of(new FrameTable.Frame((int) header.storedBytes(), header.crc())));
        }
        if (!found.fits(header, plain)) {
            throw stored.damaged(
                    wanted,
                    "expected frames that make up %,d bytes stored of %,d, found %d of %,d"
                            .formatted(
                                    header.storedBytes(),
                                    header.originalBytes(),
                                    found.frames().size(),
                                    found.frameBytes()));
        }
        return found;
    }

    private void load(Place wanted, int number, int size) throws IOException {
        FrameTable.Frame frame = table.frames().get(number);
        boolean plain = codec(wanted) == Codec.NONE;
        current = -1;
        if (original.length < size) {
            original = new byte[size];
        }
        if (!plain && packed.length < frame.storedBytes()) {
            packed = new byte[frame.storedBytes()];
        }
        ByteBuffer bytes = ByteBuffer.wrap(plain ? original : packed);
        stored.readFully(wanted, bytes, starts[number], frame.storedBytes());
        stored.check(wanted, frame.crc(), bytes, 0);
        if (plain) {
            current = number;
            return;
        }
        try {
            codec(wanted).decompress(packed, frame.storedBytes(), original, size);
        } catch (CorruptFrame e) {
            throw stored.damaged(
                    wanted,
                    "expected a %s frame of %,d bytes, found %s".formatted(codec(wanted), size, e.getMessage()));
        }
        current = number;
    }

    /** The codec of an extent. */
    static Codec codec(Place place) {
        Codec codec = Codec.of(place.header().compression());
        if (codec == null) {
            throw new StorageException.Unusable("%s, offset %d: compression %d is newer than this program reads"
                    .formatted(place.volume(), place.offset(), place.header().compression()));
        }
        return codec;
    }
}
