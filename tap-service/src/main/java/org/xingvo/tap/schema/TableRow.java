package org.xingvo.tap.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of TAP_SCHEMA.tables with its columns (TAP 1.1, section 4.2). Immutable.
 *
 * @param name qualified, in ADQL
 * @param type "table" or "view"
 * @param position order among the tables of its schema
 * @param columns in order
 */
public record TableRow(
        String name,
        String type,
        @Nullable String utype,
        @Nullable String description,
        int position,
        int accessClass,
        List<ColumnRow> columns) {
    public TableRow {
        columns = List.copyOf(columns);
    }
}
