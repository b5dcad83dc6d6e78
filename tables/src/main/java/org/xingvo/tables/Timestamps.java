package org.xingvo.tables;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as DALI 1.1, section 3.3.3, writes them; a blank instead of the T is taken, too. Pure functions. */
final class Timestamps {
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d\\d?)-(\\d\\d?)(?:[T ](\\d\\d?):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9})\\d*)?)?)?\\s*Z?");

    private Timestamps() {}

    /** UTC, or null for what is no point in time. A leap second is the last microsecond of the second before it. */
    static @Nullable LocalDateTime parse(String text) {
        Matcher m = ISO.matcher(text.strip());
        if (!m.matches()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
            boolean leap = number(m, 6) == 60;
            String fraction = m.group(7) == null ? "" : m.group(7);
            int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
            LocalTime time =
                    LocalTime.of(number(m, 4), number(m, 5), leap ? 59 : number(m, 6), leap ? 999_999_000 : nanos);
            return LocalDateTime.of(date, time);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }
}
