package org.xingvo.ingest.fits;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header of one HDU. Immutable.
 *
 * @param index 0 is the primary HDU
 * @param kind what the data unit is; a tile-compressed image is an {@code IMAGE} with its uncompressed axes
 * @param extname null: none
 * @param cards in the order of the file, END left out
 */
public record HduHeader(int index, Kind kind, @Nullable String extname, List<Card> cards) {
    /** What the data unit is. */
    public enum Kind {
        IMAGE,
        BINTABLE,
        ASCII_TABLE,
        OTHER
    }

    public HduHeader {
        cards = List.copyOf(cards);
    }

    /** The first card of a keyword that has a value, or null. */
    public @Nullable Card card(String keyword) {
        for (Card card : cards) {
            if (card.keyword().equals(keyword) && card.value() != null) {
                return card;
            }
        }
        return null;
    }

    /** The first value of a keyword, or null. */
    public @Nullable String value(String keyword) {
        Card card = card(keyword);
        return card == null ? null : card.value();
    }
}
