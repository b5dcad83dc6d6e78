package org.xingvo.ingest.wcs;

import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/** The attributes of an axis that IRAF divides over the cards WATi_nnn. Pure functions. */
final class WatCards {
    /** Characters of one card; trailing blanks are lost in cards but count in the joined text. */
    private static final int PIECE = 68;

    private static final int MAX_CARDS = 999;

    private WatCards() {}

    /** The joined text, empty when there is none. */
    static String text(HduHeader hdu, int axis) {
        StringBuilder text = new StringBuilder();
        for (int n = 1; n <= MAX_CARDS; n++) {
            Card card = hdu.card("WAT%d_%03d".formatted(axis, n));
            if (card == null || card.value() == null) {
                break;
            }
            text.append(" ".repeat(Math.max(0, PIECE * (n - 1) - text.length())))
                    .append(card.value());
        }
        return text.toString();
    }
}
