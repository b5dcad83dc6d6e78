package org.xingvo.vospace.tree;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What containers hold. A change is one row for the container it happens in; {@link Housekeeping} adds the rows up for all
 * containers above. The sum of both is exact at every moment. Stateless.
 */
final class Ledger {
    private Ledger() {}

    /** Bytes and files in a container and all below. */
    record Used(long bytes, long files) {}

    static Used used(Connection connection, long containerId) throws SQLException {
        return Sql.list(
                        connection,
                        "select u.bytes, u.files from archive.used(?) u",
                        rows -> new Used(rows.getLong(1), rows.getLong(2)),
                        containerId)
                .getFirst();
    }

    /** Notes a change of what is directly in a container. */
    static void add(Connection connection, long containerId, long bytes, long files) throws SQLException {
        add(connection, containerId, bytes, files, null);
    }

    /** As {@link #add}; the promise that the bytes came by ends. */
    static void add(Connection connection, long containerId, long bytes, long files, @Nullable Long promise)
            throws SQLException {
        if (promise != null) {
            Sql.update(connection, """
                    with ended as (delete from archive.reservation where id = ?)
                    insert into archive.usage_delta (container_id, bytes, files) values (?, ?, ?)""", promise, containerId, bytes, files);
        } else if (bytes != 0 || files != 0) {
            Sql.update(
                    connection,
                    "insert into archive.usage_delta (container_id, bytes, files) values (?, ?, ?)",
                    containerId,
                    bytes,
                    files);
        }
    }

    /**
     * What has been added up for a container: goes with it when it moves, while the rows that are left find their way by
     * where it is then. Only under {@link #lock}.
     */
    static Used folded(Connection connection, long containerId) throws SQLException {
        var found = Sql.list(
                connection,
                "select bytes, files from archive.usage where container_id = ?",
                rows -> new Used(rows.getLong(1), rows.getLong(2)),
                containerId);
        return found.isEmpty() ? new Used(0, 0) : found.getFirst();
    }

    /** Until the end of the transaction no container moves and nothing is added up but here. */
    static void lock(Connection connection) throws SQLException {
        Sql.list(connection, "select archive.lock_tree()", rows -> "");
    }

    /** Adds up the oldest changes; returns how many. */
    static int fold(Connection connection, int most) throws SQLException {
        return Sql.list(connection, "select archive.fold_usage(?)", rows -> rows.getInt(1), most)
                .getFirst();
    }
}
