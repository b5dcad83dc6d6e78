package org.xingvo.tap.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.schemas.obscore.ObsCoreColumn;

/**
 * What every archive publishes, whatever its collections: TAP_SCHEMA itself, ObsCore, the header cards, the doubts and the
 * refused files. Collections add their tables to the schema {@code data}.
 */
public final class OwnSchemas {
    private static final String ID = "meta.id";
    private static final String TITLE = "meta.title";

    private OwnSchemas() {}

    /** The rows for TAP_SCHEMA. */
    public static PublishedSchema rows() {
        return new PublishedSchema(
                List.of(
                        schema("ivoa", "Observations in the terms of the Virtual Observatory", 0, List.of(obscore())),
                        schema("data", "One table for each collection, with its common keywords", 1, List.of()),
                        schema(
                                "xing",
                                "Headers, doubts, refused files and versions",
                                2,
                                List.of(cards(), rejects(), versions(), doubts())),
                        schema("tap_schema", "What can be queried (TAP 1.1)", 3, tapSchema()),
                        schema(
                                "vos",
                                "Tables of files that users have put into the space, each called as its file: vos.\"USER/PATH\"",
                                4,
                                List.of())),
                List.of(
                        KeyRow.of(
                                "xing_cards_obscore",
                                "xing.cards",
                                "ivoa.obscore",
                                "Dataset of a header card",
                                "obs_publisher_did",
                                "obs_publisher_did"),
                        KeyRow.of(
                                "xing_doubts_obscore",
                                "xing.doubts",
                                "ivoa.obscore",
                                "Dataset of a doubt",
                                "obs_publisher_did",
                                "obs_publisher_did"),
                        KeyRow.of(
                                "xing_versions_obscore",
                                "xing.versions",
                                "ivoa.obscore",
                                "What took the place of a version",
                                "superseded_by",
                                "obs_publisher_did"),
                        KeyRow.of(
                                "tap_tables_schemas",
                                "tap_schema.tables",
                                "tap_schema.schemas",
                                "Schema of a table",
                                "schema_name",
                                "schema_name"),
                        KeyRow.of(
                                "tap_columns_tables",
                                "tap_schema.columns",
                                "tap_schema.tables",
                                "Table of a column",
                                "table_name",
                                "table_name"),
                        KeyRow.of(
                                "tap_keys_from",
                                "tap_schema.keys",
                                "tap_schema.tables",
                                "Table that refers",
                                "from_table",
                                "table_name"),
                        KeyRow.of(
                                "tap_keys_target",
                                "tap_schema.keys",
                                "tap_schema.tables",
                                "Table referred to",
                                "target_table",
                                "table_name"),
                        KeyRow.of(
                                "tap_key_columns_keys",
                                "tap_schema.key_columns",
                                "tap_schema.keys",
                                "Key of a pair of columns",
                                "key_id",
                                "key_id")));
    }

    private static TableRow obscore() {
        List<ColumnRow> columns = new ArrayList<>();
        for (ObsCoreColumn each : ObsCoreColumn.ALL) {
            columns.add(new ColumnRow(
                    each.name(),
                    each.datatype(),
                    each.arraysize(),
                    each.xtype(),
                    each.description(),
                    each.utype(),
                    each.unit(),
                    each.ucd(),
                    each.indexed(),
                    each.principal(),
                    true,
                    columns.size()));
        }
        return new TableRow(
                "ivoa.obscore",
                "view",
                "ivo://ivoa.net/std/ObsCore#core-1.1",
                "Every dataset of this archive, one row each, in the columns of ObsCore 1.1",
                0,
                0,
                columns);
    }

    private static TableRow cards() {
        return new Columns()
                .text("obs_publisher_did", "char", "meta.ref.ivoid", "Dataset, as in ivoa.obscore", true)
                .add("hdu", "int", null, null, "meta.number", "HDU in the file, the primary one is 0", false)
                .text("extname", "unicodeChar", ID, "EXTNAME of the HDU", false)
                .add("card", "int", null, null, "meta.number", "Place of the card in the header, from 1", false)
                .text("keyword", "unicodeChar", ID, "Keyword", false)
                .text("val", "unicodeChar", null, "Value as text, without quotes", false)
                .text("comment", "unicodeChar", "meta.note", "Comment of the card", false)
                .table("xing.cards", "view", "Every header card of every HDU of every dataset", 0, false);
    }

    private static TableRow rejects() {
        return new Columns()
                .add("run", "long", null, null, ID, "Number of the ingest run", false)
                .text("source", "unicodeChar", "meta.file", "The file, as it was named to the archive", false)
                .text("reason", "char", "meta.code.error", "Short code of the reason", false)
                .text("detail", "unicodeChar", "meta.note", "What was expected, where, and what was found", false)
                .add("rejected", "char", "*", "timestamp", "time", "When, UTC", false)
                .table("xing.rejects", "view", "Files that were offered and not catalogued", 1, false);
    }

