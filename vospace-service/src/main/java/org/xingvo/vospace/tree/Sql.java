package org.xingvo.vospace.tree;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.vospace.node.VospaceFault;

/** Runs statements of this package: values bound, rows out as records, trouble as one fault. */
final class Sql {
    private static final Logger log = LoggerFactory.getLogger(Sql.class);

    private Sql() {}

    interface Work<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    interface Row<T extends @Nullable Object> {
        T of(ResultSet rows) throws SQLException;
    }

    /** Work on one connection, each statement by itself. */
    static <T extends @Nullable Object> T read(DataSource database, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    /** Work in one transaction, undone if it throws. */
    static <T extends @Nullable Object> T transaction(DataSource database, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.in(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.of(rows));
                }
            }
            return found;
        }
    }

    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, values);
            return statement.executeUpdate();
        }
    }

    /** Strings as text[], Longs as bigint[], Integers as integer[]; everything else as the driver knows it. */
    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Texts(Collection<String> items)) {
                statement.setArray(i + 1, connection.createArrayOf("text", items.toArray()));
            } else if (value instanceof Longs(Collection<Long> items)) {
                statement.setArray(i + 1, connection.createArrayOf("bigint", items.toArray()));
            } else if (value instanceof Ints(Collection<Integer> items)) {
                statement.setArray(i + 1, connection.createArrayOf("integer", items.toArray()));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    record Texts(Collection<String> items) {}

    record Longs(Collection<Long> items) {}

    record Ints(Collection<Integer> items) {}

    static List<String> texts(ResultSet rows, String column) throws SQLException {
        Array array = rows.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    static Instant instant(ResultSet rows, String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static VospaceFault trouble(SQLException e) {
        log.error("The database refused a statement of the tree", e);
        return new VospaceFault(VospaceFault.Kind.INTERNAL_FAULT, "the database did not answer as expected");
    }
}
