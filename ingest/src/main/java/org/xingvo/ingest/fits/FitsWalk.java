package org.xingvo.ingest.fits;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the HDUs of a file and hands out their data units as streams; decompressed as {@link FitsHeaderReader}
 * does it, and with its refusals. Reads no further than it is asked. One thread at a time; the stream under it stays
 * the caller's to close.
 */
public final class FitsWalk {
    private static final int BUFFER = 1 << 16;

    private final Blocks in;
    private final HeaderLimits limits;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private int index = -1;
    /** Bytes of the present data unit and its padding that were not read yet. */
    private long left;

    private long padding;

    private FitsWalk(Blocks in, HeaderLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Begins at the first byte of a file. */
    public static FitsWalk of(InputStream file, HeaderLimits limits) throws IOException {
        Decompression.Source source = new Decompression.Source(file);
        BufferedInputStream buffered = new BufferedInputStream(source, BUFFER);
        Decompression form = Decompression.of(buffered);
        return new FitsWalk(
                new Blocks(form.open(buffered, source), form == Decompression.NONE ? null : source, limits), limits);
    }

    /** The header of the next HDU, without the cells of a one-row table; null: the file is at its end. */
    public @Nullable HduHeader next() throws IOException {
        in.pass(left + padding);
        byte[] block = new byte[FitsHeaderReader.BLOCK];
        raw.reset();
        in.copyTo(raw);
        int got = in.fill(block);
        if (got == 0 || (index < 0 ? !FitsHeaderReader.isSimple(block) : !FitsHeaderReader.isExtension(block, got))) {
            return null;
        }
        index++;
        List<Card> cards = FitsHeaderReader.header(in, block, got, index, in.position() - got, limits);
        in.copyTo(null);
        HduLayout layout = HduLayout.of(index, cards);
        left = layout.dataBytes();
        padding = (FitsHeaderReader.BLOCK - left % FitsHeaderReader.BLOCK) % FitsHeaderReader.BLOCK;
        return new HduHeader(index, layout.kind(), layout.extname(), cards);
    }

    /** The present header as it is in the file, in whole blocks. */
    public byte[] rawHeader() {
        return raw.toByteArray();
    }

    /** Length of the present data unit without its padding, less what was read of it [bytes]. */
    public long dataBytes() {
        return left;
    }

    /** The rest of the present data unit; ends before its length where the file is cut. */
    public InputStream data() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left <= 0) {
                    return -1;
                }
                int n = in.read(bytes, offset, (int) Math.min(length, left));
                left -= Math.max(n, 0);
                return n;
            }

            @Override
            public long skip(long bytes) throws IOException {
                long passed = in.pass(Math.min(Math.max(bytes, 0), left));
                left -= passed;
                return passed;
            }
        };
    }
}
