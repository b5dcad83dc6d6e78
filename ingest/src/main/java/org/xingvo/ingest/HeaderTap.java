package org.xingvo.ingest;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderCards;
import org.xingvo.ingest.fits.HeaderLimits;
import org.xingvo.storage.PutRequest;

/**
 * A body whose FITS headers are read while it passes: a small one when it has passed, a larger one by a thread of its own
 * that is at most half a megabyte behind. Trouble with the headers never troubles the body. One thread at a time.
 */
final class HeaderTap extends FilterInputStream {
    private static final int HELD_BYTES = 256 << 10;
    private static final int PIECES = 8;
    private static final byte[] END = new byte[0];

    private byte[] held = new byte[16 << 10];
    private int length;
    private @Nullable BlockingQueue<byte[]> pieces;
    private @Nullable Thread reader;
    private volatile @Nullable List<HduHeader> found;

    HeaderTap(InputStream body) {
        super(body);
    }

    /** The cards of what has passed, as {@link HeaderCards} keeps them; of no HDU when it is no whole FITS file. */
    byte[] cards() {
        Thread thread = reader;
        if (thread == null) {
            try {
                found = FitsHeaderReader.read(new ByteArrayInputStream(held, 0, length), HeaderLimits.DEFAULT);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                found = null;
            }
        } else {
            hand(END);
            join(thread);
        }
        List<HduHeader> hdus = found;
        byte[] cards = HeaderCards.encode(hdus == null ? List.of() : hdus);
        return cards.length > PutRequest.MAX_ATTACHMENT_BYTES ? HeaderCards.encode(List.of()) : cards;
    }

    /** Ends the thread when the body did not come to its end. */
    void abandon() {
        Thread thread = reader;
        if (thread != null && thread.isAlive()) {
            hand(END);
        }
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        if (b >= 0) {
            pass(new byte[] {(byte) b}, 0, 1);
        }
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int n = super.read(bytes, offset, count);
        if (n > 0) {
            pass(bytes, offset, n);
        }
        return n;
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : readNBytes((int) Math.min(count, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void pass(byte[] bytes, int offset, int count) {
        if (reader != null) {
            hand(Arrays.copyOfRange(bytes, offset, offset + count));
            return;
        }
        if (length + count > HELD_BYTES) {
            BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(PIECES);
            pieces = queue;
            reader = Thread.startVirtualThread(() -> readAll(new Pieces(queue)));
            if (length > 0) {
                hand(Arrays.copyOf(held, length));
            }
            hand(Arrays.copyOfRange(bytes, offset, offset + count));
            held = END;
            return;
        }
        if (length + count > held.length) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, length + count));
        }
        System.arraycopy(bytes, offset, held, length, count);
        length += count;
    }

    private void readAll(Pieces body) {
        try (body) {
            try {
                found = FitsHeaderReader.read(body, HeaderLimits.DEFAULT);
            } catch (FitsFormatException e) {
                found = null;
            } finally {
                body.transferTo(java.io.OutputStream.nullOutputStream());
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            found = null;
        }
    }

    private void hand(byte[] piece) {
        BlockingQueue<byte[]> queue = pieces;
        Thread thread = reader;
        try {
            while (queue != null
                    && thread != null
                    && thread.isAlive()
                    && !queue.offer(piece, 100, TimeUnit.MILLISECONDS)) {
                // full: the reader is behind
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was handed over, as a stream. */
    private static final class Pieces extends InputStream {
        private final BlockingQueue<byte[]> queue;
        private byte[] piece = END;
        private int at;
        private boolean ended;

        Pieces(BlockingQueue<byte[]> queue) {
            this.queue = queue;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            while (at == piece.length) {
                if (ended) {
                    return -1;
                }
                try {
                    piece = queue.take();
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
                at = 0;
                ended = piece.length == 0;
            }
            int n = Math.min(count, piece.length - at);
            System.arraycopy(piece, at, bytes, offset, n);
            at += n;
            return n;
        }
    }
}
