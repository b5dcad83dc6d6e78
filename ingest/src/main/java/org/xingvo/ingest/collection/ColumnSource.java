package org.xingvo.ingest.collection;

import org.jspecify.annotations.Nullable;

/**
 * Where the value of a column comes from. Immutable.
 *
 * @param kind what {@code text} is
 * @param text a keyword or an expression
 * @param hdu index or EXTNAME of the only HDU to look in; null: all, in the order of the file
 */
public record ColumnSource(Kind kind, String text, @Nullable String hdu) {
    /** The two ways to say it. */
    public enum Kind {
        /** A card, or the column of a one-row table. */
        KEYWORD,
        /** See docs/descriptions.md. */
        EXPRESSION
    }

    public static ColumnSource keyword(String keyword) {
        return new ColumnSource(Kind.KEYWORD, keyword, null);
    }
}
