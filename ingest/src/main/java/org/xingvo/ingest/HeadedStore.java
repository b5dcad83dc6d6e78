package org.xingvo.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.storage.ForwardingStore;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/**
 * A store that keeps the header cards of FITS files beside them, whatever door they come by. Everything else is the
 * store's own. Thread-safe.
 */
public final class HeadedStore extends ForwardingStore {
    private static final int SNIFFED_BYTES = 8192;

    public HeadedStore(Store store) {
        super(store);
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        if (request.attachment() != null) {
            return super.put(request, body);
        }
        BufferedInputStream in = new BufferedInputStream(body, 2 * SNIFFED_BYTES);
        in.mark(SNIFFED_BYTES);
        boolean fits = FitsHeaderReader.looksLikeFits(new Start(in, SNIFFED_BYTES));
        in.reset();
        if (!fits) {
            return super.put(request, in);
        }
        // Neither stream holds anything but the caller's body.
        @SuppressWarnings("resource")
        HeaderTap tap = new HeaderTap(in);
        try {
            return super.put(request.withAttachment(tap::cards), tap);
        } finally {
            tap.abandon();
        }
    }

    /** The first bytes of a stream, however many are asked for. */
    private static final class Start extends InputStream {
        private final InputStream in;
        private int left;

        Start(InputStream in, int bytes) {
            this.in = in;
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int n = left == 0 ? -1 : in.read(bytes, offset, Math.min(count, left));
            left -= Math.max(0, n);
            return n;
        }
    }
}
