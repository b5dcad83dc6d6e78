package org.xingvo.ingest.collection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a collection's table. Immutable.
 *
 * @param name in SQL
 * @param source what the value comes from
 * @param type of the value; what does not fit it is null in the table and stays as it is in the cards
 * @param unit VOUnits 1.1; null: none or not known
 * @param ucd UCD1+; null: not known
 * @param utype role in a data model; null: none
 * @param description one line; may be empty
 * @param nullable false: a file without a value is refused
 * @param nulls values that stand for none, as they are written; numbers are compared as numbers
 * @param indexed true: a B-tree index on it
 */
public record ColumnDescription(
        String name,
        ColumnSource source,
        ColumnType type,
        @Nullable String unit,
        @Nullable String ucd,
        @Nullable String utype,
        String description,
        boolean nullable,
        List<String> nulls,
        boolean indexed) {
    public ColumnDescription {
        nulls = List.copyOf(nulls);
    }

    /** The keyword or the expression, as it is written. */
    public String origin() {
        return source.text();
    }
}
