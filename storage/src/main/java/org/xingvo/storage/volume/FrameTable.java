package org.xingvo.storage.volume;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the data of an extent falls into frames that are checked, and decompressed, one by one (docs/storage-format.md,
 * "Compression"). Immutable.
 *
 * @param frameBytes original bytes of each frame but the last, which may hold fewer
 * @param frames in order
 */
public record FrameTable(int frameBytes, List<Frame> frames) {
    /** Original bytes in a compressed frame that is written; an extent up to this length is one frame and has no table. */
    public static final int FRAME_BYTES = 1 << 20;

    /** The same of data that is stored as it is: so much is read, and sent, at a time. */
    public static final int PLAIN_FRAME_BYTES = 256 << 10;

    /** Most original bytes in a frame that is read. */
    public static final int MAX_FRAME_BYTES = 16 << 20;

    private static final int ENTRY_BYTES = 8;

    /**
     * One frame. Immutable.
     *
     * @param storedBytes its length in the volume
     * @param crc CRC32C of these bytes
     */
    public record Frame(int storedBytes, int crc) {}

    public FrameTable {
        frames = List.copyOf(frames);
    }

    /** Length of {@link #encode}. */
    int bytes() {
        return 4 + frames.size() * ENTRY_BYTES;
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(bytes());
        out.putInt(frameBytes);
        for (Frame frame : frames) {
            out.putInt(frame.storedBytes()).putInt(frame.crc());
        }
        return out.array();
    }

    /** Reads a table back; null if the bytes cannot be one. */
    static @Nullable FrameTable decode(byte[] bytes) {
        if (bytes.length < 4 || (bytes.length - 4) % ENTRY_BYTES != 0) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int frameBytes = in.getInt();
        List<Frame> frames = new ArrayList<>(in.remaining() / ENTRY_BYTES);
        while (in.hasRemaining()) {
            frames.add(new Frame(in.getInt(), in.getInt()));
        }
        return new FrameTable(frameBytes, frames);
    }

    /**
     * Whether the frames make up the data that a block header tells of.
     *
     * @param plain it is stored as it is
     */
    public boolean fits(BlockHeader header, boolean plain) {
        if (frameBytes < 1 || frameBytes > MAX_FRAME_BYTES) {
            return false;
        }
        long stored = 0;
        for (Frame frame : frames) {
            long left = header.storedBytes() - stored;
            if (frame.storedBytes() < 1 || (plain && frame.storedBytes() != Math.min(frameBytes, left))) {
                return false;
            }
            stored += frame.storedBytes();
        }
        return stored == header.storedBytes()
                && frames.size() == (header.originalBytes() + frameBytes - 1) / frameBytes;
    }
}
