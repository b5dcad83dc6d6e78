package org.xingvo.vospace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.VospaceFault;

/** Reads parameters of the extensions, with what DALI says of intervals and times (DALI 1.1, section 3.3). */
final class Parameters {
    private Parameters() {}

    /** A number of things, from 1. */
    static int limit(@Nullable String text, int most) {
        if (text == null) {
            return Math.min(1000, most);
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1) {
            throw VospaceFault.invalidArgument("limit: expected a whole number from 1, found '" + text + "'");
        }
        return Math.min(Integer.parseInt(text), most);
    }

    /** The two ends of "low high"; "-Inf" and "+Inf" are no ends. */
    static @Nullable String[] interval(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return new @Nullable String[] {null, null};
        }
        String[] ends = text.strip().split("\\s+", -1);
        if (ends.length > 2) {
            throw VospaceFault.invalidArgument(name + ": expected one or two values, found '" + text + "'");
        }
        String low = ends[0];
        String high = ends[ends.length - 1];
        return new @Nullable String[] {
            low.equalsIgnoreCase("-Inf") ? null : low,
            high.equalsIgnoreCase("+Inf") || high.equalsIgnoreCase("Inf") ? null : high
        };
    }

    static @Nullable Long bytes(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw VospaceFault.invalidArgument(name + ": expected whole numbers of bytes, found '" + text + "'");
        }
        return Long.valueOf(text);
    }

    /** A time in UTC: a day, or a day with a time of day; as the end of an interval, a day is all of it. */
    static @Nullable Instant time(String name, @Nullable String text, boolean end) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                return (end ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
            String plain = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
            return LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw VospaceFault.invalidArgument(
                    name + ": expected times as YYYY-MM-DD or YYYY-MM-DDThh:mm:ss, found '" + text + "'");
        }
    }
}
