package org.xingvo.ingest.collection;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Value;
import org.xingvo.ingest.fits.Card;

/** The value of a column for one file. Stateless. */
public final class ColumnValues {
    private ColumnValues() {}

    /**
     * The card that a column's value comes from, or null when there is none or it has a null value of the column.
     */
    public static @Nullable Card card(ColumnDescription column, FileFacts facts) {
        Card card = switch (column.source()) {
            case ColumnSource.Keyword(String keyword, String hdu) ->
                hdu == null ? facts.values().card(keyword) : facts.card(keyword, hdu);
            case ColumnSource.Computed computed -> {
                Value value = computed.expression().evaluate(facts, computed.hdu());
                yield value == null ? null : value.card(column.name());
            }
        };
        return card == null || card.value() == null || isNull(card.value(), column.nulls()) ? null : card;
    }

    /** What a file lacks of the values that every file must have, as a sentence; null: nothing. */
    public static @Nullable String missing(CollectionDescription description, FileFacts facts) {
        for (ColumnDescription column : description.columns()) {
            if (!column.nullable()) {
                Card card = card(column, facts);
                if (card == null || CellValues.of(card, column.type()) == null) {
                    return "column %s: expected a value of type %s from %s, found %s"
                            .formatted(
                                    column.name(),
                                    column.type().word(),
                                    column.origin(),
                                    card == null ? "none" : "'" + card.value() + "'");
                }
            }
        }
        return null;
    }

    static boolean isNull(String value, List<String> nulls) {
        if (nulls.isEmpty()) {
            return false;
        }
        String text = value.strip();
        Double number = CellValues.real(text);
        for (String none : nulls) {
            Double its = number == null ? null : CellValues.real(none);
            if (text.equals(none.strip()) || (its != null && its.equals(number))) {
                return true;
            }
        }
        return false;
    }
}
