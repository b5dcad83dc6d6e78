package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.table.EncodedRows;
import org.xingvo.ingest.table.TableLayout;
import org.xingvo.ingest.table.TableLayout.Column;
import org.xingvo.tables.TableColumn;
import org.xingvo.tables.ValueKind;

/** Statements about one loaded table. Names come from SqlNames, which allows a-z, 0-9 and _ only. */
final class LoadedTableSql {
    /** Columns behind these are shown by a cone search only to those who want all. */
    private static final int PRINCIPAL = 30;

    private LoadedTableSql() {}

    static String quoted(String name) {
        return '"' + name + '"';
    }

    static String createTable(String relation, TableLayout layout) {
        return layout.columns().stream()
                .map(c -> quoted(c.name()) + " " + c.column().sql())
                .collect(Collectors.joining(", ", "create table " + relation + " (", ")"));
    }

    static String copy(String relation, TableLayout layout, boolean fresh) {
        return layout.columns().stream()
                .map(c -> quoted(c.name()))
                .collect(Collectors.joining(
                        ", ",
                        "copy " + relation + " (",
                        ") from stdin (format binary" + (fresh ? ", freeze true" : "") + ")"));
    }

    static String createView(LoadedTable table, TableLayout layout) {
        return view(
                "create view ",
                table,
                layout.columns().stream().map(Column::name).toList());
    }

    private static String view(String how, LoadedTable table, List<String> columns) {
        return columns.stream()
                .map(LoadedTableSql::quoted)
                .collect(Collectors.joining(
                        ", ",
                        how + table.view() + " as select ",
                        ", " + table.accessClass() + " as access_class from " + table.relation()));
    }

    /** Makes the rows of TAP_SCHEMA anew. */
    static void publish(
            Connection connection, LoadedTable table, TableLayout layout, EncodedRows rows, List<String> indexed)
            throws SQLException {
        String name = "data." + table.name();
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into tap_schema.schemas (schema_name, description)
                    values ('data', 'One table for each collection of files, with the keywords of their headers')
                    on conflict do nothing
                    """);
        }
        try (PreparedStatement statement =
                connection.prepareStatement("delete from tap_schema.tables where table_name = ?")) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
        String insertTable = """
                insert into tap_schema.tables (schema_name, table_name, table_type, description, access_class)
                values ('data', ?, 'table', ?, ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(insertTable)) {
            statement.setString(1, name);
            statement.setString(
                    2, table.description().isEmpty() ? table.title() : table.title() + ". " + table.description());
            statement.setInt(3, table.accessClass());
            statement.executeUpdate();
        }
        Set<String> withIndex = new HashSet<>(indexed);
        addIfThere(withIndex, table.ra());
        addIfThere(withIndex, table.dec());
        addIfThere(withIndex, table.key());
        String insertColumn = """
                insert into tap_schema.columns (table_name, column_name, datatype, arraysize, xtype, description,
                                                utype, unit, ucd, indexed, principal, std, column_index, access_class)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, %d)
                """.formatted(table.accessClass());
        describe(connection, insertColumn, name, layout, rows, withIndex);
        try (PreparedStatement statement = connection.prepareStatement("""
                update tap_schema.columns set "size" = rtrim(arraysize, '*')::integer
                 where table_name = ? and arraysize ~ '^[0-9]{1,9}[*]?$'
                """)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    /**
     * Describes all columns.
     *
     * @param insert a statement for one; its values are the table, then name, datatype, arraysize, xtype, description, utype,
     *     unit, ucd, indexed, principal and place
     */
    static void describe(
            Connection connection,
            String insert,
            Object table,
            TableLayout layout,
            EncodedRows rows,
            Set<String> withIndex)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int i = 0; i < layout.columns().size(); i++) {
                Column column = layout.columns().get(i);
                boolean isIndexed = withIndex.contains(column.name());
                TableColumn c = column.column();
                statement.setObject(1, table);
                statement.setString(2, column.name());
                statement.setString(3, c.datatype(rows.isUnicode(i)));
                statement.setString(4, c.votableSize());
                statement.setString(5, c.votableXtype());
                statement.setString(6, withoutNul(c.description()));
                statement.setString(7, withoutNul(c.utype()));
                statement.setString(8, withoutNul(c.unit()));
                statement.setString(9, withoutNul(c.ucd()));
                statement.setInt(10, isIndexed ? 1 : 0);
                statement.setInt(11, isIndexed || (i < PRINCIPAL && !c.isArray()) ? 1 : 0);
                statement.setInt(12, i + 1);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void addIfThere(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    static @Nullable String withoutNul(@Nullable String text) {
        return text == null ? null : text.replace('\0', '?');
    }

    /** Columns of text that were ASCII so far become unicodeChar. */
    static void widenText(Connection connection, LoadedTable table, TableLayout layout, EncodedRows rows)
            throws SQLException {
        String sql = """
                update tap_schema.columns set datatype = 'unicodeChar'
                 where table_name = ? and column_name = ? and datatype = 'char'
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < layout.columns().size(); i++) {
                if (rows.isUnicode(i) && layout.columns().get(i).column().kind() == ValueKind.TEXT) {
                    statement.setString(1, "data." + table.name());
                    statement.setString(2, layout.columns().get(i).name());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /**
     * A column of a table that is there.
     *
     * @param isArray of such values
     */
    record Existing(ValueKind kind, boolean isArray) {
        String words() {
            return isArray ? "array of " + kind.word() : kind.word();
        }
    }

    /** The columns of a table by name, as TAP_SCHEMA tells them. */
    static Map<String, Existing> columns(Connection connection, String table) throws SQLException {
        String sql = """
                select column_name, datatype, arraysize, xtype from tap_schema.columns
                 where table_name = ? order by column_index
                """;
        Map<String, Existing> columns = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "data." + table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ValueKind kind =
                            ValueKind.of(row.getString(2), row.getString(4)).orElse(ValueKind.TEXT);
                    String size = row.getString(3);
                    boolean text = kind == ValueKind.TEXT || kind == ValueKind.TIMESTAMP;
                    columns.put(row.getString(1), new Existing(kind, size != null && (!text || size.contains("x"))));
                }
            }
        }
        return columns;
    }

    /** The names of what a view selects from its table, in order. */
    static List<String> columnNames(Connection connection, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "select column_name from tap_schema.columns where table_name = ? order by column_index")) {
            statement.setString(1, "data." + table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
        }
        return names;
    }

    /** The view of a table whose columns stay, with another class. */
    static String replaceView(Connection connection, LoadedTable table) throws SQLException {
        return view("create or replace view ", table, columnNames(connection, table.name()));
    }
}
