package org.xingvo.votable.write;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Markup and escaped text as UTF-8, buffered. One thread at a time. */
final class XmlOut {
    private static final int SIZE = 16 * 1024;
    /** Most bytes one char of input can give: an entity. */
    private static final int MOST = 8;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private int used;

    XmlOut(OutputStream out) {
        this.out = out;
    }

    /** ASCII that is markup already. */
    XmlOut raw(String ascii) throws IOException {
        for (int i = 0; i < ascii.length(); i++) {
            raw((byte) ascii.charAt(i));
        }
        return this;
    }

    void raw(byte ascii) throws IOException {
        if (used == SIZE) {
            drain();
        }
        buffer[used++] = ascii;
    }

    void raw(byte[] bytes, int length) throws IOException {
        if (length > SIZE - used) {
            drain();
        }
        if (length > SIZE) {
            out.write(bytes, 0, length);
        } else {
            System.arraycopy(bytes, 0, buffer, used, length);
            used += length;
        }
    }

    /** Writes {@code  name="value"} with a leading blank; nothing when the value is null. */
    XmlOut attribute(String name, @Nullable String value) throws IOException {
        if (value != null) {
            raw((byte) ' ');
            raw(name).raw("=\"").text(value);
            raw((byte) '"');
        }
        return this;
    }

    /** Element content or attribute value; what XML 1.0 cannot hold becomes U+FFFD. */
    XmlOut text(CharSequence text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (used > SIZE - MOST) {
                drain();
            }
            char c = text.charAt(i);
            switch (c) {
                case '&' -> raw("&amp;");
                case '<' -> raw("&lt;");
                case '>' -> raw("&gt;");
                case '"' -> raw("&quot;");
                case '\r' -> raw("&#13;");
                default -> {
                    if ((c >= 0x20 && c < 0x80) || c == '\n' || c == '\t') {
                        buffer[used++] = (byte) c;
                    } else if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        utf8(Character.toCodePoint(c, text.charAt(++i)));
                    } else if (c < 0x20 || Character.isSurrogate(c) || c >= 0xFFFE) {
                        utf8(0xFFFD);
                    } else {
                        utf8(c);
                    }
                }
            }
        }
        return this;
    }

    private void utf8(int code) {
        if (code < 0x800) {
            buffer[used++] = (byte) (0xC0 | code >> 6);
        } else {
            if (code < 0x10000) {
                buffer[used++] = (byte) (0xE0 | code >> 12);
            } else {
                buffer[used++] = (byte) (0xF0 | code >> 18);
                buffer[used++] = (byte) (0x80 | (code >> 12 & 0x3F));
            }
            buffer[used++] = (byte) (0x80 | (code >> 6 & 0x3F));
        }
        buffer[used++] = (byte) (0x80 | (code & 0x3F));
    }

    void drain() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    void flush() throws IOException {
        drain();
        out.flush();
    }
}
