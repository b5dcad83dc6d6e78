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
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.vospace.node.VospaceFault;

/** Runs statements of this package: values bound, rows out as records, trouble as one fault. */
final class Sql {
    private static final Logger log = LoggerFactory.getLogger(Sql.class);

    /** Deadlock, and a serialization failure. */
    private static final Set<String> GIVEN_UP = Set.of("40P01", "40001");

    private static final String UNIQUE = "23505";

    private static final int ATTEMPTS = 4;

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

    /**
     * Work in one transaction, undone if it throws. Done again if the database gave it up in favour of another, so it may
     * change nothing but the database.
     */
    static <T extends @Nullable Object> T transaction(DataSource database, Work<T> work) {
        for (int i = 1; i < ATTEMPTS; i++) {
            try {
                return once(database, work);
            } catch (SQLException e) {
                if (!GIVEN_UP.contains(String.valueOf(e.getSQLState()))) {
                    throw trouble(e);
                }
                log.info("The database gave a transaction up, it is done again: {}", e.getMessage());
            }
        }
        try {
            return once(database, work);
        } catch (SQLException e) {
            throw trouble(e);
        }
    }

    private static <T extends @Nullable Object> T once(DataSource database, Work<T> work) throws SQLException {
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

    interface Receiver {
        void row(ResultSet rows) throws SQLException;
    }

    /** Rows one after the other, fetched a thousand at a time within a transaction, else all at once. */
    static void each(Connection connection, String sql, Receiver receiver, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(1000);
            bind(connection, statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    receiver.row(rows);
                }
            }
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
        if (UNIQUE.equals(e.getSQLState())) {
            return new VospaceFault(VospaceFault.Kind.DUPLICATE_NODE, "another one took the name in this moment");
        }
        log.error("The database refused a statement of the tree", e);
        return new VospaceFault(VospaceFault.Kind.INTERNAL_FAULT, "the database did not answer as expected");
    }
}
