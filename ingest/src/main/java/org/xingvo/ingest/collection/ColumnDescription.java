package org.xingvo.ingest.collection;

import org.jspecify.annotations.Nullable;

/**
 * One column of a collection's table. Immutable.
 *
 * @param name in SQL
 * @param keyword the card, or the column of a one-row table, that the value comes from
 * @param type of the value; what does not fit it is null in the table and stays as it is in the cards
 * @param unit VOUnits 1.1; null: none or not known
 * @param ucd UCD1+; null: not known
 * @param description one line; may be empty
 * @param indexed true: a B-tree index on it
 */
public record ColumnDescription(
        String name,
        String keyword,
        ColumnType type,
        @Nullable String unit,
        @Nullable String ucd,
        String description,
        boolean indexed) {}
