package org.xingvo.dali.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request as its Content-Length announced it: never asks for a byte more, because of a request that offers
 * an upgrade Grizzly does not see the end, and fails if it ends before. One thread at a time.
 */
public final class AnnouncedBody extends FilterInputStream {
    private long left;

    private AnnouncedBody(InputStream body, long length) {
        super(body);
        this.left = length;
    }

    /**
     * A body with an end.
     *
     * @param length as announced; negative: not announced, the body ends where it ends
     */
    public static InputStream of(InputStream body, long length) {
        return length < 0 ? body : new AnnouncedBody(body, length);
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
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("body: expected " + left + " bytes more, found its end");
        }
        left -= read;
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
