package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are put together, numbers little-endian. One thread at a time. */
final class LittleBytes {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[256];
    private int used;

    int used() {
        return used;
    }

    void clear() {
        used = 0;
    }

    LittleBytes put1(int value) {
        room(1);
        bytes[used++] = (byte) value;
        return this;
    }

    LittleBytes put4(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, used, value);
        used += Integer.BYTES;
        return this;
    }

    LittleBytes put8(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, used, value);
        used += Long.BYTES;
        return this;
    }

    /** Seven bits a byte, the lowest first. */
    LittleBytes putVarint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            put1((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        return put1((int) left);
    }

    LittleBytes put(byte[] from) {
        room(from.length);
        System.arraycopy(from, 0, bytes, used, from.length);
        used += from.length;
        return this;
    }

    /** Sets a bit of the byte that was put last. */
    void setBit(int bit) {
        bytes[used - 1] |= (byte) (1 << bit);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, used);
    }

    private void room(int more) {
        if (bytes.length - used < more) {
            bytes = Arrays.copyOf(bytes, Math.max(used + more, bytes.length * 2));
        }
    }
}
