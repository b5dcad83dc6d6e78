package org.xingvo.tables;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a column writes an angle. */
public enum AngleForm {
    DEGREES(1),
    RADIANS(180 / Math.PI),
    HOURS(15),
    ARCMINUTES(1.0 / 60),
    ARCSECONDS(1.0 / 3600),
    MILLIARCSECONDS(1.0 / 3_600_000),
    /** Text, "12 34 56.7" or "12:34:56.7" or "12h34m56.7s"; a first part in hours. */
    SEXAGESIMAL_HOURS(15),
    /** The same with a first part in degrees; a sign before "00" counts. */
    SEXAGESIMAL_DEGREES(1);

    private static final Pattern SIGN = Pattern.compile("^[+-]\\s*");
    private static final Pattern LETTERS = Pattern.compile("[hHdDmMsS:'\"\u00b0\u2032\u2033]");
    private static final Pattern PARTS = Pattern.compile("\\s+");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,3}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}(\\.\\d*)?");

    private final double degrees;

    AngleForm(double degrees) {
        this.degrees = degrees;
    }

    public boolean isText() {
        return this == SEXAGESIMAL_HOURS || this == SEXAGESIMAL_DEGREES;
    }

    /** What the column's unit says; degrees for numbers without one; empty for a unit that is none of an angle. */
    static Optional<AngleForm> of(TableColumn column, boolean rightAscension) {
        if (column.isArray()) {
            return Optional.empty();
        }
        if (column.kind() == ValueKind.TEXT) {
            return Optional.of(rightAscension ? SEXAGESIMAL_HOURS : SEXAGESIMAL_DEGREES);
        }
        if (!column.isNumber()) {
            return Optional.empty();
        }
        String unit = column.unit() == null ? "" : column.unit().toLowerCase(Locale.ROOT);
        return switch (unit) {
            case "", "unitless", "deg", "degs", "degree", "degrees", "deg.", "d", "°" -> Optional.of(DEGREES);
            case "rad", "rads", "radian", "radians" -> Optional.of(RADIANS);
            case "h", "hr", "hrs", "hour", "hours", "hourangle" ->
                rightAscension ? Optional.of(HOURS) : Optional.empty();
            case "arcmin" -> Optional.of(ARCMINUTES);
            case "arcsec" -> Optional.of(ARCSECONDS);
            case "mas" -> Optional.of(MILLIARCSECONDS);
            default -> Optional.empty();
        };
    }

    /** Degrees, NaN for what is none. */
    public double degrees(@Nullable Object cell) {
        if (cell instanceof Number number) {
            return isText() ? Double.NaN : number.doubleValue() * degrees;
        }
        return isText() && cell instanceof String text ? sexagesimal(text) : Double.NaN;
    }

    /** Parts divided by blanks, colons or letters; one part alone is degrees; NaN for anything else. */
    private double sexagesimal(String text) {
        String words = text.strip();
        boolean negative = words.startsWith("-");
        List<String> parts = PARTS.splitAsStream(
                        LETTERS.matcher(SIGN.matcher(words).replaceFirst(""))
                                .replaceAll(" ")
                                .strip())
                .toList();
        if (parts.size() > 3) {
            return Double.NaN;
        }
        double value = 0;
        double share = 1;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            if (!(last ? DECIMAL : WHOLE).matcher(parts.get(i)).matches()) {
                return Double.NaN;
            }
            double part = Double.parseDouble(parts.get(i));
            if (i > 0 && part > 60) {
                return Double.NaN;
            }
            value += part / share;
            share *= 60;
        }
        return (negative ? -value : value) * (parts.size() == 1 ? 1 : degrees);
    }
}
