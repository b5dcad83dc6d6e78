package org.xingvo.ingest.obscore;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates as headers write them, as MJD [d]. Pure functions. Source: FITS 4.0, section 9.1, and older habits. */
final class Dates {
    private static final String TIME = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d*)?))?";
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T_ ]+" + TIME + "\\s*(Z|UTC?|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern SLASHES =
            Pattern.compile("(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4}|\\d{2})(?:[T ]+" + TIME + ")?");
    private static final Pattern MONTH_NAME =
            Pattern.compile("(\\d{1,2})[- ]([A-Z]{3})[A-Z]*[- ](\\d{4}|\\d{2})(?:[T ]+" + TIME + ")?");
    private static final Pattern DAY_OF_YEAR = Pattern.compile("(\\d{4})[.:-](\\d{3})(?:[:T]" + TIME + ")?");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern CLOCK = Pattern.compile(TIME);
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    /** Days that clocks and programs begin with; no telescope's log does. */
    private static final List<LocalDate> FILLERS =
            List.of(LocalDate.of(1900, 1, 1), LocalDate.of(1970, 1, 1), LocalDate.of(1858, 11, 17));

    private static final Pattern ZONE = Pattern.compile("[A-Z]{1,3}[SD]T|LOCAL.*");

    private static final long MJD_OF_EPOCH = 40_587;
    private static final double DAY_SECONDS = 86_400;

    /** MJD from which TAI - UTC had the value of the same place in the other list. Source: IERS Bulletin C. */
    private static final int[] LEAP_MJD = {
        41317, 41499, 41683, 42048, 42413, 42778, 43144, 43509, 43874, 44239, 44786, 45151, 45516, 46247, 47161, 47892,
        48257, 48804, 49169, 49534, 50083, 50630, 51179, 53736, 54832, 56109, 57204, 57754
    };

    private static final int FIRST_TAI_UTC = 10;
    private static final double TT_TAI = 32.184;
    private static final double TAI_GPS = 19;

    private Dates() {}

    /**
     * A date.
     *
     * @param mjd of the moment, or of midnight when only a day is said [d]
     * @param hasTime a time of day was said
     * @param zoned a zone was said and has been applied
     * @param doubt why it could be another day, in the form of a reason; null: it could not
     */
    record Moment(
            double mjd,
            boolean hasTime,
            boolean zoned,
            @Nullable String doubt) {
        Moment doubted(@Nullable String why) {
            return new Moment(mjd, hasTime, zoned, why);
        }
    }

    static @Nullable Moment parse(@Nullable String text) {
        String s = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
        try {
            Matcher m = ISO.matcher(s);
            if (m.matches()) {
                LocalDate date = LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3)));
                return moment(date, m, 4, m.group(7));
            }
            m = SLASHES.matcher(s);
            if (m.matches()) {
                int a = number(m.group(1));
                int b = number(m.group(2));
                boolean monthFirst = b > 12;
                Moment moment =
                        moment(LocalDate.of(year(m.group(3)), monthFirst ? a : b, monthFirst ? b : a), m, 4, null);
                return moment == null ? null : moment.doubted(doubt(s, a, b, m.group(3)));
            }
            m = MONTH_NAME.matcher(s);
            if (m.matches() && MONTHS.contains(m.group(2))) {
                LocalDate date = LocalDate.of(year(m.group(3)), MONTHS.indexOf(m.group(2)) + 1, number(m.group(1)));
                return moment(date, m, 4, null);
            }
            m = DAY_OF_YEAR.matcher(s);
            if (m.matches()) {
                return moment(LocalDate.ofYearDay(number(m.group(1)), number(m.group(2))), m, 3, null);
            }
            m = COMPACT.matcher(s);
            return m.matches()
                    ? moment(LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3))), m, 4, null)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** FITS once wrote DD/MM/YY for the years 1900 to 1999 only; what differs from that can be read in two ways. */
    private static @Nullable String doubt(String text, int first, int second, String year) {
        if (year.length() == 2) {
            return number(year) < 50 ? "century: %s is read as 19%s".formatted(text, year) : null;
        }
        return first <= 12 && second <= 12 && first != second
                ? "day-or-month: %s is read as day/month/year".formatted(text)
                : null;
    }

    private static @Nullable Moment moment(LocalDate date, Matcher m, int timeGroup, @Nullable String zone) {
        double day = date.toEpochDay() + MJD_OF_EPOCH;
        if (date.getYear() < 1800 || date.getYear() > 2100 || FILLERS.contains(date)) {
            return null;
        }
        if (m.groupCount() < timeGroup + 2 || m.group(timeGroup) == null) {
            return new Moment(day, false, false, null);
        }
        Double seconds = seconds(m.group(timeGroup), m.group(timeGroup + 1), m.group(timeGroup + 2));
        if (seconds == null) {
            return null;
        }
        double shift = 0;
        if (zone != null && (zone.startsWith("+") || zone.startsWith("-"))) {
            String digits = zone.substring(1).replace(":", "");
            shift = (number(digits.substring(0, 2)) * 3600
                            + (digits.length() > 2 ? number(digits.substring(2)) : 0) * 60)
                    * (zone.startsWith("-") ? 1 : -1);
        }
        return new Moment(day + (seconds + shift) / DAY_SECONDS, true, zone != null, null);
    }

    /** Seconds of a time of day such as 12:34:56.7, or null. */
    static @Nullable Double clock(@Nullable String text) {
        Matcher m = CLOCK.matcher(text == null ? "" : text.strip());
        return m.matches() ? seconds(m.group(1), m.group(2), m.group(3)) : null;
    }

    private static @Nullable Double seconds(String hours, String minutes, @Nullable String seconds) {
        int h = number(hours);
        int m = number(minutes);
        double s = seconds == null ? 0 : Double.parseDouble(seconds);
        return h <= 24 && m <= 60 && s <= 61 ? (Double) (h * 3600 + m * 60 + s) : null;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    /** Two digits are of the twentieth century: the form with slashes ended with it. */
    private static int year(String digits) {
        int year = number(digits);
        return digits.length() == 2 ? 1900 + year : year;
    }

    /** From the scale that TIMESYS names to UTC; null for scales without a fixed way. */
    static @Nullable Double toUtc(double mjd, @Nullable String timesys) {
        String scale = timesys == null ? "" : timesys.strip().toUpperCase(Locale.ROOT);
        int paren = scale.indexOf('(');
        return switch (paren < 0 ? scale : scale.substring(0, paren).strip()) {
            case "TT", "TDT", "ET", "TDB", "TCB", "TCG" -> mjd - (leap(mjd) + TT_TAI) / DAY_SECONDS;
            case "TAI", "IAT" -> mjd - leap(mjd) / DAY_SECONDS;
            case "GPS", "GPST" -> mjd - (leap(mjd) - TAI_GPS) / DAY_SECONDS;
            case "LOCAL", "LT" -> null;
            // MST, HST, CEST, ... name a clock on the wall; GPST does not
            default -> ZONE.matcher(scale).matches() ? null : mjd;
        };
    }

    private static double leap(double mjd) {
        int n = 0;
        while (n < LEAP_MJD.length && LEAP_MJD[n] <= mjd) {
            n++;
        }
        return n == 0 ? 0 : FIRST_TAI_UTC + n - 1;
    }
}
