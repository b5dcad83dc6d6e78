package org.xingvo.ingest.collection;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/** From a card to the value of a column; what does not fit the type is null. */
public final class CellValues {
    private static final char REPLACEMENT = '?';

    private CellValues() {}

    /**
     * The value as {@code Boolean}, {@code Integer}, {@code Long}, {@code Double} or {@code String} according to the
     * type, or null when it does not fit.
     */
    public static @Nullable Object of(Card card, ColumnType type) {
        String value = card.value();
        if (value == null) {
            return null;
        }
        return switch (type) {
            case BOOLEAN -> bool(card);
            case INTEGER -> {
                Long number = whole(value);
                yield number != null && number == number.intValue() ? (Integer) number.intValue() : null;
            }
            case BIGINT -> whole(value);
            case DOUBLE -> card.type() == Card.ValueType.LOGICAL ? null : real(value);
            case TEXT -> ascii(value);
            case UNICODE -> withoutNul(value);
        };
    }

    static @Nullable Boolean bool(Card card) {
        if (card.type() != Card.ValueType.LOGICAL || card.value() == null) {
            return null;
        }
        return card.value().strip().equals("T");
    }

    static @Nullable Long integer(String value) {
        String digits = value.strip();
        int from = (digits.startsWith("+") || digits.startsWith("-")) ? 1 : 0;
        if (digits.length() - from < 1 || digits.length() - from > 19) {
            return null;
        }
        for (int i = from; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
        }
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** An integer, also when it is written with a decimal point. */
    private static @Nullable Long whole(String value) {
        Long number = integer(value);
        if (number != null) {
            return number;
        }
        Double real = real(value);
        return real != null && real == Math.rint(real) && Math.abs(real) < 1L << 53 ? (Long) real.longValue() : null;
    }

    static @Nullable Double real(String value) {
        String number = value.strip();
        if (number.isEmpty() || number.length() > 70) {
            return null;
        }
        if (!isNumber(number)) {
            return switch (number.toLowerCase(Locale.ROOT)) {
                case "nan" -> Double.NaN;
                case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> null;
            };
        }
        try {
            double parsed = Double.parseDouble(number.replace('D', 'E').replace('d', 'e'));
            return Double.isInfinite(parsed) ? null : (Double) parsed;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Java takes hexadecimal and a trailing f or d for numbers; FITS does not. */
    private static boolean isNumber(String text) {
        boolean digit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if ("+-.eEdD".indexOf(c) < 0) {
                return false;
            }
        }
        char last = text.charAt(text.length() - 1);
        return digit && (Character.isDigit(last) || last == '.');
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7E || text.charAt(i) < 0x20) {
                return false;
            }
        }
        return true;
    }

    /** Printable ASCII; everything else is a question mark. */
    public static String ascii(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder ascii = new StringBuilder(text.length());
        text.chars().forEach(c -> ascii.append(c > 0x7E || c < 0x20 ? REPLACEMENT : (char) c));
        return ascii.toString();
    }

    /** Text that PostgreSQL takes: no NUL, no lone surrogate. */
    public static String withoutNul(String text) {
        if (isAscii(text)) {
            return text;
        }
        String clean = text.replace('\0', '\uFFFD');
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        return encoder.canEncode(clean)
                ? clean
                : new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
