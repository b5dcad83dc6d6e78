package org.xingvo.tap.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row in PostgreSQL's binary form: for each field its bytes, numbers big-endian, or no bytes at all for null.
 * Changes with every row: whoever needs a value later copies it. One thread at a time.
 */
public final class Tuple {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int NULL = -1;

    private byte[] bytes = {};
    private final int[] starts;
    private final int[] lengths;

    /** @param fields in every row */
    public Tuple(int fields) {
        this.starts = new int[fields];
        this.lengths = new int[fields];
        Arrays.fill(lengths, NULL);
    }

    /**
     * Takes a row as COPY sends it: a count of 16 bits, then each field as a length of 32 bits, -1 for null, and its
     * bytes.
     *
     * @param from where the count stands
     * @return where the row ends
     * @throws IllegalStateException if the row has another number of fields, or ends early
     */
    public int set(byte[] row, int from) {
        int found = (short) SHORTS.get(row, from);
        if (found != starts.length) {
            throw new IllegalStateException("row: expected %d fields, found %d".formatted(starts.length, found));
        }
        bytes = row;
        int at = from + Short.BYTES;
        for (int i = 0; i < found; i++) {
            int length = (int) INTS.get(row, at);
            at += Integer.BYTES;
            starts[i] = at;
            lengths[i] = length;
            if (length > 0) {
                at += length;
            }
        }
        if (at > row.length) {
            throw new IllegalStateException("row: expected %d bytes, found %d".formatted(at, row.length));
        }
        return at;
    }

    /** Takes a row as separate values, null for null. */
    public void set(byte[] @Nullable [] values) {
        int size = 0;
        for (byte[] value : values) {
            size += value == null ? 0 : value.length;
        }
        byte[] row = new byte[size];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            byte[] value = values[i];
            starts[i] = at;
            lengths[i] = NULL;
            if (value != null) {
                lengths[i] = value.length;
                System.arraycopy(value, 0, row, at, value.length);
                at += value.length;
            }
        }
        bytes = row;
    }

    public int fields() {
        return starts.length;
    }

    public boolean isNull(int field) {
        return lengths[field] == NULL;
    }

    /** What all fields lie in, each from {@link #start} on. */
    public byte[] bytes() {
        return bytes;
    }

    public int start(int field) {
        return starts[field];
    }

    /** Bytes of a field, -1 if it is null. */
    public int length(int field) {
        return lengths[field];
    }

    public boolean truth(int field) {
        return bytes[starts[field]] != 0;
    }

    public short int2(int field) {
        return (short) SHORTS.get(bytes, starts[field]);
    }

    public int int4(int field) {
        return (int) INTS.get(bytes, starts[field]);
    }

    public long int8(int field) {
        return (long) LONGS.get(bytes, starts[field]);
    }

    public float float4(int field) {
        return Float.intBitsToFloat(int4(field));
    }

    public double float8(int field) {
        return Double.longBitsToDouble(int8(field));
    }

    public String text(int field) {
        return new String(bytes, starts[field], lengths[field], StandardCharsets.UTF_8);
    }

    public byte[] raw(int field) {
        return Arrays.copyOfRange(bytes, starts[field], starts[field] + lengths[field]);
    }

    /** Where a row is written to in the form that {@link #set(byte[], int)} reads. */
    public interface Sink {
        void put2(int value);

        void put4(int value);

        void put(byte[] from, int start, int length);
    }

    public void writeTo(Sink sink) {
        sink.put2(starts.length);
        for (int i = 0; i < starts.length; i++) {
            sink.put4(lengths[i]);
            if (lengths[i] > 0) {
                sink.put(bytes, starts[i], lengths[i]);
            }
        }
    }
}
