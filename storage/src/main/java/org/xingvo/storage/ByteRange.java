package org.xingvo.storage;

/**
 * A range of bytes that is known to lie within its object. Immutable.
 *
 * @param start first byte, from 0
 * @param length number of bytes, 0 or more
 */
public record ByteRange(long start, long length) {
    public ByteRange {
        if (start < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "byte range: expected start and length from 0, found %d and %d".formatted(start, length));
        }
    }
}
