package org.xingvo.tap.result;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** How single values stand in a column: Parquet's types, with numbers as its Thrift definition has them. */
enum ParquetForm {
    BOOLEAN(0, -1),
    SHORT(1, 16),
    INT(1, -1),
    LONG(2, -1),
    FLOAT(4, -1),
    DOUBLE(5, -1),
    TEXT(6, 0),
    /** Microseconds since 1970, UTC. */
    TIME(2, 10);

    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    /** The physical type. */
    final int type;
    /** What it stands for (ConvertedType); -1: for itself. */
    final int meaning;

    ParquetForm(int type, int meaning) {
        this.type = type;
        this.meaning = meaning;
    }

    /**
     * Adds a value in the encoding PLAIN.
     *
     * @param before values of the page
     */
    void put(Object value, RowBytes page, long before) {
        switch (this) {
            case BOOLEAN -> {
                int bit = (int) (before % 8);
                if (bit == 0) {
                    page.put1(0);
                }
                if ((Boolean) value) {
                    page.or(page.used() - 1, 1 << bit);
                }
            }
            case SHORT, INT -> page.little4(((Number) value).intValue());
            case LONG -> page.little8(((Number) value).longValue());
            case FLOAT -> page.little4(Float.floatToRawIntBits(((Number) value).floatValue()));
            case DOUBLE -> page.little8(Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case TEXT -> {
                byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
                page.little4(utf8.length);
                page.put(utf8, 0, utf8.length);
            }
            case TIME -> page.little8(ChronoUnit.MICROS.between(EPOCH, (LocalDateTime) value));
        }
    }
}
