package org.xingvo.dali.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates of HTTP headers: written as IMF-fixdate, read in the three forms of RFC 9110, 5.6.7. */
public final class HttpDates {
    private static final DateTimeFormatter IMF = format("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

    private static final List<DateTimeFormatter> FORMS = List.of(
            IMF,
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 1980)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH),
            format("EEE MMM ppd HH:mm:ss yyyy"));

    private HttpDates() {}

    public static String print(Instant time) {
        return IMF.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    /** The time a header says; null if it is absent or no date, which is to be ignored. */
    public static @Nullable Instant parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        for (DateTimeFormatter form : FORMS) {
            Instant time = parse(header.strip(), form);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static @Nullable Instant parse(String text, DateTimeFormatter form) {
        try {
            return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
