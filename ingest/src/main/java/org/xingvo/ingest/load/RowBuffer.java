package org.xingvo.ingest.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CellValues;

/**
 * Rows in PostgreSQL's binary COPY format (PostgreSQL documentation, COPY, "Binary Format"), without header and
 * trailer. One thread at a time.
 */
final class RowBuffer {
    static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};

    private static final byte[] NULL_TEXT = {0x1E};
    private static final byte[] END_OF_TEXT = {0x1F};
    private static final int OID_TEXT = 25;
    private static final int OID_FLOAT8 = 701;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int length;

    RowBuffer() {
        this(1024);
    }

    /** @param expectedBytes that it will hold, about */
    RowBuffer(int expectedBytes) {
        bytes = new byte[Math.max(64, expectedBytes)];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    RowBuffer row(int columns) {
        room(2);
        bytes[length++] = (byte) (columns >> 8);
        bytes[length++] = (byte) columns;
        return this;
    }

    RowBuffer nothing() {
        return int32(-1);
    }

    RowBuffer bool(@Nullable Boolean value) {
        if (value == null) {
            return nothing();
        }
        int32(1);
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
        return this;
    }

    RowBuffer int4(@Nullable Integer value) {
        return value == null ? nothing() : int32(4).int32(value);
    }

    RowBuffer int8(@Nullable Long value) {
        return value == null ? nothing() : int32(8).int64(value);
    }

    RowBuffer float8(@Nullable Double value) {
        return value == null ? nothing() : int32(8).int64(Double.doubleToLongBits(value));
    }

    RowBuffer bytea(byte[] value) {
        return int32(value.length).bytes(value);
    }

    private RowBuffer bytes(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** Text as PostgreSQL takes it: NUL and lone surrogates are replaced. */
    RowBuffer text(@Nullable String value) {
        return value == null ? nothing() : bytea(utf8(value));
    }

    private static byte[] utf8(String value) {
        return (value.indexOf(0) < 0 ? value : CellValues.withoutNul(value)).getBytes(StandardCharsets.UTF_8);
    }

    RowBuffer uuid(UUID value) {
        return int32(16).int64(value.getMostSignificantBits()).int64(value.getLeastSignificantBits());
    }

    /** One text of them all: each ends with U+001F, null is U+001E. The texts hold neither. */
    <T> RowBuffer joined(List<T> values, Function<T, @Nullable String> text) {
        int start = length;
        int32(0);
        for (T value : values) {
            String one = text.apply(value);
            bytes(one == null ? NULL_TEXT : utf8(one)).bytes(END_OF_TEXT);
        }
        return close(start);
    }

    /** One text of each element. */
    <T> RowBuffer texts(List<T> values, Function<T, @Nullable String> text) {
        int start = array(OID_TEXT, values.size());
        for (T value : values) {
            text(text.apply(value));
        }
        return close(start);
    }

    RowBuffer float8s(@Nullable List<Double> values) {
        if (values == null) {
            return nothing();
        }
        int start = array(OID_FLOAT8, values.size());
        values.forEach(this::float8);
        return close(start);
    }

    /** One-dimensional, lower bound 1; an empty array has no dimensions. */
    private int array(int elementOid, int size) {
        int start = length;
        int32(0).int32(size == 0 ? 0 : 1).int32(1).int32(elementOid);
        if (size > 0) {
            int32(size).int32(1);
        }
        return start;
    }

    private RowBuffer close(int start) {
        INT.set(bytes, start, length - start - 4);
        return this;
    }

    private RowBuffer int32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
        return this;
    }

    private RowBuffer int64(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
        return this;
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(length, more)));
        }
    }
}
