package org.xingvo.dali.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;

/** The parts of a body of multipart/form-data (RFC 7578) one after the other, in constant memory. One thread at a time. */
final class Multipart {
    /** Longest headers of a part in bytes. */
    private static final int MAX_HEADERS = 16 << 10;

    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] BLANK = {'\r', '\n', '\r', '\n'};

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[128 << 10];
    private int from;
    private int to;
    private boolean ended;
    private boolean began;

    Multipart(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        // the first delimiter may be the very beginning
        System.arraycopy(LINE, 0, buffer, 0, LINE.length);
        this.to = LINE.length;
    }

    /**
     * The headers of the next part in Latin-1, or null behind the last. What was not read of the part before is passed
     * over.
     */
    @Nullable
    String next() throws IOException {
        while (true) {
            InputStream rest = content();
            byte[] block = new byte[1 << 13];
            while (rest.read(block) >= 0) {
                // passed over
            }
            if (!starts(delimiter)) {
                return null;
            }
            from += delimiter.length;
            began = true;
            if (starts(new byte[] {'-', '-'})) {
                began = false;
                drain();
                return null;
            }
            int blank = find(BLANK);
            int end = find(delimiter);
            if (end >= 0 && (blank < 0 || end < blank)) {
                continue; // a part without headers
            }
            if (blank < 0) {
                throw new DaliFault(
                        Kind.USAGE,
                        "Request body: expected a part with headers of at most %d bytes, found none"
                                .formatted(MAX_HEADERS));
            }
            String headers = new String(buffer, from, blank, StandardCharsets.ISO_8859_1);
            from += blank + BLANK.length;
            return headers;
        }
    }

    /** The content of the part; it ends where the part does. */
    InputStream content() {
        return new Content();
    }

    /** What is behind the last part is nobody's, but a client that still sends it would not hear the answer. */
    private void drain() throws IOException {
        from = to;
        for (int blocks = 0; blocks < 64 && fill(1); blocks++) {
            from = to;
        }
    }

    private final class Content extends InputStream {
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
            int ready = ready();
            if (ready == 0) {
                return -1;
            }
            int count = Math.min(length, ready);
            System.arraycopy(buffer, from, target, offset, count);
            from += count;
            return count;
        }
    }

    /** So many bytes are surely not of a delimiter; 0 at a delimiter and at the end of the body. */
    private int ready() throws IOException {
        while (true) {
            int at = indexOf(delimiter, from, to);
            if (at >= 0) {
                return at - from;
            }
            int sure = to - from - (delimiter.length - 1);
            if (sure > 0) {
                return sure;
            }
            if (!fill(to - from + 1)) {
                from = to;
                if (began) {
                    throw new DaliFault(
                            Kind.USAGE, "Request body: expected a boundary behind its last part, found none");
                }
                return 0;
            }
        }
    }

    private boolean starts(byte[] text) throws IOException {
        fill(text.length);
        return to - from >= text.length && Arrays.equals(buffer, from, from + text.length, text, 0, text.length);
    }

    /** How far away a text begins within the next {@link #MAX_HEADERS} bytes, or -1. */
    private int find(byte[] text) throws IOException {
        int seen = 0;
        while (true) {
            int at = indexOf(text, from, Math.min(to, from + MAX_HEADERS));
            if (at >= 0) {
                return at - from;
            }
            if (to - from >= MAX_HEADERS || (seen == to - from && !fill(seen + 1))) {
                return -1;
            }
            seen = to - from;
        }
    }

    private int indexOf(byte[] text, int start, int end) {
        byte first = text[0];
        for (int i = start; i <= end - text.length; i++) {
            if (buffer[i] == first && Arrays.equals(buffer, i, i + text.length, text, 0, text.length)) {
                return i;
            }
        }
        return -1;
    }

    /** Has so many bytes ready if there are as many; false if there are not. */
    private boolean fill(int count) throws IOException {
        if (to - from >= count) {
            return true;
        }
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        while (!ended && to < count) {
            int n = in.read(buffer, to, buffer.length - to);
            if (n < 0) {
                ended = true;
            } else {
                to += n;
            }
        }
        return to >= count;
    }
}
