package org.xingvo.tap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xingvo.tap.schema.ColumnRow;
import org.xingvo.tap.schema.PositionColumns;
import org.xingvo.tap.schema.PublishedSchema;
import org.xingvo.tap.schema.SchemaRow;
import org.xingvo.tap.schema.TableRow;

/**
 * A query to start from (TAP 1.1, section 2.4.3). Immutable.
 *
 * @param name one line
 * @param explanation a sentence
 * @param table that it is about, as TAP_SCHEMA writes it
 */
record Example(String name, String explanation, String table, String adql) {
    /** Tables that get an example of their own; people choose from a list, they do not read a thousand. */
    private static final int MOST_TABLES = 100;

    private static final int COLUMNS_SHOWN = 6;
    private static final String OBSCORE = "ivoa.obscore";
    private static final String TABLES = "tap_schema.tables";

    /** Examples of what somebody may see, every one of which runs. */
    static List<Example> of(PublishedSchema published) {
        List<Example> examples = new ArrayList<>();
        if (published.table(OBSCORE).isPresent()) {
            examples.add(new Example(
                    "Datasets around a position",
                    "Images, spectra and whatever else lies within one degree of a position, with the address of each file.",
                    OBSCORE,
                    """
                    SELECT TOP 100 obs_publisher_did, dataproduct_type, s_ra, s_dec, access_url, access_format
                    FROM ivoa.obscore
                    WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec), CIRCLE('ICRS', 10.6847, 41.2687, 1))"""));
            examples.add(new Example(
                    "What there is", "The number of datasets of each kind in each collection.", OBSCORE, """
                    SELECT obs_collection, dataproduct_type, COUNT(*) AS datasets
                    FROM ivoa.obscore
                    GROUP BY obs_collection, dataproduct_type
                    ORDER BY datasets DESC"""));
        }
        if (published.table(TABLES).isPresent()) {
            examples.add(new Example(
                    "Tables",
                    "All tables with their descriptions.",
                    TABLES,
                    "SELECT table_name, description FROM tap_schema.tables ORDER BY table_name"));
        }
        published.schemas().stream()
                .filter(schema -> !schema.name().equalsIgnoreCase("tap_schema"))
                .map(SchemaRow::tables)
                .flatMap(List::stream)
                .filter(table -> !table.name().equalsIgnoreCase(OBSCORE)
                        && !table.columns().isEmpty())
                .limit(MOST_TABLES)
                .forEach(table -> examples.add(of(table)));
        return examples;
    }

    private static Example of(TableRow table) {
        List<String> columns = table.columns().stream()
                .limit(COLUMNS_SHOWN)
                .map(ColumnRow::name)
                .toList();
        String select = "SELECT TOP 100 " + String.join(", ", columns) + "\nFROM " + table.name();
        Optional<PositionColumns> position = PositionColumns.of(table);
        return position.isEmpty()
                ? new Example("Rows of " + table.name(), "A first look at the table.", table.name(), select)
                : new Example(
                        "Cone in " + table.name(),
                        "Rows within half a degree of a position.",
                        table.name(),
                        select
                                + "\nWHERE 1 = CONTAINS(POINT('ICRS', %s, %s), CIRCLE('ICRS', 180.0, 30.0, 0.5))"
                                        .formatted(
                                                position.get().ra().name(),
                                                position.get().dec().name()));
    }
}
