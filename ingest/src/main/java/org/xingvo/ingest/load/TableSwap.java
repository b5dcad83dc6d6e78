package org.xingvo.ingest.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;

/**
 * Puts a new table in the place of an old one in one transaction. Readers that are at work are waited for, a moment at
 * a time, so that those who come meanwhile never wait longer than that.
 */
final class TableSwap {
    private static final Duration MOMENT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private TableSwap() {}

    /** What makes the new table seen. */
    interface Appearance {
        void run() throws SQLException;
    }

    /** @param before null: there is none */
    static void run(Connection connection, LoadedTable table, @Nullable LoadedTable before, Appearance appearance)
            throws SQLException, IOException {
        patiently(connection, table.name(), () -> {
            if (before != null) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("drop view " + before.view());
                    statement.execute("drop table " + before.relation());
                    statement.execute("set local lock_timeout = 0");
                }
            }
            appearance.run();
        });
    }

    /** One transaction that waits for locks a moment at a time, tried again until it has them. */
    static void patiently(Connection connection, String table, Appearance change) throws SQLException, IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!attempt(connection, change)) {
            if (System.nanoTime() > end) {
                throw new IngestException("table data." + table + ": expected a moment without readers within "
                        + PATIENCE.toMinutes() + " minutes, found none; the table is as it was");
            }
            try {
                Thread.sleep(MOMENT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IngestException("interrupted; the table is as it was", e);
            }
        }
    }

    private static boolean attempt(Connection connection, Appearance change) throws SQLException, IOException {
        try {
            return Transactions.run(connection, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set local lock_timeout = " + MOMENT.toMillis());
                }
                change.run();
                return true;
            });
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
