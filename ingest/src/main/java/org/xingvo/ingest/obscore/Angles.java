package org.xingvo.ingest.obscore;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/**
 * Right ascensions and declinations as cards write them: degrees, hours, radians, sexagesimal with colons, blanks or
 * letters. Pure functions.
 */
final class Angles {
    /** h m s or d m s; a minus of "-00" counts. Seconds, or minutes, may have a fraction; seconds may be missing. */
    private static final Pattern SEXAGESIMAL = Pattern.compile("([+-]?)\\s*(\\d{1,3})[:hHdD°\\s]+(\\d{1,2}(?:\\.\\d*)?)"
            + "(?:[:'mM\\s]+(?:(\\d{1,2}(?:\\.\\d*)?)\\s*[sS\"]?)?)?");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eEdD][+-]?\\d+)?");
    /** A comment's own sexagesimal value is often rounded to seconds or tenths of minutes. */
    private static final double COMMENT_TOLERANCE_DEG = 0.1;

    private Angles() {}

    /** The right ascension of a card [deg], or null when the card holds no angle. */
    static @Nullable Double rightAscension(Card card) {
        return angle(card, true);
    }

    /** The declination of a card [deg], or null when the card holds no angle. */
    static @Nullable Double declination(Card card) {
        return angle(card, false);
    }

    private static @Nullable Double angle(Card card, boolean rightAscension) {
        String text = card.value() == null ? "" : card.value().strip();
        String comment = card.comment() == null ? "" : card.comment();
        if (DECIMAL.matcher(text).matches()) {
            double value = Double.parseDouble(text.replace('D', 'E').replace('d', 'e'));
            return value * unit(value, comment, rightAscension);
        }
        Double parts = sexagesimal(text);
        if (parts == null) {
            return null;
        }
        boolean hours = rightAscension && Math.abs(parts) < 24.0000001 && !saysDegreesOnly(text);
        return hours ? parts * 15 : parts;
    }

    private static boolean saysDegreesOnly(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("d") || lower.contains("°");
    }

    /** Degrees for one unit of a decimal number. Degrees unless the comment says otherwise, in words or by value. */
    private static double unit(double value, String comment, boolean rightAscension) {
        String words = comment.toLowerCase(Locale.ROOT);
        if (words.matches(".*\\b(radians?|rads?)\\b.*") && Math.abs(value) <= 2 * Math.PI) {
            return 180 / Math.PI;
        }
        if (words.matches(".*(\\bdeg\\b|degree).*")) {
            return 1;
        }
        if (rightAscension
                && Math.abs(value) <= 24
                && words.matches("h|hrs?|hour_?angle|.*(\\bhours?\\b|[\\[(](h|hrs?|hour_?angle)[])]).*")) {
            return 15;
        }
        if (words.matches("arcsec|.*\\[arcsec].*")) {
            return 1 / 3600.0;
        }
        if (words.matches("arcmin|.*\\[arcmin].*")) {
            return 1 / 60.0;
        }
        Matcher m = SEXAGESIMAL.matcher(comment);
        while (m.find()) {
            Double said = sexagesimal(m.group().strip());
            if (said == null) {
                continue;
            }
            double degrees = rightAscension ? said * 15 : said;
            double best = COMMENT_TOLERANCE_DEG;
            double unit = 0;
            for (double each : rightAscension ? new double[] {1, 180 / Math.PI, 15} : new double[] {1, 180 / Math.PI}) {
                double off = Math.abs(value * each - degrees);
                if (off < best) {
                    best = off;
                    unit = each;
                }
            }
            if (unit != 0) {
                return unit;
            }
        }
        return 1;
    }

    /** Signed value of three parts in units of the first, or null. */
    static @Nullable Double sexagesimal(String text) {
        Matcher m = SEXAGESIMAL.matcher(text);
        if (!m.matches()) {
            return null;
        }
        double first = Double.parseDouble(m.group(2));
        double minutes = Double.parseDouble(m.group(3));
        double seconds = m.group(4) == null ? 0 : Double.parseDouble(m.group(4));
        if (minutes > 60 || seconds > 60 || (m.group(4) != null && m.group(3).contains("."))) {
            return null;
        }
        double value = first + minutes / 60 + seconds / 3600;
        return m.group(1).equals("-") ? -value : value;
    }
}
