package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
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

    private static final long AGAIN_MILLIS = 50;

    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private @Nullable Connection connection;
    private boolean cancelled;

    /** Completed when the query has a connection: until then it waits for other queries. */
    public CompletableFuture<Boolean> begun() {
        return begun;
    }

    /** From now on the query is on this connection; if it is cancelled already, it never starts. */
    synchronized void attach(Connection used) throws SQLException {
        if (cancelled) {
            throw new SQLException("canceled before it started", ReadTransaction.CANCELLED);
        }
        connection = used;
        begun.complete(true);
    }

    /** The query is over; the connection may go to somebody else. */
    synchronized void detach() {
        connection = null;
        notifyAll();
    }

    /** Returns at once; the query ends a moment later. */
    public synchronized void cancel() {
        if (!cancelled) {
            cancelled = true;
            if (connection != null) {
                Thread.ofVirtual().name("cancel").start(this::interruptUntilDetached);
            }
        }
    }

    /** Between two batches the database has nothing to cancel, and the next one might start just then. */
    private synchronized void interruptUntilDetached() {
        try {
            while (connection != null) {
                interrupt();
                wait(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the statement for a reason of ours, such as its time limit. */
    synchronized void interrupt() {
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
