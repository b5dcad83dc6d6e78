package org.xingvo.tap.row;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's binary form, made without a database. */
public final class TestTuples {
    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);

    private TestTuples() {}

    /** A row of values as {@link Values#of} gives them. */
    public static Tuple of(@Nullable Object... values) {
        byte[] @Nullable [] fields = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            fields[i] = value == null ? null : bytes(value);
        }
        Tuple row = new Tuple(values.length);
        row.set(fields);
        return row;
    }

    private static byte[] bytes(Object value) {
        return switch (value) {
            case Boolean b -> new byte[] {(byte) (b ? 1 : 0)};
            case Short n -> ByteBuffer.allocate(2).putShort(n).array();
            case Integer n -> ByteBuffer.allocate(4).putInt(n).array();
            case Long n -> ByteBuffer.allocate(8).putLong(n).array();
            case Float n -> ByteBuffer.allocate(4).putFloat(n).array();
            case Double n -> ByteBuffer.allocate(8).putDouble(n).array();
            case LocalDateTime time ->
                ByteBuffer.allocate(8)
                        .putLong(ChronoUnit.MICROS.between(EPOCH, time))
                        .array();
            case byte[] raw -> raw;
            default ->
                value.getClass().isArray() ? array(value) : value.toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] array(Object array) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            int length = Array.getLength(array);
            out.writeInt(length == 0 ? 0 : 1);
            out.writeInt(0);
            out.writeInt(0);
            if (length > 0) {
                out.writeInt(length);
                out.writeInt(1);
            }
            for (int i = 0; i < length; i++) {
                Object element = Array.get(array, i);
                if (element == null) {
                    out.writeInt(-1);
                } else {
                    byte[] each = bytes(element);
                    out.writeInt(each.length);
                    out.write(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
