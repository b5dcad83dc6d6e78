package org.xingvo.ingest.fits;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The decompressed file as a sequence of blocks, counted and bounded. One thread at a time. */
final class Blocks {
    private final InputStream in;
    private final Decompression.@Nullable Source compressed;
    private final HeaderLimits limits;
    private final byte[] waste = new byte[1 << 13];
    private @Nullable OutputStream copy;
    private long position;

    Blocks(InputStream in, Decompression.@Nullable Source compressed, HeaderLimits limits) {
        this.in = in;
        this.compressed = compressed;
        this.limits = limits;
    }

    long position() {
        return position;
    }

    /** What is read by {@link #fill} goes there, too; null: nowhere. */
    void copyTo(@Nullable OutputStream copy) {
        this.copy = copy;
    }

    /** Fills the array as far as the file goes. */
    int fill(byte[] bytes) throws IOException {
        return fill(bytes, bytes.length);
    }

    /** Fills the beginning of the array as far as the file goes. */
    int fill(byte[] bytes, int length) throws IOException {
        int n = in.readNBytes(bytes, 0, length);
        count(n);
        if (copy != null) {
            copy.write(bytes, 0, n);
        }
        return n;
    }

    /** Some bytes, at least one; -1 at the end. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        count(Math.max(n, 0));
        return n;
    }

    /** Reads and forgets; returns how many there were. */
    long pass(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int n = in.read(waste, 0, (int) Math.min(left, waste.length));
            if (n < 0) {
                break;
            }
            count(n);
            left -= n;
        }
        return bytes - left;
    }

    /** To the end, so that a broken tail of the compressed form is noticed. */
    void passRest() throws IOException {
        if (compressed != null) {
            pass(Long.MAX_VALUE);
        }
    }

    private void count(int n) throws FitsFormatException {
        position += n;
        if (compressed == null || position <= limits.ratioFreeBytes()) {
            return;
        }
        boolean bomb = position / Math.max(1, compressed.count()) > limits.maxDecompressionRatio();
        if (bomb || position > limits.maxDecompressedBytes()) {
            throw new FitsFormatException(
                    "limit",
                    "file: expected at most %d decompressed bytes and %d for each compressed byte, found %d of %d"
                            .formatted(
                                    limits.maxDecompressedBytes(),
                                    limits.maxDecompressionRatio(),
                                    position,
                                    compressed.count()));
        }
    }
}
