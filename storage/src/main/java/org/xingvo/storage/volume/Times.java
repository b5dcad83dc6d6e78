package org.xingvo.storage.volume;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the format keeps them: microseconds since 1970-01-01T00:00:00Z. */
public final class Times {
    private Times() {}

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
