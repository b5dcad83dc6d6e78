package org.xingvo.ingest.collection;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Expression;

/** Where the value of a column comes from. Immutable. */
public sealed interface ColumnSource {
    /**
     * A card, or the column of a one-row table.
     *
     * @param keyword as cards have it
     * @param hdu index or EXTNAME of the only HDU to look in; null: all, in the order of the file
     */
    record Keyword(String keyword, @Nullable String hdu) implements ColumnSource {}

    /**
     * A value that is computed.
     *
     * @param hdu where its keywords are looked for unless they name an HDU themselves; null: everywhere
     */
    record Computed(Expression expression, @Nullable String hdu) implements ColumnSource {}

    static ColumnSource keyword(String keyword) {
        return new Keyword(keyword, null);
    }

    /** The keyword or the expression as it is written. */
    default String text() {
        return switch (this) {
            case Keyword(String keyword, String hdu) -> keyword;
            case Computed(Expression expression, String hdu) -> expression.text();
        };
    }

    @Nullable
    String hdu();
}
