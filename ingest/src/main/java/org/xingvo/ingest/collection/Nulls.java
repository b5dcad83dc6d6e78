package org.xingvo.ingest.collection;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/** Values that stand for "none" in every survey that writes them. */
final class Nulls {
    private static final Set<String> WORDS = Set.of("N/A", "NULL", "UNDEFINED", "INDEF");

    private Nulls() {}

    /** The value of the card as a description would list it, if it is such a one; else null. */
    static @Nullable String of(Card card) {
        String value = card.value();
        if (value == null) {
            return null;
        }
        String text = value.strip();
        return switch (card.type()) {
            case INTEGER, REAL -> {
                Double number = CellValues.real(text);
                yield number != null && number == -9999 ? "-9999" : null;
            }
            case STRING -> WORDS.contains(text.toUpperCase(Locale.ROOT)) ? text : null;
            case LOGICAL, COMPLEX, UNDEFINED, NONE -> null;
        };
    }
}
