package org.xingvo.dali.vosi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key of the table that lists it (VODataService 1.2, section 3.3). Immutable.
 *
 * @param columns at least one pair, in the order of TAP_SCHEMA.key_columns
 */
public record ForeignKeyMeta(
        String targetTable,
        List<ColumnPair> columns,
        @Nullable String description,
        @Nullable String utype) {
    public ForeignKeyMeta {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Foreign key to " + targetTable + ": expected columns, found none");
        }
    }

    /** One column of the key and the one it points to. */
    public record ColumnPair(String from, String target) {}
}
