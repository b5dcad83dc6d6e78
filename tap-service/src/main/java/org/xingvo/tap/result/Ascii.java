package org.xingvo.tap.result;

/** Text for columns that can hold ASCII alone. */
final class Ascii {
    private Ascii() {}

    /** Anything that is no ASCII, and NUL, which would end a string, becomes '?'. */
    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.append(c > 0 && c < 0x80 ? (char) c : '?'));
        return plain.toString();
    }
}
