package org.xingvo.dali.vosi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view as VOSI and TAP_SCHEMA describe it (VODataService 1.2, section 3.3). Immutable.
 *
 * @param name qualified by its schema, as it is written in ADQL
 * @param type {@code table} or {@code view}
 */
public record TableMeta(
        String name,
        String type,
        @Nullable String title,
        @Nullable String description,
        @Nullable String utype,
        List<ColumnMeta> columns,
        List<ForeignKeyMeta> foreignKeys) {
    public TableMeta {
        columns = List.copyOf(columns);
        foreignKeys = List.copyOf(foreignKeys);
    }
}
