package org.xingvo.tap.db;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;

/** A connection within one read-only transaction. Thread-safe in {@link #interrupt} alone. */
final class ReadTransaction implements AutoCloseable {
    /** SQLSTATE of a statement that was ended by its time limit or a cancellation. */
    static final String CANCELLED = "57014";

    private static final Logger LOG = LoggerFactory.getLogger(ReadTransaction.class);

    private final Connection connection;
    private final StatementCancel cancel;
    private final Farewell farewell;

    private ReadTransaction(Connection connection, StatementCancel cancel, Farewell farewell) {
        this.connection = connection;
        this.cancel = cancel;
        this.farewell = farewell;
    }

    /** What is done between the end of the transaction and giving the connection back; if it fails, it is not given back. */
    @FunctionalInterface
    interface Farewell {
        void to(Connection connection) throws SQLException;
    }

    /**
     * Begins. Plans are not compiled to machine code, which takes longer than most queries; timestamps without zone
     * are UTC.
     *
     * @param publicUrl for the URLs in the rows
     * @param statementLimit after which the database itself stops a statement; zero: when the session's own
     *     limit says so
     */
    static ReadTransaction begin(Connection connection, URI publicUrl, Duration statementLimit, StatementCancel cancel)
            throws SQLException {
        return statementLimit.isZero()
                ? beginLong(connection, publicUrl, cancel, null, c -> {})
                : beginShort(connection, publicUrl, statementLimit, cancel);
    }

    /** Says nothing to the database if the session is set already; the transaction begins with its first statement. */
    private static ReadTransaction beginShort(
            Connection connection, URI publicUrl, Duration statementLimit, StatementCancel cancel) throws SQLException {
        cancel.attach(connection);
        SessionSettings.keep(connection, publicUrl, statementLimit);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        return new ReadTransaction(connection, cancel, c -> {});
    }

    /**
     * Begins with the session's own limit of a statement, on a connection that may do more than reading.
     *
     * @param role for the time of the transaction; null: that of the connection
     */
    static ReadTransaction beginLong(
            Connection connection, URI publicUrl, StatementCancel cancel, @Nullable String role, Farewell farewell)
            throws SQLException {
        cancel.attach(connection);
        connection.setAutoCommit(false);
        String sql = """
                select set_config('transaction_read_only', 'on', true),
                       set_config('jit', 'off', true),
                       set_config('TimeZone', 'UTC', true),
                       set_config('statement_timeout', coalesce(?, current_setting('statement_timeout')), true),
                       set_config('xingvo.public_url', ?, true)""";
        try (PreparedStatement settings =
                connection.prepareStatement(role == null ? sql : sql + ", set_config('role', ?, true)")) {
            settings.setString(1, SessionSettings.ownLimit(connection));
            settings.setString(2, publicUrl.toString());
            if (role != null) {
                settings.setString(3, role);
            }
            settings.execute();
        }
        return new ReadTransaction(connection, cancel, farewell);
    }

    Connection connection() {
        return connection;
    }

    /** What a user is told of a failure of the statement. */
    DaliFault fault(SQLException e, Duration timeLimit) {
        return Faults.of(e, timeLimit, cancel);
    }

    /** Ends the running statement; whoever waits for its rows gets a failure. */
    void interrupt() {
        cancel.interrupt();
    }

    void spoiled(SQLException e) {
        LOG.warn("A query was not ended in order: {}", e.getMessage());
    }

    static void bid(Connection connection, Farewell farewell) throws SQLException {
        try {
            farewell.to(connection);
        } catch (SQLException e) {
            connection.abort(Runnable::run);
            throw e;
        }
    }

    /** Ends the transaction and gives the connection back. */
    @Override
    public void close() {
        cancel.detach();
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
            bid(connection, farewell);
        } catch (SQLException e) {
            LOG.warn("A query's connection was not given back in order: {}", e.getMessage());
        }
    }
}
