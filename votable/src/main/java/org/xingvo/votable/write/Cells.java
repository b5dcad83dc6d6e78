package org.xingvo.votable.write;

/** What both serializations do to a value. */
final class Cells {
    private Cells() {}

    /** A {@code char} column holds ASCII: anything else, and NUL, which would end the string, becomes '?'. */
    static char ascii(char c) {
        return c > 0 && c < 0x80 ? c : '?';
    }

    static String ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ascii(text.charAt(i)) != text.charAt(i)) {
                char[] chars = text.toCharArray();
                for (int k = i; k < chars.length; k++) {
                    chars[k] = ascii(chars[k]);
                }
                return new String(chars);
            }
        }
        return text;
    }

    /** Number of elements of an array value: a primitive array, or a single value taken as one element. */
    static int length(Object value) {
        return value.getClass().isArray() ? java.lang.reflect.Array.getLength(value) : 1;
    }

    /** One element as a number. */
    static Number number(Object value, int index) {
        return switch (value) {
            case double[] a -> a[index];
            case float[] a -> a[index];
            case int[] a -> a[index];
            case long[] a -> a[index];
            case short[] a -> a[index];
            case Number n -> n;
            default -> throw new IllegalArgumentException("cell: expected numbers, found " + value.getClass());
        };
    }

    /** One element as a truth value. */
    static boolean truth(Object value, int index) {
        return switch (value) {
            case boolean[] a -> a[index];
            case Boolean b -> b;
            default -> throw new IllegalArgumentException("cell: expected boolean, found " + value.getClass());
        };
    }
}
