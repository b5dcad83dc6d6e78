package org.xingvo.ingest.fits;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** How a whole file is compressed, told from its first bytes; all members of a file of several are read. */
enum Decompression {
    NONE,
    GZIP,
    BZIP2,
    COMPRESS;

    private static final int LZW_MEMORY_KIB = 16_384;

    /** Looks at the first bytes and puts them back. */
    static Decompression of(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length < 3) {
            return NONE;
        }
        int first = ((magic[0] & 0xff) << 8) | (magic[1] & 0xff);
        if (first == 0x1f8b) {
            return GZIP;
        }
        if (first == 0x1f9d) {
            return COMPRESS;
        }
        return first == 0x425a && magic[2] == 'h' && magic.length == 4 && magic[3] >= '1' && magic[3] <= '9'
                ? BZIP2
                : NONE;
    }

    /** The decompressed bytes; trouble in the compressed form is a {@link FitsFormatException}. */
    InputStream open(InputStream compressed, Source source) throws IOException {
        if (this == NONE) {
            return compressed;
        }
        try {
            InputStream in = switch (this) {
                case NONE -> compressed;
                case GZIP ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(compressed)
                            .setDecompressConcatenated(true)
                            .get();
                case BZIP2 -> new BZip2CompressorInputStream(compressed, true);
                case COMPRESS -> new ZCompressorInputStream(compressed, LZW_MEMORY_KIB);
            };
            return new Checked(in, source, this);
        } catch (IOException | RuntimeException e) {
            throw failure(e, source, this, 0);
        }
    }

    private static IOException failure(Exception e, Source source, Decompression form, long produced) {
        IOException real = source.failure();
        if (real != null) {
            return real;
        }
        String name = form.name().toLowerCase(Locale.ROOT);
        boolean early = source.ended() && saysEnd(e);
        return new FitsFormatException(
                early ? "truncated-" + name : "corrupt-" + name,
                "%s stream, after %d decompressed bytes: expected %s, found %s"
                        .formatted(
                                name,
                                produced,
                                early ? "the rest of the stream" : "valid data",
                                early ? "the end of the file" : "damage" + why(e)));
    }

    private static boolean saysEnd(Exception e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return e instanceof EOFException
                || message.contains("end of")
                || message.contains("truncated")
                || message.contains("eof");
    }

    private static String why(Exception e) {
        String message = e.getMessage();
        return message == null || e instanceof RuntimeException ? "" : " (" + message + ")";
    }

    /** The file's own bytes: counts them, remembers that they ended and whether reading them failed. */
    static final class Source extends FilterInputStream {
        private long count;
        private boolean ended;
        private @Nullable IOException failure;

        Source(InputStream in) {
            super(in);
        }

        long count() {
            return count;
        }

        boolean ended() {
            return ended;
        }

        @Nullable
        IOException failure() {
            return failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            try {
                int n = in.read(b, off, len);
                if (n < 0) {
                    ended = true;
                } else {
                    count += n;
                }
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public long skip(long n) throws IOException {
            return n <= 0 ? 0 : readNBytes((int) Math.min(n, 8192)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /** Never closes what the caller opened. */
        @Override
        public void close() {}
    }

    private static final class Checked extends InputStream {
        private static final String TRAILING = "Garbage after a valid";

        private final InputStream in;
        private final Source source;
        private final Decompression form;
        private long produced;
        private boolean over;

        Checked(InputStream in, Source source, Decompression form) {
            this.in = in;
            this.source = source;
            this.form = form;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (over) {
                return -1;
            }
            try {
                int n = in.read(b, off, len);
                over = n < 0;
                produced += Math.max(n, 0);
                return n;
            } catch (IOException | RuntimeException e) {
                over = true;
                String message = e.getMessage();
                if (message != null && message.startsWith(TRAILING)) {
                    return -1;
                }
                throw failure(e, source, form, produced);
            }
        }
    }
}
