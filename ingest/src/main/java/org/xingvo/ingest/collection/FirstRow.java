package org.xingvo.ingest.collection;

import java.util.List;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/** The columns of a one-row table, which say as much of the file as cards do. */
final class FirstRow {
    private FirstRow() {}

    /** As cards with the unit in brackets before the comment, as headers have it. */
    static List<Card> cards(HduHeader hdu) {
        return hdu.row().stream()
                .map(c -> c.comment() == null ? c : new Card(c.keyword(), c.value(), c.type(), "[" + c.comment() + "]"))
                .toList();
    }
}
