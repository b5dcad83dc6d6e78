package org.xingvo.ingest.collection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/**
 * One value a keyword for one file: of the first card that has a value, looked for in the headers in the order of the
 * file and then in the columns of one-row tables. Immutable after {@link #of}.
 */
public final class HeaderValues {
    private final Map<String, Card> cards = new LinkedHashMap<>();

    private HeaderValues() {}

    public static HeaderValues of(List<HduHeader> hdus) {
        HeaderValues values = new HeaderValues();
        for (HduHeader hdu : hdus) {
            for (Card card : hdu.cards()) {
                values.add(card);
            }
        }
        for (HduHeader hdu : hdus) {
            FirstRow.cards(hdu).forEach(values::add);
        }
        return values;
    }

    /** The card of a keyword, or null. */
    public @Nullable Card card(String keyword) {
        return cards.get(keyword);
    }

    /** All cards that could be columns, in the order of the file. */
    Iterable<Card> all() {
        return cards.values();
    }

    private void add(Card card) {
        if (card.type() == Card.ValueType.NONE || Structural.is(card.keyword())) {
            return;
        }
        Card known = cards.get(card.keyword());
        if (known == null || (known.value() == null && card.value() != null)) {
            cards.put(card.keyword(), card);
        }
    }
}
