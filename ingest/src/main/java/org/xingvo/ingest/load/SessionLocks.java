package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Keeps others in all processes away from something with a name, until it is given free or the connection ends. One thread
 * at a time.
 *
 * @param kind of the things; names of different kinds do not meet
 */
record SessionLocks(Connection connection, String kind) {
    /** False: another connection holds it. */
    boolean lock(String name) throws SQLException {
        return ask("select pg_try_advisory_lock(hashtextextended(? || ' ' || ?, 0))", name);
    }

    void unlock(String name) throws SQLException {
        ask("select pg_advisory_unlock(hashtextextended(? || ' ' || ?, 0))", name);
    }

    private boolean ask(String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, kind);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
