package org.xingvo.dali.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a Range header asks of a representation of known length (RFC 9110, 14.2). Immutable. */
public sealed interface Ranges {
    /** More ranges than this are refused as an attack on the server's patience: the header is then ignored. */
    int MAX_RANGES = 32;

    /** No range, or one that is to be ignored: answer 200 with everything. */
    record Whole() implements Ranges {}

    /** Nothing of what was asked exists: answer 416 with {@code Content-Range: bytes *}{@code /length}. */
    record Unsatisfiable() implements Ranges {}

    /** Answer 206: one part as it is, several as multipart/byteranges in the order asked. */
    record Parts(List<Part> parts) implements Ranges {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part of the representation. Immutable.
     *
     * @param first position of the first byte, from 0
     * @param last position of the last byte, inclusive
     */
    record Part(long first, long last) {
        public long length() {
            return last - first + 1;
        }

        /** The value of Content-Range for this part of a whole. */
        public String contentRange(long length) {
            return "bytes " + first + "-" + last + "/" + length;
        }
    }

    /**
     * Reads a Range header.
     *
     * @param header its value; null: absent
     * @param length of the whole representation in bytes
     */
    static Ranges parse(@Nullable String header, long length) {
        if (header == null || !header.strip().toLowerCase(Locale.ROOT).startsWith("bytes=")) {
            return new Whole();
        }
        String[] specs = header.strip().substring("bytes=".length()).split(",", -1);
        List<Part> parts = new ArrayList<>();
        long sum = 0;
        int ranges = 0;
        for (String spec : specs) {
            String text = spec.strip();
            if (text.isEmpty()) {
                continue;
            }
            Bounds bounds = Bounds.parse(text, length);
            if (bounds == null || ++ranges > MAX_RANGES) {
                return new Whole();
            }
            if (bounds.first < length && bounds.first <= bounds.last) {
                Part part = new Part(bounds.first, Math.min(bounds.last, length - 1));
                parts.add(part);
                sum += part.length();
            }
        }
        if (ranges == 0) {
            return new Whole();
        }
        if (parts.isEmpty()) {
            return new Unsatisfiable();
        }
        // Overlapping ranges that ask for more than there is: sending the whole once is cheaper.
        return parts.size() > 1 && sum > length ? new Whole() : new Parts(parts);
    }

    /** One range as written, with a suffix already counted from the start; last before first means nothing is there. */
    record Bounds(long first, long last) {
        static @Nullable Bounds parse(String text, long length) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                return null;
            }
            String before = text.substring(0, dash);
            String after = text.substring(dash + 1);
            if (!digits(before) || !digits(after) || (before.isEmpty() && after.isEmpty())) {
                return null;
            }
            if (before.isEmpty()) {
                long suffix = number(after);
                return suffix == 0 ? new Bounds(0, -1) : new Bounds(Math.max(0, length - suffix), length - 1);
            }
            long first = number(before);
            long last = after.isEmpty() ? Long.MAX_VALUE : number(after);
            return last < first ? null : new Bounds(first, last);
        }

        private static boolean digits(String text) {
            return text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        private static long number(String digits) {
            return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
        }
    }
}
