package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xingvo.tap.row.Tuple;

/** Bytes of rows on their way out, numbers big-endian but for some; grows with the longest row. One thread at a time. */
final class RowBytes implements Tuple.Sink {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_DECIMAL = 20;
    private static final int PIECE = 48 * 1024;

    private byte[] bytes;
    private int used;

    RowBytes() {
        this(64 * 1024);
    }

    /** @param capacity to begin with */
    RowBytes(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int used() {
        return used;
    }

    void clear() {
        used = 0;
    }

    /** True when there is enough to be worth a write. */
    boolean isPiece() {
        return used >= PIECE;
    }

    /** Writes what there is, and begins anew. */
    void sendTo(OutputStream out) throws IOException {
        out.write(bytes, 0, used);
        used = 0;
    }

    /** The same, but waits until it is worth a write. */
    void sendPieceTo(OutputStream out) throws IOException {
        if (isPiece()) {
            sendTo(out);
        }
    }

    void put1(int value) {
        room(1);
        bytes[used++] = (byte) value;
    }

    @Override
    public void put2(int value) {
        room(Short.BYTES);
        SHORTS.set(bytes, used, (short) value);
        used += Short.BYTES;
    }

    @Override
    public void put4(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, used, value);
        used += Integer.BYTES;
    }

    void put8(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, used, value);
        used += Long.BYTES;
    }

    /** The same with the lowest byte first. */
    void little4(int value) {
        put4(Integer.reverseBytes(value));
    }

    void little8(long value) {
        put8(Long.reverseBytes(value));
    }

    /** A number without sign, seven bits a byte, the lowest first. */
    void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            put1((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        put1((int) left);
    }

    @Override
    public void put(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, used, length);
        used += length;
    }

    void fill(int value, int number) {
        room(number);
        Arrays.fill(bytes, used, used + number, (byte) value);
        used += number;
    }

    void put4At(int place, int value) {
        INTS.set(bytes, place, value);
    }

    /** Sets bits of a byte that was written before. */
    void or(int place, int bits) {
        bytes[place] |= (byte) bits;
    }

    /** Text that is known to be ASCII. */
    void ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[used + i] = (byte) text.charAt(i);
        }
        used += length;
    }

    void utf8(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        put(encoded, 0, encoded.length);
    }

    /** A whole number in decimal digits. */
    void decimal(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        room(LONGEST_DECIMAL);
        long left = value;
        if (left < 0) {
            bytes[used++] = '-';
            left = -left;
        }
        int digits = 1;
        for (long limit = 10; digits < LONGEST_DECIMAL - 1 && left >= limit; limit *= 10) {
            digits++;
        }
        for (int i = used + digits - 1; i >= used; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        used += digits;
    }

    private void room(int more) {
        if (bytes.length - used < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(used, more), Math.min(bytes.length, 1 << 29) * 2));
        }
    }
}
