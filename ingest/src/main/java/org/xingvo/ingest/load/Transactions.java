package org.xingvo.ingest.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** One piece of work, one transaction. */
final class Transactions {
    private Transactions() {}

    /** What is done in one transaction. */
    interface Work<T> {
        T run() throws SQLException, IOException;
    }

    static <T> T run(Connection connection, Work<T> work) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