    private static TableRow versions() {
        return new Columns()
                .text("obs_publisher_did", "char", "meta.ref.uri;meta.curation", "Identifier of the version", false)
                .text("superseded_by", "char", "meta.ref.uri", "Identifier of what took its place", true)
                .add("superseded", "char", "*", "timestamp", "time", "When, UTC", false)
                .add("size_bytes", "long", null, null, "phys.size;meta.file", "Length of the file in bytes", false)
                .text("sha256", "char", "meta.code", "SHA-256 of the bytes, hexadecimal", false)
                .table(
                        "xing.versions",
                        "view",
                        "Earlier bytes of files that were replaced, and files of an observation that another one took the place of",
                        2,
                        false);
    }

    private static TableRow doubts() {
        return new Columns()
                .text("obs_publisher_did", "char", "meta.ref.ivoid", "Dataset, as in ivoa.obscore", true)
                .text("quantity", "char", "meta.code", "position, region, time or access", false)
                .text("reason", "char", "meta.code.qual", "Short code of the reason", false)
                .text("detail", "unicodeChar", "meta.note", "What the header says", false)
                .table(
                        "xing.doubts",
                        "view",
                        "Why a dataset has no position, region or time, a time that is less certain than it looks, or no"
                                + " end of its embargo",
                        3,
                        false);
    }

    private static List<TableRow> tapSchema() {
        return List.of(
                new Columns()
                        .text("schema_name", "char", ID, "Name of the schema", true)
                        .text("utype", "char", null, "Utype of the schema", false)
                        .text("description", "unicodeChar", TITLE, "What it holds", false)
                        .add("schema_index", "int", null, null, null, "Order among the schemas", false)
                        .table("tap_schema.schemas", "table", "Schemas", 0, true),
                new Columns()
                        .text("schema_name", "char", ID, "Schema of the table", false)
                        .text("table_name", "char", ID, "Name of the table, for use in a query", true)
                        .text("table_type", "char", null, "table or view", false)
                        .text("utype", "char", null, "Utype of the table", false)
                        .text("description", "unicodeChar", TITLE, "What it holds", false)
                        .add("table_index", "int", null, null, null, "Order among the tables of the schema", false)
                        .table("tap_schema.tables", "table", "Tables", 1, true),
                new Columns()
                        .text("table_name", "char", ID, "Table of the column", true)
                        .text("column_name", "char", ID, "Name of the column, for use in a query", true)
                        .text("datatype", "char", null, "Type of an element, as in VOTable", false)
                        .text("arraysize", "char", null, "Shape of a value, as in VOTable", false)
                        .text("xtype", "char", null, "Meaning of the type, as in DALI", false)
                        .add("\"size\"", "int", null, null, null, "Length of the values; use arraysize", false)
                        .text("description", "unicodeChar", TITLE, "What it holds", false)
                        .text("utype", "char", null, "Role in a data model", false)
                        .text("unit", "char", "meta.unit", "Unit, as in VOUnits", false)
                        .text("ucd", "char", "meta.ucd", "Meaning, as a UCD1+", false)
                        .add("indexed", "int", null, null, "meta.code", "1: searches on it are fast", false)
                        .add("principal", "int", null, null, "meta.code", "1: shown first", false)
                        .add("std", "int", null, null, "meta.code", "1: defined by a standard", false)
                        .add("column_index", "int", null, null, null, "Order among the columns of the table", false)
                        .table("tap_schema.columns", "table", "Columns", 2, true),
                new Columns()
                        .text("key_id", "char", ID, "Identifier of the key", true)
                        .text("from_table", "char", ID, "Table that refers", false)
                        .text("target_table", "char", ID, "Table referred to", false)
                        .text("description", "unicodeChar", TITLE, "What the key tells", false)
                        .text("utype", "char", null, "Utype of the key", false)
                        .table("tap_schema.keys", "table", "Foreign keys", 3, true),
                new Columns()
                        .text("key_id", "char", ID, "Identifier of the key", true)
                        .text("from_column", "char", ID, "Column that refers", false)
                        .text("target_column", "char", ID, "Column referred to", false)
                        .table("tap_schema.key_columns", "table", "Columns of foreign keys", 4, true));
    }

    private static SchemaRow schema(String name, String description, int position, List<TableRow> tables) {
        return new SchemaRow(name, null, description, position, 0, tables);
    }

    /** Columns of one table while they are listed. */
    private static final class Columns {
        private final List<ColumnRow> rows = new ArrayList<>();

        Columns text(String name, String datatype, @Nullable String ucd, String description, boolean indexed) {
            return add(name, datatype, "*", null, ucd, description, indexed);
        }

        Columns add(
                String name,
                String datatype,
                @Nullable String arraysize,
                @Nullable String xtype,
                @Nullable String ucd,
                String description,
                boolean indexed) {
            rows.add(new ColumnRow(
                    name, datatype, arraysize, xtype, description, null, null, ucd, indexed, true, false, rows.size()));
            return this;
        }

        TableRow table(String name, String type, String description, int position, boolean std) {
            List<ColumnRow> columns = rows.stream()
                    .map(c -> new ColumnRow(
                            c.name(),
                            c.datatype(),
                            c.arraysize(),
                            c.xtype(),
                            c.description(),
                            c.utype(),
                            c.unit(),
                            c.ucd(),
                            c.indexed(),
                            c.principal(),
                            std,
                            c.position()))
                    .toList();
            return new TableRow(name, type, null, description, position, 0, columns);
        }
    }
}
