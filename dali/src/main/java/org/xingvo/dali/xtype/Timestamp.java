package org.xingvo.dali.xtype;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** A time in UTC as {@code YYYY-MM-DDThh:mm:ss[.S...]} (DALI 1.1, section 3.3.3). */
public final class Timestamp {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(java.util.Locale.ROOT);

    private Timestamp() {}

    public static String text(LocalDateTime utc) {
        return FORM.format(utc);
    }
}
