package org.xingvo.tap.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.TableDescription;
import org.xingvo.dali.auth.Visibility;

/**
 * Everything that is published, for all callers at once. Immutable.
 *
 * @param schemas in order
 * @param keys between tables of these schemas
 */
public record PublishedSchema(List<SchemaRow> schemas, List<KeyRow> keys) {
    public PublishedSchema {
        schemas = List.copyOf(schemas);
        keys = List.copyOf(keys);
    }

    /** What a caller may know of: as TAP_SCHEMA, queried by that caller, tells it. */
    public PublishedSchema visibleTo(Visibility visibility) {
        List<SchemaRow> seen = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SchemaRow schema : schemas) {
            List<TableRow> tables = schema.tables().stream()
                    .filter(table -> visibility.sees(table.accessClass()))
                    .toList();
            if (visibility.sees(schema.accessClass())) {
                tables.forEach(table -> names.add(table.name()));
                seen.add(new SchemaRow(
                        schema.name(),
                        schema.utype(),
                        schema.description(),
                        schema.position(),
                        schema.accessClass(),
                        tables));
            }
        }
        return new PublishedSchema(
                seen,
                keys.stream()
                        .filter(key -> visibility.sees(key.accessClass())
                                && names.contains(key.fromTable())
                                && names.contains(key.targetTable()))
                        .toList());
    }

    /** The table of that name: in ADQL, without regard to case unless it is in quotes. */
    public Optional<TableRow> table(String name) {
        QualifiedName asked = QualifiedName.parse(name);
        return schemas.stream()
                .flatMap(schema -> schema.tables().stream())
                .filter(table -> QualifiedName.parse(table.name()).matches(asked))
                .findFirst();
    }

    public List<KeyRow> keysFrom(String table) {
        return keys.stream().filter(key -> key.fromTable().equals(table)).toList();
    }

    /** The same for the compiler, which applies the visibility by itself. */
    public Catalogue catalogue() {
        return Catalogue.of(schemas.stream()
                .flatMap(schema -> schema.tables().stream())
                .map(PublishedSchema::described)
                .toList());
    }

    private static TableDescription described(TableRow table) {
        QualifiedName name = QualifiedName.parse(table.name());
        List<ColumnDescription> columns =
                table.columns().stream().map(PublishedSchema::described).toList();
        return new TableDescription(
                name.schema(), name.table(), name.schema(), name.table(), columns, table.accessClass(), true);
    }

    /** A column for the compiler. */
    public static ColumnDescription described(ColumnRow column) {
        String name = QualifiedName.unquoted(column.name());
        return new ColumnDescription(
                name,
                name,
                column.datatype(),
                column.arraysize(),
                column.xtype(),
                column.unit(),
                column.ucd(),
                column.utype(),
                column.description(),
                null);
    }
}
