package org.xingvo.dali.http;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Writes Content-Disposition with a file name that every client understands (RFC 6266, RFC 8187). */
public final class ContentDisposition {
    private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /** The header's value for a file to be saved under a name. */
    public static String attachment(String fileName) {
        return of("attachment", fileName);
    }

    /** The header's value for a file to be shown, with the name it should have when saved. */
    public static String inline(String fileName) {
        return of("inline", fileName);
    }

    private static String of(String disposition, String fileName) {
        String plain = ascii(fileName);
        String value = disposition + "; filename=\"" + plain + "\"";
        return plain.equals(fileName) ? value : value + "; filename*=UTF-8''" + extended(fileName);
    }

    /** Printable ASCII without quote, backslash, percent and slashes, which clients read in different ways. */
    private static String ascii(String fileName) {
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(fileName, Normalizer.Form.NFD).codePoints().forEach(c -> {
            boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
            if (!mark) {
                boolean safe = c >= 0x20 && c <= 0x7e && "\"\\%/".indexOf(c) < 0;
                plain.appendCodePoint(safe ? c : '_');
            }
        });
        return plain.toString();
    }

    private static String extended(String fileName) {
        StringBuilder text = new StringBuilder();
        for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c < 0x80 && Character.isLetterOrDigit(c)) || ATTRIBUTE_CHARS.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append("%02X".formatted((int) c));
            }
        }
        return text.toString();
    }
}
