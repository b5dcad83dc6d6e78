package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops one query from another thread, wherever it is: before it starts, while the database works on its first rows, or
 * between two batches. Never reaches the connection after it was given back. Thread-safe.
 */
public final class StatementCancel {
    private static final Logger LOG = LoggerFactory.getLogger(StatementCancel.class);

    private @Nullable Connection connection;
    private boolean cancelled;

    /** From now on the query is on this connection; if it is cancelled already, it never starts. */
    synchronized void attach(Connection used) throws SQLException {
        if (cancelled) {
            throw new SQLException("canceled before it started", "57014");
        }
        connection = used;
    }

    /** The query is over; the connection may go to somebody else. */
    public synchronized void detach() {
        connection = null;
    }

    public synchronized void cancel() {
        cancelled = true;
        if (connection != null) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException e) {
                LOG.warn("A query cannot be cancelled: {}", e.getMessage());
            }
        }
    }

    public synchronized boolean cancelled() {
        return cancelled;
    }
}
