package org.xingvo.dali.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path of names, as it came in a URL or a URI: decoded once, each segment a plain name. Names are compared as they
 * are, in no Unicode normal form. Immutable.
 *
 * @param segments the names; none: the root
 */
public record RequestPath(List<String> segments) {
    /** Longest path in bytes of UTF-8, before decoding three times that. */
    public static final int MAX_BYTES = 2048;

    /** Longest name in bytes of UTF-8, that of an object of the store. */
    public static final int MAX_NAME_BYTES = 500;

    private static final String PLAIN = "-._~!$&'()*+,;=:@";

    public RequestPath {
        segments = List.copyOf(segments);
        int bytes = 0;
        for (String name : segments) {
            bytes += check(name) + 1;
        }
        if (bytes > MAX_BYTES) {
            throw new BadRequest("path: expected at most " + MAX_BYTES + " bytes, found more");
        }
    }

    /**
     * Reads a percent-encoded path; slashes at its start and end do not count.
     *
     * @throws BadRequest for "." and "..", empty names, "%2F", backslash, control characters, broken or over-long
     *     UTF-8, and for paths and names beyond the limits
     */
    public static RequestPath parse(String encoded) {
        if (encoded.length() > 3 * MAX_BYTES) {
            throw new BadRequest("path: expected at most " + MAX_BYTES + " bytes, found more");
        }
        int from = encoded.startsWith("/") ? 1 : 0;
        int to = encoded.length() > from && encoded.endsWith("/") ? encoded.length() - 1 : encoded.length();
        if (from >= to) {
            return new RequestPath(List.of());
        }
        List<String> names = new ArrayList<>();
        for (String segment : encoded.substring(from, to).split("/", -1)) {
            names.add(decode(segment));
        }
        return new RequestPath(names);
    }

    /**
     * Refuses a path that cannot be decoded, whose decoding would bring a slash, a backslash or a NUL, or in which a name
     * is of dots alone: clients resolve "." and ".." before they ask, and the HTTP server fails at any number of them.
     */
    public static void checkEncoding(String encoded) {
        for (String segment : encoded.split("/", -1)) {
            String name = decode(segment);
            if (!name.isEmpty() && name.chars().allMatch(c -> c == '.')) {
                throw new BadRequest("path: expected names between the slashes, found dots alone");
            }
            if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf(0) >= 0) {
                throw new BadRequest("path: expected names without slash, backslash and NUL, found one");
            }
        }
    }

    /** The path as text: "/" and the names as they are. The root is "/". */
    public String plain() {
        return "/" + String.join("/", segments);
    }

    /** The path percent-encoded for a URL; the root is "/". */
    public String encoded() {
        return segments.stream().map(RequestPath::encode).collect(Collectors.joining("/", "/", ""));
    }

    public boolean isRoot() {
        return segments.isEmpty();
    }

    /** The last name; "" for the root. */
    public String name() {
        return segments.isEmpty() ? "" : segments.getLast();
    }

    /** Without the last name; the root's parent is the root. */
    public RequestPath parent() {
        return isRoot() ? this : new RequestPath(segments.subList(0, segments.size() - 1));
    }

    public RequestPath child(String name) {
        List<String> names = new ArrayList<>(segments);
        names.add(name);
        return new RequestPath(names);
    }

    /** Without the first names. */
    public RequestPath from(int first) {
        return new RequestPath(segments.subList(first, segments.size()));
    }

    public boolean startsWith(RequestPath other) {
        return segments.size() >= other.segments.size()
                && segments.subList(0, other.segments.size()).equals(other.segments);
    }

    /** One name percent-encoded for a URL (RFC 3986, pchar). */
    public static String encode(String name) {
        StringBuilder text = new StringBuilder(name.length() + 8);
        for (byte b : utf8(name)) {
            char c = (char) (b & 0xff);
            if ((c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append("%02X".formatted((int) c));
            }
        }
        return text.toString();
    }

    private static String decode(String segment) {
        if (isAsItIs(segment)) {
            return segment;
        }
        byte[] raw = utf8(segment);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.put(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? hex(raw[i + 1]) : -1;
            int low = i + 2 < raw.length ? hex(raw[i + 2]) : -1;
            if (high < 0 || low < 0) {
                throw new BadRequest(
                        "path: expected two hexadecimal digits after a percent sign, found something else");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            // A fresh decoder reports malformed input, over-long forms included.
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("path: expected UTF-8 behind the percent signs, found other bytes");
        }
    }

    /** True for ASCII without a percent sign, as most names are. */
    private static boolean isAsItIs(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%' || c >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int hex(byte digit) {
        return digit < 0 ? -1 : Character.digit((char) digit, 16);
    }

    /** Returns the length in bytes of UTF-8. */
    private static int check(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new BadRequest("path: expected names between the slashes, found '" + name + "'");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                throw new BadRequest("path: expected names without slash, backslash and control characters, found one");
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0xFFFD) {
                throw new BadRequest("path: expected names in Unicode, found half a character");
            }
        }
        int bytes = utf8(name).length;
        if (bytes > MAX_NAME_BYTES) {
            throw new BadRequest("path: expected names of at most " + MAX_NAME_BYTES + " bytes, found more");
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
