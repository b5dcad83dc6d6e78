package org.xingvo.ingest.expression;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Card.ValueType;

/** What an expression gives, when it gives something. Immutable. */
public sealed interface Value {
    Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
    Pattern REAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eEdD][+-]?[0-9]{1,5})?");

    record Whole(long number) implements Value {}

    /**
     * A finite number.
     *
     * @param number neither NaN nor infinite
     */
    record Real(double number) implements Value {}

    record Text(String text) implements Value {}

    record Truth(boolean truth) implements Value {}

    /** The value of a card; null when it has none. */
    static @Nullable Value of(@Nullable Card card) {
        if (card == null || card.value() == null) {
            return null;
        }
        String text = card.value();
        return switch (card.type()) {
            case LOGICAL -> new Truth(text.strip().equals("T"));
            case INTEGER, REAL -> number(text);
            case STRING, COMPLEX -> new Text(text);
            case UNDEFINED, NONE -> null;
        };
    }

    static @Nullable Value real(double number) {
        return Double.isFinite(number) ? new Real(number) : null;
    }

    /** The number that a text is, with the exponents of Fortran, or null. */
    static @Nullable Value number(String text) {
        String digits = text.strip();
        if (WHOLE.matcher(digits).matches()) {
            try {
                return new Whole(Long.parseLong(digits));
            } catch (NumberFormatException e) {
                // larger than 64 bits: as a real number
            }
        }
        if (digits.length() <= 70 && REAL.matcher(digits).matches()) {
            return real(Double.parseDouble(digits.replace('D', 'E').replace('d', 'e')));
        }
        return null;
    }

    /** As a card, the form that columns take values from. */
    default Card card(String keyword) {
        return switch (this) {
            case Whole(long number) -> new Card(keyword, Long.toString(number), ValueType.INTEGER, null);
            case Real(double number) -> new Card(keyword, Double.toString(number), ValueType.REAL, null);
            case Text(String text) -> new Card(keyword, text, ValueType.STRING, null);
            case Truth(boolean truth) -> new Card(keyword, truth ? "T" : "F", ValueType.LOGICAL, null);
        };
    }

    /** This value if it is a number or a text that is one; else null. */
    default @Nullable Value asNumber() {
        return switch (this) {
            case Whole whole -> whole;
            case Real real -> real;
            case Text(String text) -> number(text);
            case Truth truth -> null;
        };
    }

    /** The number, or null. */
    default @Nullable Double asDouble() {
        return switch (asNumber()) {
            case Whole(long number) -> (double) number;
            case Real(double number) -> number;
            case null, default -> null;
        };
    }

    /** The text that people would write for it. */
    default String asText() {
        return switch (this) {
            case Whole(long number) -> Long.toString(number);
            case Real(double number) -> Double.toString(number);
            case Text(String text) -> text;
            case Truth(boolean truth) -> Boolean.toString(truth).toLowerCase(Locale.ROOT);
        };
    }
}
