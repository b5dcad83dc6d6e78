package org.xingvo.ingest.fits;

import org.jspecify.annotations.Nullable;

/** Numbers as FITS writes them: exponents with E or D, a leading plus, whole numbers with a decimal point. */
final class Numbers {
    private Numbers() {}

    /** A finite number, or null. */
    static @Nullable Double real(@Nullable String text) {
        String s = text == null ? "" : text.strip();
        if (s.isEmpty() || s.length() > 70 || !isRealText(s)) {
            return null;
        }
        try {
            double value = Double.parseDouble(s.replace('D', 'E').replace('d', 'e'));
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** A whole number that fits a long, or null. */
    static @Nullable Long integer(@Nullable String text) {
        String s = text == null ? "" : text.strip();
        if (isIntegerText(s)) {
            try {
                return Long.parseLong(s);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        Double value = real(s);
        return value != null && Math.abs(value) < 1e15 && value == Math.rint(value) ? (Long) value.longValue() : null;
    }

    static boolean isIntegerText(String s) {
        int start = !s.isEmpty() && (s.charAt(0) == '+' || s.charAt(0) == '-') ? 1 : 0;
        for (int i = start; i < s.length(); i++) {
            if (!isDigit(s.charAt(i))) {
                return false;
            }
        }
        return s.length() > start;
    }

    /** Digits with at most one point, then an exponent perhaps; no names like NaN, no hexadecimals, no suffix. */
    static boolean isRealText(String s) {
        int i = !s.isEmpty() && (s.charAt(0) == '+' || s.charAt(0) == '-') ? 1 : 0;
        int digits = 0;
        int points = 0;
        while (i < s.length() && (isDigit(s.charAt(i)) || s.charAt(i) == '.')) {
            if (s.charAt(i) == '.') {
                points++;
            } else {
                digits++;
            }
            i++;
        }
        if (digits == 0 || points > 1) {
            return false;
        }
        return i == s.length() || ("EeDd".indexOf(s.charAt(i)) >= 0 && isIntegerText(s.substring(i + 1)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
