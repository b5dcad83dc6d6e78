package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.ColumnDescription;
import org.xingvo.ingest.collection.ColumnSource;
import org.xingvo.ingest.collection.ColumnType;
import org.xingvo.ingest.collection.Provenance;
import org.xingvo.schemas.obscore.ObsCoreKeys;

/**
 * The table of a collection: rows in {@code archive.data_<name>}, published as the view {@code data.<name>}, which
 * adds the access URL, with its rows of TAP_SCHEMA. Identifiers come from descriptions, which allow a-z, 0-9 and _
 * only.
 */
final class CollectionTable {
    /** Columns before those of the keywords. */
    static final int FIXED = 7;

    private static final String FIXED_COLUMNS =
            "dataset_id, access_class, access_path, obs_publisher_did, obs_id, ra, dec";

    /** One row of tap_schema.columns. */
    private record Published(
            String name,
            ColumnType type,
            @Nullable String unit,
            @Nullable String ucd,
            @Nullable String utype,
            String description,
            boolean indexed,
            boolean principal) {}

    private CollectionTable() {}

    /** Where the rows are. */
    static String rows(String collection) {
        return "archive." + bare(collection);
    }

    /** The same without its schema. */
    static String bare(String collection) {
        return "data_" + collection;
    }

    static String columns(CollectionDescription description) {
        StringBuilder columns = new StringBuilder(FIXED_COLUMNS);
        description.columns().forEach(c -> columns.append(", ").append(quoted(c.name())));
        return columns.toString();
    }

