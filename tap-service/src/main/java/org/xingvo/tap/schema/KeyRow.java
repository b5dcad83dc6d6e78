package org.xingvo.tap.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of TAP_SCHEMA.keys with those of key_columns (TAP 1.1, sections 4.4 and 4.5). Immutable. */
public record KeyRow(
        String id,
        String fromTable,
        String targetTable,
        @Nullable String description,
        @Nullable String utype,
        int accessClass,
        List<Pair> columns) {

    public KeyRow {
        columns = List.copyOf(columns);
    }

    public record Pair(String from, String target) {}

    static KeyRow of(String id, String fromTable, String targetTable, String description, String from, String target) {
        return new KeyRow(id, fromTable, targetTable, description, null, 0, List.of(new Pair(from, target)));
    }
}
