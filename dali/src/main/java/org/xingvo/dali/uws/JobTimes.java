package org.xingvo.dali.uws;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Shown;

/** Times as UWS 1.1 writes them (section 2.2.1): ISO 8601 in UTC with T and Z. */
final class JobTimes {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd")
            .optionalStart()
            .appendLiteral('T')
            .appendPattern("HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalEnd()
            .optionalEnd()
            .optionalStart()
            .appendLiteral('Z')
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter(Locale.ROOT);

    private JobTimes() {}

    static String text(Instant time) {
        return TEXT.format(time);
    }

    /** A time in UTC, the date alone, or without seconds, fraction or Z, too. */
    static Instant parse(String parameter, String text) {
        try {
            LocalDateTime time = LocalDateTime.parse(text.strip().replace(' ', 'T'), READ);
            if (time.getYear() < 1 || time.getYear() > 9999) {
                throw new DateTimeException("year");
            }
            return time.toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new DaliFault(
                    DaliFault.Kind.USAGE,
                    "Parameter %s: expected a time as 2030-12-31T23:59:59Z, found '%s'"
                            .formatted(parameter, Shown.of(text)),
                    e);
        }
    }
}
