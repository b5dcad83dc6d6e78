package org.xingvo.dali.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.LongSupplier;

/**
 * The body of a request as its Content-Length announced it: never asks for a byte more, because of a request that offers
 * an upgrade Grizzly does not see the end, and fails if it ends before. A client that sends slower than the slowest that is
 * waited for is given up; only the time counts during which it was waited for. One thread at a time.
 */
public final class AnnouncedBody extends FilterInputStream {
    private final SlowestClient slowest;
    private final LongSupplier nanos;
    /** Negative: not announced. */
    private long left;

    private long taken;
    private long waitedNanos;

    AnnouncedBody(InputStream body, long length, SlowestClient slowest, LongSupplier nanos) {
        super(body);
        this.left = length < 0 ? -1 : length;
        this.slowest = slowest;
        this.nanos = nanos;
    }

    /**
     * A body with an end.
     *
     * @param length as announced; negative: not announced, the body ends where it ends
     */
    public static InputStream of(InputStream body, long length) {
        return new AnnouncedBody(body, length, SlowestClient.STANDARD, System::nanoTime);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        long began = nanos.getAsLong();
        int read = in.read(target, offset, left < 0 ? length : (int) Math.min(length, left));
        if (read < 0) {
            if (left < 0) {
                return -1;
            }
            throw new EOFException("body: expected " + left + " bytes more, found its end");
        }
        left -= left < 0 ? 0 : read;
        waited(nanos.getAsLong() - began, read);
        return read;
    }

    private void waited(long took, int read) throws IOException {
        waitedNanos += took;
        taken += read;
        if (waitedNanos >= slowest.window().toNanos()) {
            if (taken < slowest.bytesPerSecond() * (waitedNanos / 1e9)) {
                throw new InterruptedIOException("body: expected at least " + slowest.bytesPerSecond()
                        + " bytes a second, found " + taken + " bytes in " + waitedNanos / 1_000_000 + " ms");
            }
            taken = 0;
            waitedNanos = 0;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(left < 0 ? count : Math.min(count, left));
        left -= left < 0 ? 0 : skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return left < 0 ? in.available() : (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
