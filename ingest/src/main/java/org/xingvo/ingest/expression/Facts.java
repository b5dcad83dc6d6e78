package org.xingvo.ingest.expression;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;

/** What an expression may know of a file. */
public interface Facts {
    /**
     * The card of a keyword, or null.
     *
     * @param keyword in upper case
     * @param hdu index or EXTNAME; null: the first one that has a value, then columns of one-row tables
     */
    @Nullable
    Card card(String keyword, @Nullable String hdu);

    /** The path in the collection, '/' separated. */
    String path();

    /** What the rules without a description say; null: nothing, or it is not asked for a column of ObsCore. */
    @Nullable
    Value automatic();
}
