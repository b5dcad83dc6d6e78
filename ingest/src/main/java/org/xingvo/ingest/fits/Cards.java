package org.xingvo.ingest.fits;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The cards of a header as a list that finds the first card with a value of a keyword at once: a header is asked some
 * hundred times for keywords that it mostly does not have. Immutable.
 */
final class Cards extends AbstractList<Card> implements RandomAccess {
    private static final int SHORT = 8;

    private final Card[] cards;
    private final Map<String, Card> first;

    private Cards(List<Card> cards) {
        this.cards = cards.toArray(new Card[0]);
        this.first = HashMap.newHashMap(this.cards.length);
        for (Card card : this.cards) {
            if (card.value() != null) {
                first.putIfAbsent(card.keyword(), card);
            }
        }
    }

    /** An immutable copy. */
    static List<Card> copyOf(List<Card> cards) {
        return cards instanceof Cards ? cards : cards.size() < SHORT ? List.copyOf(cards) : new Cards(cards);
    }

    /** The first card of a keyword that has a value, or null. */
    static @Nullable Card first(List<Card> cards, String keyword) {
        if (cards instanceof Cards indexed) {
            return indexed.first.get(keyword);
        }
        for (Card card : cards) {
            if (card.keyword().equals(keyword) && card.value() != null) {
                return card;
            }
        }
        return null;
    }

    @Override
    public Card get(int index) {
        return cards[index];
    }

    @Override
    public int size() {
        return cards.length;
    }
}
