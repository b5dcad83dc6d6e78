package org.xingvo.adql;

import java.util.List;
import java.util.Objects;

/**
 * A published table or view. Immutable.
 *
 * @param schema as declared, without quotes, such as {@code ivoa} or {@code TAP_UPLOAD}
 * @param name as declared, without schema and quotes
 * @param sqlSchema the schema in PostgreSQL, not quoted ({@code pg_temp} for uploads)
 * @param sqlName the relation in PostgreSQL, not quoted
 * @param columns in the order of {@code SELECT *}, without the hidden column
 * @param accessClass class of the table itself: a caller who does not see it is told that it does not exist
 * @param rowsHaveClass the relation has the hidden column {@code access_class integer not null}; false for uploads
 */
public record TableDescription(
        String schema,
        String name,
        String sqlSchema,
        String sqlName,
        List<ColumnDescription> columns,
        int accessClass,
        boolean rowsHaveClass) {

    public TableDescription {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
        Objects.requireNonNull(sqlSchema);
        Objects.requireNonNull(sqlName);
        columns = List.copyOf(columns);
    }
}
