package org.xingvo.storage.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.xingvo.storage.codec.Codec;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.FrameTable;

/**
 * Cuts a body into extents and frames while it passes, and compresses it frame by frame. Holds one frame and its
 * compressed form, and nothing when it does not compress. One thread at a time.
 */
final class Extents {
    /** The width of the field. */
    private static final long MAX_STORED_BYTES = (1L << 32) - 1;

    /** What compressing a body that comes in pieces takes. */
    static final long MEMORY_BYTES = (long) FrameTable.FRAME_BYTES + Codec.ZSTD.bound(FrameTable.FRAME_BYTES);

    /** Takes what is to be stored, in order. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] bytes, int start, int length) throws IOException;
    }

    /** Where a piece of what the sink took is. */
    @FunctionalInterface
    interface Piece {
        BlockData at(long start, long length);
    }

    private record Cut(long start, long stored, long original, int crc, List<FrameTable.Frame> frames) {}

    private final Codec codec;
    private final long extentBytes;
    private final long expected;
    private final Sink sink;
    private final List<Cut> cuts = new ArrayList<>(1);
    private final CRC32C crc = new CRC32C();
    private final CRC32C frameCrc = new CRC32C();
    private List<FrameTable.Frame> frames = new ArrayList<>(1);
    private byte[] frame = new byte[0];
    private byte[] packed = new byte[0];
    private int inFrame;
    private int frameLimit;
    private long inExtent;
    private long taken;
    private long start;
    private long stored;

    /**
     * Cuts one body.
     *
     * @param expected length of the body, or more
     */
    Extents(Codec codec, long extentBytes, long expected, Sink sink) {
        this.codec = codec;
        this.extentBytes = extentBytes;
        this.expected = expected;
        this.sink = sink;
    }

    void put(byte[] bytes, int from, int length) throws IOException {
        int end = from + length;
        int at = from;
        while (at < end) {
            int n = (int) Math.min(extentBytes - inExtent, end - at);
            n = codec == Codec.NONE ? plain(bytes, at, n) : compress(bytes, at, n);
            at += n;
            inExtent += n;
            taken += n;
            if (inExtent == extentBytes || full()) {
                endExtent();
            }
        }
    }

    /** Passes on what is stored as it is, up to the end of its frame. */
    private int plain(byte[] bytes, int at, int left) throws IOException {
        int n = Math.min(FrameTable.PLAIN_FRAME_BYTES - inFrame, left);
        frameCrc.update(bytes, at, n);
        write(bytes, at, n);
        inFrame += n;
        if (inFrame == FrameTable.PLAIN_FRAME_BYTES) {
            endPlainFrame();
        }
        return n;
    }

    private void endPlainFrame() {
        frames.add(new FrameTable.Frame(inFrame, (int) frameCrc.getValue()));
        frameCrc.reset();
        inFrame = 0;
    }

    /** Compresses a whole frame where it lies, and gathers one that comes in pieces. */
    private int compress(byte[] bytes, int at, int left) throws IOException {
        if (inFrame == 0) {
            frameLimit = (int) Math.min(Math.min(FrameTable.FRAME_BYTES, extentBytes - inExtent), expected - taken);
        }
        int n = Math.min(frameLimit - inFrame, left);
        if (n == frameLimit) {
            endFrame(bytes, at, n);
        } else {
            if (frame.length < frameLimit) {
                frame = new byte[frameLimit];
            }
            System.arraycopy(bytes, at, frame, inFrame, n);
            inFrame += n;
            if (inFrame == frameLimit) {
                endFrame(frame, 0, inFrame);
            }
        }
        return n;
    }

    /** Whether another frame might not fit, for one that cannot be compressed grows. */
    private boolean full() {
        return codec != Codec.NONE && stored - start + codec.bound(FrameTable.FRAME_BYTES) > MAX_STORED_BYTES;
    }

    private void endFrame(byte[] bytes, int from, int length) throws IOException {
        int bound = codec.bound(length);
        if (packed.length < bound) {
            packed = new byte[bound];
        }
        int n = codec.compress(bytes, from, length, packed);
        frameCrc.reset();
        frameCrc.update(packed, 0, n);
        frames.add(new FrameTable.Frame(n, (int) frameCrc.getValue()));
        inFrame = 0;
        write(packed, 0, n);
    }

    private void write(byte[] bytes, int from, int length) throws IOException {
        crc.update(bytes, from, length);
        sink.write(bytes, from, length);
        stored += length;
    }

    private void endExtent() throws IOException {
        if (inFrame > 0 && codec == Codec.NONE) {
            endPlainFrame();
        } else if (inFrame > 0) {
            endFrame(frame, 0, inFrame);
        }
        cuts.add(new Cut(start, stored - start, inExtent, (int) crc.getValue(), frames));
        crc.reset();
        frames = new ArrayList<>();
        inExtent = 0;
        start = stored;
    }

    /** The extents, at least one; an empty body is one that is empty. */
    List<Extent> finish(Piece piece) throws IOException {
        if (inExtent > 0 || cuts.isEmpty()) {
            endExtent();
        }
        int frameBytes = codec == Codec.NONE ? FrameTable.PLAIN_FRAME_BYTES : FrameTable.FRAME_BYTES;
        return cuts.stream()
                .map(cut -> new Extent(
                        piece.at(cut.start(), cut.stored()),
                        codec,
                        cut.original(),
                        cut.crc(),
                        cut.frames().size() > 1 ? new FrameTable(frameBytes, cut.frames()) : null))
                .toList();
    }
}
