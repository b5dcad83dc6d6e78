package org.xingvo.tap.row;

import java.nio.ByteBuffer;

/**
 * The elements of an array field in storage order, whatever its dimensions: {@link #of}, then {@link #next} before each
 * element. One thread at a time.
 */
public final class Elements {
    private final ByteBuffer data;
    private final int count;
    private int left;
    private int start;
    private int length;

    private Elements(ByteBuffer data, int count) {
        this.data = data;
        this.count = count;
        this.left = count;
    }

    /** The elements of a field that is not null. */
    public static Elements of(Tuple tuple, int field) {
        ByteBuffer data = ByteBuffer.wrap(tuple.bytes(), tuple.start(field), tuple.length(field));
        int dimensions = data.getInt();
        // whether there are nulls, and the type of the elements: each element tells the first, the column the second
        data.getInt();
        data.getInt();
        int count = dimensions == 0 ? 0 : 1;
        for (int i = 0; i < dimensions; i++) {
            count = Math.multiplyExact(count, data.getInt());
            data.getInt();
        }
        return new Elements(data, count);
    }

    /** Number of all elements. */
    public int count() {
        return count;
    }

    /** Moves to the next element; false behind the last. */
    public boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        length = data.getInt();
        start = data.position();
        if (length > 0) {
            data.position(start + length);
        }
        return true;
    }

    public boolean isNull() {
        return length < 0;
    }

    /** Where the element begins within the bytes of its tuple. */
    public int start() {
        return start;
    }

    /** Bytes of the element, -1 if it is null. */
    public int length() {
        return length;
    }
}
