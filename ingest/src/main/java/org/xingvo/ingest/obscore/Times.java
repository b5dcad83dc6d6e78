package org.xingvo.ingest.obscore;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/**
 * When an observation was made. Immutable. MJD cards are preferred to dates, dates with a time to dates without; a
 * local time is used only when it can be turned into UTC. A day without a time is the whole day.
 *
 * @param start MJD UTC [d], or null
 * @param stop MJD UTC [d], not before start, or null
 * @param exposureSeconds [s], or null
 * @param reason why there is no start, or why it is doubtful: a stable short code, a colon and words; null: neither
 */
record Times(
        @Nullable Double start,
        @Nullable Double stop,
        @Nullable Double exposureSeconds,
        @Nullable String reason) {
    private static final List<String> EXPOSURE =
            List.of("EXPTIME", "EXPOSURE", "XPOSURE", "TEXPTIME", "EXP_TIME", "EXPOSED", "ITIME", "ELAPTIME", "EXPT");
    private static final List<String> OGIP_EXPOSURE = List.of("EXPOSURE", "LIVETIME", "ONTIME", "EXPTIME");

    private static final double DAY_SECONDS = 86_400;
    private static final double EARLIEST_MJD = -30_000;
    private static final double LATEST_MJD = 90_000;
    private static final double QUARTER_HOUR = 900;
    private static final String[] DATES = {
        "DATE-BEG", "DATE-OBS", "DATE_OBS", "DATEOBS", "DATE_BEG", "UTC-OBS", "UT-DATE", "UTDATE", "PSTRTIME"
    };
    /** An observation longer than this has a wrong end. */
    private static final double LONGEST_DAYS = 366 * 30;

    static Times of(Header header) {
        Double exposure = exposure(header);
        for (HduHeader hdu : header.hdus()) {
            Times times = of(hdu, header, exposure);
            if (times != null) {
                return times;
            }
        }
        return new Times(null, null, exposure, missing(header));
    }

    /** Why no card was a time. */
    private static String missing(Header header) {
        Card unreadable = null;
        for (HduHeader hdu : header.hdus()) {
            for (String keyword : DATES) {
                Card card = Header.card(hdu, keyword);
                if (card != null && saysLocal(card)) {
                    return "local-time: %s is %s in local time, and nothing tells the zone"
                            .formatted(keyword, card.value());
                }
                if (card != null && Dates.toUtc(0, scale(hdu, header)) == null) {
                    return "local-time: TIMESYS is " + scale(hdu, header);
                }
                unreadable = unreadable == null && card != null ? card : unreadable;
            }
        }
        return unreadable == null
                ? "no-time: no card names a date or an MJD"
                : "not-a-date: %s is %s".formatted(unreadable.keyword(), unreadable.value());
    }

    private static @Nullable Times of(HduHeader hdu, Header header, @Nullable Double exposure) {
        String scale = scale(hdu, header);
        Times local = local(hdu, exposure);
        if (local != null) {
            return local;
        }
        Double start =
                utc(mjd(hdu, "MJD-BEG", "MJD-STR", "EXPSTART", "MJD-OBS", "MJD_OBS", "OBSMJD", "MJDSTART"), scale);
        Double stop = utc(mjd(hdu, "MJD-END", "EXPEND", "MJD_END", "MJDEND"), scale);
        Double tai = Header.number(hdu, "TAI-BEG");
        if (start == null && tai != null && sane(tai / DAY_SECONDS)) {
            start = utc(tai / DAY_SECONDS, "TAI");
            Double end = Header.number(hdu, "TAI-END");
            stop = end == null ? null : utc(end / DAY_SECONDS, "TAI");
        }
        boolean day = false;
        Dates.Moment moment = date(hdu, DATES);
        String reason = null;
        if (start != null && moment != null) {
            Double said = moment.hasTime() ? utc(moment.mjd(), moment.zoned() ? null : scale) : null;
            reason = contradiction(start, moment, said, exposure);
            boolean night = start == Math.rint(start);
            start = said != null && (reason != null || night) ? said : start;
        }
        Double reference = reference(hdu);
        if (start == null) {
            Card seconds = Header.card(hdu, "TSTART");
            if (moment != null && moment.hasTime()) {
                start = utc(moment.mjd(), moment.zoned() ? null : scale);
            } else if (seconds != null && reference != null) {
                start = elapsed(hdu, "TSTART", reference, scale);
            } else if (moment != null) {
                Double clock = clock(hdu);
                day = clock == null;
                start = clock == null ? (Double) moment.mjd() : utc(moment.mjd() + clock / DAY_SECONDS, scale);
                reason = day ? "day-only: a date without a time of day; the whole day is meant" : null;
            }
            reason = start != null && moment != null && moment.doubt() != null ? moment.doubt() : reason;
        }
        if (start == null) {
            Double mjd = mjd(hdu, "MJD");
            start = mjd == null || mjd == Math.rint(mjd) ? null : utc(mjd, scale);
        }
        if (start == null) {
            return null;
        }
        if (stop == null) {
            stop = end(hdu, scale);
        }
        if (stop == null && reference != null) {
            stop = elapsed(hdu, "TSTOP", reference, scale);
        }
        return new Times(start, stop(start, stop, exposure, day), exposure, reason);
    }

    /**
     * MJD cards and a date that name different moments. They agree within the exposure and a quarter of an hour: some
     * name the start, others the middle; a date without time agrees with the night before and the day after.
     */
    private static @Nullable String contradiction(
            double mjd, Dates.Moment moment, @Nullable Double said, @Nullable Double exposure) {
        boolean wholeDays = said == null || mjd == Math.rint(mjd);
        double allowed = wholeDays ? 1.5 : (QUARTER_HOUR + (exposure == null ? 0 : exposure)) / DAY_SECONDS;
        double date = said == null ? moment.mjd() + 0.5 : said;
        return Math.abs(date - mjd) <= allowed
                ? null
                : "contradiction: the MJD card is %.5f, the date is %.5f; the %s is taken"
                        .formatted(mjd, said == null ? moment.mjd() : said, said == null ? "MJD card" : "date");
    }

    private static double stop(double start, @Nullable Double stop, @Nullable Double exposure, boolean day) {
        if (stop != null && stop >= start && stop - start < LONGEST_DAYS) {
            return stop;
        }
        if (day) {
            return start + 1;
        }
        return exposure == null ? start : start + exposure / DAY_SECONDS;
    }

    private static @Nullable Double end(HduHeader hdu, @Nullable String scale) {
        Dates.Moment moment = date(hdu, "DATE-END", "DATE_END", "DATEEND");
        if (moment == null) {
            return null;
        }
        if (moment.hasTime()) {
            return utc(moment.mjd(), moment.zoned() ? null : scale);
        }
        Card time = Header.card(hdu, "TIME-END", "UTEND", "UT-END");
        Double clock = time == null ? null : Dates.clock(time.value());
        return clock == null ? null : utc(moment.mjd() + clock / DAY_SECONDS, scale);
    }

    /**
     * Start and end in local time, with a moment of UTC between them: the zone is the whole number of hours that puts
     * it there, if only one does.
     */
    private static @Nullable Times local(HduHeader hdu, @Nullable Double exposure) {
        Card begin = Header.card(hdu, "DATE-BEG");
        Card end = Header.card(hdu, "DATE-END");
        Card middle = Header.card(hdu, "DATE-OBS");
        if (begin == null || end == null || middle == null || !saysLocal(begin) || saysLocal(middle)) {
            return null;
        }
        Dates.Moment b = Dates.parse(begin.value());
        Dates.Moment e = Dates.parse(end.value());
        Dates.Moment m = Dates.parse(middle.value());
        if (b == null || e == null || m == null || !b.hasTime() || !e.hasTime() || !m.hasTime()) {
            return null;
        }
        Integer found = null;
        for (int zone = -12; zone <= 14; zone++) {
            double shift = zone / 24.0;
            if (b.mjd() - shift <= m.mjd() && m.mjd() <= e.mjd() - shift) {
                if (found != null) {
                    return null;
                }
                found = zone;
            }
        }
        return found == null ? null : new Times(b.mjd() - found / 24.0, e.mjd() - found / 24.0, exposure, null);
    }

    private static Dates.@Nullable Moment date(HduHeader hdu, String... keywords) {
        Dates.Moment day = null;
        for (String keyword : keywords) {
            Card card = Header.card(hdu, keyword);
            Dates.Moment moment = card == null ? null : Dates.parse(card.value());
            if (card == null || moment == null || (saysLocal(card) && !moment.zoned())) {
                continue;
            }
            if (moment.hasTime()) {
                return moment;
            }
            day = day == null ? moment : day;
        }
        return day;
    }

    private static boolean saysLocal(Card card) {
        return card.comment() != null && card.comment().toLowerCase(Locale.ROOT).contains("local");
    }

    /** Seconds since midnight from cards beside a date without time. */
    private static @Nullable Double clock(HduHeader hdu) {
        for (String keyword : new String[] {
            "TIME-OBS",
            "TIME_OBS",
            "TIME-BEG",
            "UTSTART",
            "UT-START",
            "UT-STR",
            "UTC-OBS",
            "UT-OBS",
            "UTSHUT",
            "UTC",
            "UT",
            "TIME"
        }) {
            Card card = Header.card(hdu, keyword);
            Double clock = card == null || saysLocal(card) ? null : Dates.clock(card.value());
            if (clock != null) {
                return clock;
            }
        }
        Double seconds = Header.number(hdu, "TM-START");
        return seconds != null && seconds > 0 && seconds < DAY_SECONDS ? seconds : null;
    }

    private static @Nullable Double mjd(HduHeader hdu, String... keywords) {
        for (String keyword : keywords) {
            Double value = Header.number(hdu, keyword);
            if (value != null && value != 0 && sane(value)) {
                return value;
            }
        }
        return null;
    }

    private static boolean sane(double mjd) {
        return mjd > EARLIEST_MJD && mjd < LATEST_MJD && mjd != 0;
    }

    private static @Nullable Double utc(@Nullable Double mjd, @Nullable String scale) {
        return mjd == null ? null : Dates.toUtc(mjd, scale);
    }

    private static @Nullable String scale(HduHeader hdu, Header header) {
        String own = hdu.value("TIMESYS");
        return own == null || own.isBlank() ? header.primary().value("TIMESYS") : own;
    }

    /** MJDREF, whole or in two parts, or null. */
    private static @Nullable Double reference(HduHeader hdu) {
        Double whole = Header.number(hdu, "MJDREF");
        if (whole != null) {
            return sane(whole) ? whole : null;
        }
        Double days = Header.number(hdu, "MJDREFI");
        Double fraction = Header.number(hdu, "MJDREFF");
        return days == null || !sane(days) ? null : (Double) (days + (fraction == null ? 0 : fraction));
    }

    private static @Nullable Double elapsed(HduHeader hdu, String keyword, double reference, @Nullable String scale) {
        Double since = Header.number(hdu, keyword);
        Double zero = Header.number(hdu, "TIMEZERO");
        Double value = since == null || zero == null ? since : (Double) (since + zero);
        String unit = hdu.value("TIMEUNIT");
        boolean days = unit != null && unit.strip().toLowerCase(Locale.ROOT).startsWith("d");
        return value == null ? null : utc(reference + (days ? value : value / DAY_SECONDS), scale);
    }

    /** Exposure in seconds; a unit in the comment counts. In OGIP headers EXPTIME is that of one frame. */
    private static @Nullable Double exposure(Header header) {
        boolean ogip = header.card("TSTART", "LIVETIME", "ONTIME") != null;
        for (String keyword : ogip ? OGIP_EXPOSURE : EXPOSURE) {
            Card card = header.card(keyword);
            Double value = header.number(keyword);
            if (card != null && value != null && value > 0 && value < 1e10) {
                String words = card.comment() == null ? "" : card.comment().toLowerCase(Locale.ROOT);
                if (words.contains("[d]") || words.contains("[day")) {
                    return value * DAY_SECONDS;
                }
                if (words.contains("[ms]") || words.contains("millisec")) {
                    return value / 1000;
                }
                return words.contains("[min]") ? value * 60 : value;
            }
        }
        return null;
    }
}
