package org.xingvo.tap.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of TAP_SCHEMA.schemas with its tables (TAP 1.1, section 4.1). Immutable.
 *
 * @param name in ADQL
 * @param position order among the schemas
 */
public record SchemaRow(
        String name,
        @Nullable String utype,
        @Nullable String description,
        int position,
        int accessClass,
        List<TableRow> tables) {
    public SchemaRow {
        tables = List.copyOf(tables);
    }

    /** The same with other tables. */
    public SchemaRow with(List<TableRow> others) {
        return new SchemaRow(name, utype, description, position, accessClass, others);
    }
}
