package org.xingvo.storage;

import java.nio.charset.StandardCharsets;

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
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("object name: expected Unicode text, found half a surrogate pair");
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "object name: expected 1 to %d bytes of UTF-8, found %d".formatted(MAX_NAME_BYTES, length));
        }
    }
}