    static void create(Connection connection, CollectionDescription description, int accessClass) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(tableDdl(description, rows(description.name())));
            statement.execute(reference(rows(description.name())));
            statement.execute(viewDdl(description));
            createIndexes(statement, description, rows(description.name()));
            statement.execute("""
                    insert into tap_schema.schemas (schema_name, description)
                    values ('data', 'One table for each collection of files, with the keywords of their headers')
                    on conflict do nothing
                    """);
        }
        publish(connection, description, accessClass);
    }

    /** Rows go with their dataset. */
    static String reference(String table) {
        return "alter table " + table + " add foreign key (dataset_id) references archive.dataset on delete cascade";
    }

    static void createIndexes(Statement statement, CollectionDescription description, String table)
            throws SQLException {
        statement.execute("create index on " + table + " (obs_publisher_did)");
        statement.execute("create index on " + table + " (obs_id)");
        for (ColumnDescription column : description.columns()) {
            if (column.indexed()) {
                statement.execute("create index on " + table + " (" + quoted(column.name()) + ")");
            }
        }
    }

    /** The table for the rows, without its reference and its indexes. */
    static String tableDdl(CollectionDescription description, String table) {
        StringBuilder ddl = new StringBuilder("create table ")
                .append(table)
                .append(" (dataset_id bigint primary key,"
                        + " access_class integer not null, access_path text not null,"
                        + " obs_publisher_did text not null, obs_id text not null,"
                        + " ra double precision, dec double precision");
        for (ColumnDescription column : description.columns()) {
            ddl.append(", ")
                    .append(quoted(column.name()))
                    .append(' ')
                    .append(column.type().sql());
        }
        return ddl.append(')').toString();
    }

    static String viewDdl(CollectionDescription description) {
        StringBuilder ddl = new StringBuilder("create view data.")
                .append(quoted(description.name()))
                .append(" as select obs_publisher_did, obs_id, ra, dec");
        for (ColumnDescription column : description.columns()) {
            ddl.append(", ").append(quoted(column.name()));
        }
        return ddl.append(", coalesce(current_setting('xingvo.public_url', true), '') || access_path as access_url,"
                        + " access_class from ")
                .append(rows(description.name()))
                .toString();
    }

    private static void publish(Connection connection, CollectionDescription description, int accessClass)
            throws SQLException {
        String table = "data." + description.name();
        String insertTable = """
                insert into tap_schema.tables (schema_name, table_name, table_type, description, access_class)
                values ('data', ?, 'view', ?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(insertTable)) {
            statement.setString(1, table);
            statement.setString(2, words(description));
            statement.setInt(3, accessClass);
            statement.executeUpdate();
        }
        publishColumns(connection, description, accessClass);
        ObsCoreKeys.publish(connection);
    }

    /** Tells TAP_SCHEMA what a changed description says. */
    static void republish(Connection connection, CollectionDescription description, int accessClass)
            throws SQLException {
        String table = "data." + description.name();
        String update = "update tap_schema.tables set description = ?, access_class = ? where table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, words(description));
            statement.setInt(2, accessClass);
            statement.setString(3, table);
            statement.executeUpdate();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from tap_schema.columns where table_name = ?")) {
            statement.setString(1, table);
            statement.executeUpdate();
        }
        publishColumns(connection, description, accessClass);
        ObsCoreKeys.publish(connection);
    }

    private static void publishColumns(Connection connection, CollectionDescription description, int accessClass)
            throws SQLException {
        String table = "data." + description.name();
        String insertColumn = """
                insert into tap_schema.columns (table_name, column_name, datatype, arraysize, description, unit, ucd,
                                                indexed, principal, std, column_index, access_class, utype)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(insertColumn)) {
            int index = 0;
            for (Published column : published(description)) {
                statement.setString(1, table);
                statement.setString(2, column.name());
                statement.setString(3, column.type().votable());
                statement.setString(4, column.type().isText() ? "*" : null);
                statement.setString(5, column.description());
                statement.setString(6, column.unit());
                statement.setString(7, column.ucd());
                statement.setInt(8, column.indexed() ? 1 : 0);
                statement.setInt(9, column.principal() ? 1 : 0);
                statement.setInt(10, ++index);
                statement.setInt(11, accessClass);
                statement.setString(12, column.utype());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static String fallback(ColumnDescription column) {
        return (column.source() instanceof ColumnSource.Keyword ? "Keyword " : "") + column.origin();
    }

    /** What the table is, whose it is, and how it may be used. */
    private static String words(CollectionDescription description) {
        Provenance provenance = description.provenance();
        StringBuilder words = new StringBuilder(description.title() + ". " + description.description());
        if (!provenance.creators().isEmpty()) {
            words.append(" By ")
                    .append(String.join(", ", provenance.creators()))
                    .append('.');
        }
        if (provenance.reference() != null) {
            words.append(" Reference: ").append(provenance.reference()).append('.');
        }
        if (provenance.licence() != null) {
            words.append(" Licence: ").append(provenance.licence()).append('.');
        }
        return words.toString();
    }

    private static List<Published> published(CollectionDescription description) {
        List<Published> columns = new ArrayList<>();
        columns.add(new Published(
                "obs_publisher_did",
                ColumnType.TEXT,
                null,
                "meta.ref.uri;meta.curation",
                null,
                "Identifier of the dataset given by the publisher",
                true,
                true));
        columns.add(new Published(
                "obs_id", ColumnType.TEXT, null, "meta.id", null, "Identifier of the observation", true, true));
        columns.add(new Published(
                "ra",
                ColumnType.DOUBLE,
                "deg",
                "pos.eq.ra;meta.main",
                null,
                "Right ascension, ICRS: centre of an image, target of a spectrum",
                true,
                true));
        columns.add(new Published(
                "dec",
                ColumnType.DOUBLE,
                "deg",
                "pos.eq.dec;meta.main",
                null,
                "Declination, ICRS: centre of an image, target of a spectrum",
                true,
                true));
        for (ColumnDescription c : description.columns()) {
            columns.add(new Published(
                    c.name(),
                    c.type(),
                    c.unit(),
                    c.ucd(),
                    c.utype(),
                    c.description().isEmpty() ? fallback(c) : c.description(),
                    c.indexed(),
                    c.ucd() != null));
        }
        columns.add(new Published(
                "access_url", ColumnType.TEXT, null, "meta.ref.url", null, "Where the file can be had", false, true));
        return columns;
    }

    private static String quoted(String identifier) {
        return '"' + identifier + '"';
    }
}
