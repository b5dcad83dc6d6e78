package org.xingvo.tables;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One row in PostgreSQL's binary COPY format (PostgreSQL documentation, COPY, "Binary Format"), used again for the
 * next. One thread at a time.
 */
public final class RowBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[4096];
    private int length;
    private boolean nonAscii;

    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** True if a text since the last call had a character outside ASCII. */
    boolean takeNonAscii() {
        boolean was = nonAscii;
        nonAscii = false;
        return was;
    }

    public void begin(int columns) {
        length = 0;
        int16(columns);
    }

    public void nothing() {
        int32(-1);
    }

    void bool(boolean value) {
        room(5);
        INT.set(bytes, length, 1);
        bytes[length + 4] = (byte) (value ? 1 : 0);
        length += 5;
    }

    void int2(int value) {
        room(6);
        INT.set(bytes, length, 2);
        SHORT.set(bytes, length + 4, (short) value);
        length += 6;
    }

    void int4(int value) {
        room(8);
        INT.set(bytes, length, 4);
        INT.set(bytes, length + 4, value);
        length += 8;
    }

    void int8(long value) {
        room(12);
        INT.set(bytes, length, 8);
        LONG.set(bytes, length + 4, value);
        length += 12;
    }

    void float4(float value) {
        int4(Float.floatToIntBits(value));
    }

    public void float8(double value) {
        int8(Double.doubleToLongBits(value));
    }

    /** Text without its trailing blanks and NULs; null when nothing is left. NULs and lone surrogates become "?". */
    void text(String value) {
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == 0)) {
            end--;
        }
        if (end == 0) {
            nothing();
            return;
        }
        element(value, end);
    }

    /** The same for an element of an array, which is kept when it is empty. */
    void element(String value, int end) {
        room(4 + end);
        int at = length + 4;
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0x7F) {
                unicode(value.substring(0, end));
                return;
            }
            bytes[at++] = (byte) c;
        }
        INT.set(bytes, length, end);
        length = at;
    }

    private void unicode(String value) {
        byte[] utf8 = value.replace('\0', '?').getBytes(StandardCharsets.UTF_8);
        nonAscii |= value.chars().anyMatch(c -> c > 0x7F);
        room(4 + utf8.length);
        INT.set(bytes, length, utf8.length);
        System.arraycopy(utf8, 0, bytes, length + 4, utf8.length);
        length += 4 + utf8.length;
    }

    /** Begins an array of one dimension with lower bound 1; an empty one has no dimensions. */
    int beginArray(int elementOid, int size) {
        int start = length;
        int32(0);
        int32(size == 0 ? 0 : 1);
        int32(0);
        int32(elementOid);
        if (size > 0) {
            int32(size);
            int32(1);
        }
        return start;
    }

    void endArray(int start) {
        INT.set(bytes, start, length - start - 4);
    }

    private void int16(int value) {
        room(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
    }

    private void int32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(bytes.length, 2), Math.addExact(length, more)));
        }
    }
}
