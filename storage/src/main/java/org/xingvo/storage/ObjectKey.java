package org.xingvo.storage;

/**
 * The name of one stored object. Names are compared as UTF-8 bytes. Immutable.
 *
 * @param collection the collection that holds it
 * @param name 1 to 500 bytes of UTF-8, '/' separated by convention
 */
public record ObjectKey(CollectionId collection, String name) {
    /** Longest name in bytes of UTF-8; an LMDB key holds 511. */
    public static final int MAX_NAME_BYTES = 500;

    public ObjectKey {
        int length = utf8Length(name);
        if (length < 1 || length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "object name: expected 1 to %d bytes of UTF-8, found %d".formatted(MAX_NAME_BYTES, length));
        }
    }

    /** Bytes that the name takes; an encoder would tell it as well, but this is on the way of every read. */
    private static int utf8Length(String name) {
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                throw new IllegalArgumentException("object name: expected Unicode text, found half a surrogate pair");
            }
        }
        return length;
    }

    /** The order of names: that of the bytes of their UTF-8. Surrogates, which stand for higher code points, come last. */
    public static int compareNames(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean high = Character.isSurrogate(x);
                return high == Character.isSurrogate(y) ? Character.compare(x, y) : high ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
