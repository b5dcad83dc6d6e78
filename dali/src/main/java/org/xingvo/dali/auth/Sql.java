package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Statements of the identity tables. Thread-safe. */
final class Sql {
    /** Work on one connection. */
    interface Work<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    /** What a row is. */
    interface Row<T> {
        T of(ResultSet rows) throws SQLException;
    }

    /** A value with the type that PostgreSQL is to take it for. */
    record Time(@Nullable Instant instant) {}

    private final DataSource database;

    Sql(DataSource database) {
        this.database = database;
    }

    /** One statement, or several that need not be one. */
    <T extends @Nullable Object> T with(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            throw new IdentityException.Unavailable("identity tables: " + e.getMessage(), e);
        }
    }

    /** All or nothing. */
    <T extends @Nullable Object> T transaction(Work<T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            try {
                T done = work.in(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    /** A change with its event; refused if it touches no row. */
    void change(Event event, String refusal, String sql, @Nullable Object... values) {
        transaction(connection -> {
            if (update(connection, sql, values) == 0) {
                throw new IdentityException.Refused(refusal);
            }
            Audit.record(connection, event);
            return event;
        });
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) {
        return with(connection -> list(connection, sql, row, values));
    }

    static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
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
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case Time(Instant instant) ->
                    statement.setObject(
                            i + 1,
                            instant == null ? null : instant.atOffset(ZoneOffset.UTC),
                            Types.TIMESTAMP_WITH_TIMEZONE);
                case null -> statement.setNull(i + 1, Types.VARCHAR);
                default -> statement.setObject(i + 1, values[i]);
            }
        }
    }

    static Set<String> strings(ResultSet rows, int column) throws SQLException {
        return Set.copyOf(List.of((String[]) rows.getArray(column).getArray()));
    }

    static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant maybeInstant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
