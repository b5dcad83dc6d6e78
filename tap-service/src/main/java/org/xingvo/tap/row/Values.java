package org.xingvo.tap.row;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.SqlType;

/** From a field to an object of Java, for formats that are not in a hurry. */
public final class Values {
    private static final LocalDateTime EPOCH = LocalDate.of(2000, 1, 1).atStartOfDay();
    /** What "infinity" becomes: the last and the first second that a time of four-digit years can name. */
    private static final LocalDateTime LAST = LocalDate.of(9999, 12, 31).atTime(LocalTime.of(23, 59, 59));

    private static final LocalDateTime FIRST = LocalDate.of(1, 1, 1).atStartOfDay();

    private Values() {}

    /**
     * The value: null, Boolean, Short, Integer, Long, Float, Double, String, LocalDateTime (UTC), byte[], or an array of
     * the primitive type or of String. An element of an array that is null becomes NaN, zero, false or the empty
     * string: no format has a null within an array.
     */
    public static @Nullable Object of(Tuple row, int field, SqlType type) {
        if (row.isNull(field)) {
            return null;
        }
        return switch (type) {
            case BOOLEAN -> row.truth(field);
            case SMALLINT -> row.int2(field);
            case INTEGER -> row.int4(field);
            case BIGINT -> row.int8(field);
            case REAL -> row.float4(field);
            case DOUBLE -> row.float8(field);
            case TEXT -> row.text(field);
            case TIMESTAMP -> time(row.int8(field));
            case BYTEA -> row.raw(field);
            case BOOLEAN_ARRAY -> booleans(row, field);
            case SMALLINT_ARRAY -> shorts(row, field);
            case INTEGER_ARRAY -> ints(row, field);
            case BIGINT_ARRAY -> longs(row, field);
            case REAL_ARRAY -> floats(row, field);
            case DOUBLE_ARRAY -> doubles(row, field);
            case TEXT_ARRAY -> texts(row, field);
        };
    }

    /**
     * A time without zone.
     *
     * @param micros since 2000-01-01T00:00:00; the extremes of the type are PostgreSQL's infinities
     * @return within the years 1 to 9999, which every format can name
     */
    public static LocalDateTime time(long micros) {
        if (micros == Long.MAX_VALUE) {
            return LAST;
        }
        if (micros == Long.MIN_VALUE) {
            return FIRST;
        }
        LocalDateTime time = EPOCH.plus(micros, ChronoUnit.MICROS);
        if (time.isAfter(LAST)) {
            return LAST;
        }
        return time.isBefore(FIRST) ? FIRST : time;
    }

    /** The numbers of an array of double precision. */
    public static double[] doubles(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
        double[] values = new double[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = elements.isNull() ? Double.NaN : bytes.getDouble(elements.start());
        }
        return values;
    }

    /** The texts of an array; null becomes the empty text. */
    public static String[] texts(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        String[] values = new String[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = elements.isNull()
                    ? ""
                    : new String(row.bytes(), elements.start(), elements.length(), StandardCharsets.UTF_8);
        }
        return values;
    }

    private static boolean[] booleans(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        boolean[] values = new boolean[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = !elements.isNull() && row.bytes()[elements.start()] != 0;
        }
        return values;
    }

    private static short[] shorts(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
        short[] values = new short[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = elements.isNull() ? 0 : bytes.getShort(elements.start());
        }
        return values;
    }

    private static int[] ints(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
        int[] values = new int[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = elements.isNull() ? 0 : bytes.getInt(elements.start());
        }
        return values;
    }

    private static long[] longs(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
        long[] values = new long[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = elements.isNull() ? 0 : bytes.getLong(elements.start());
        }
        return values;
    }

    private static float[] floats(Tuple row, int field) {
        Elements elements = Elements.of(row, field);
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes());
        float[] values = new float[elements.count()];
        for (int i = 0; elements.next(); i++) {
            values[i] = elements.isNull() ? Float.NaN : bytes.getFloat(elements.start());
        }
        return values;
    }
}
