package org.xingvo.ingest.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.load.LoadRequest.Access;

/**
 * Who sees a loaded catalogue. A change reaches its rows and its description in TAP_SCHEMA in one transaction, which
 * waits for queries of the table that run. A load that replaces the table meanwhile keeps what was changed. Thread-safe.
 */
public final class CatalogueAccess {
    private final DataSource database;

    public CatalogueAccess(DataSource database) {
        this.database = database;
    }

    /**
     * Makes a catalogue public, or visible to an owner and groups only.
     *
     * @param table with or without "data."
     * @return false if no catalogue has this name
     * @throws IngestException a user or group that is not there; or the table was in use for ten minutes
     */
    public boolean change(String table, Access access) {
        String name = table.startsWith("data.") ? table.substring(5) : table;
        boolean[] found = new boolean[1];
        try (Connection connection = database.getConnection()) {
            LoadedTables tables = new LoadedTables(connection);
            TableSwap.patiently(connection, name, () -> {
                Optional<LoadedTable> before = tables.hold(name);
                found[0] = before.isPresent();
                if (before.isPresent()) {
                    change(connection, before.get().withAccess(tables.accessClass(access)));
                    tables.announce();
                }
            });
            return found[0];
        } catch (SQLException e) {
            throw LoadFailures.sentence("data." + name, e);
        } catch (IOException e) {
            throw new IngestException("table data." + name + ": " + e.getMessage(), e);
        }
    }

    private static void change(Connection connection, LoadedTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LoadedTableSql.replaceView(connection, table));
        }
        update(connection, "update archive.loaded_table set access_class = ? where name = ?", table, table.name());
        for (String published : List.of("tables", "columns")) {
            update(
                    connection,
                    "update tap_schema." + published + " set access_class = ? where table_name = ?",
                    table,
                    "data." + table.name());
        }
    }

    private static void update(Connection connection, String sql, LoadedTable table, String which) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, table.accessClass());
            statement.setString(2, which);
            statement.executeUpdate();
        }
    }
}
