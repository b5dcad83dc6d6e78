package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.table.EncodedRows;
import org.xingvo.ingest.table.TableLayout;
import org.xingvo.storage.CollectionId;

/**
 * What the database says of tables of the space. Whoever changes what a node says of its table holds the node's row first, as
 * everybody does who changes a node. One thread at a time.
 */
final class SpaceTableRows {
    private static final String COLUMN = """
            insert into archive.space_column (number, column_name, datatype, arraysize, xtype, description, utype, unit, ucd,
                                              indexed, principal, column_index)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final int LONGEST_REASON = 500;

    /** How readers call the temporary file, in whatever words. */
    private static final String SCRATCH = "\\[?\\btable-[0-9]+\\.tmp\\]?:? ?";

    private final Connection connection;
    private final SessionLocks locks;

    SpaceTableRows(Connection connection) {
        this.connection = connection;
        this.locks = new SessionLocks(connection, "xingvo space");
    }

    /** The relation of a number, as it stands in SQL. */
    static String relation(int number) {
        return "space.\"" + name(number) + '"';
    }

    private static String name(int number) {
        return "t" + number;
    }

    /** A file of the queue as it is now; empty: its row is gone, or its node has other bytes by now. */
    Optional<SpaceFile> file(long queueId) throws SQLException {
        String sql = """
                select q.id, n.id, n.name, n.store_path, n.owner, n.size_bytes,
                       coalesce(n.media_type, 'application/octet-stream'), t.store_path, t.number, n.table_refusal,
                       (select c.store_id from archive.collection c where c.name = 'home')
                  from archive.table_queue q
                  join archive.node n on n.id = q.node_id and n.store_path = q.store_path
                  left join archive.space_table t on t.number = n.table_number
                 where q.id = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, queueId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new SpaceFile(
                                row.getLong(1),
                                row.getLong(2),
                                new CollectionId((int) row.getLong(11)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getString(7),
                                row.getString(8),
                                row.getObject(9, Integer.class),
                                row.getString(10)))
                        : Optional.empty();
            }
        }
    }

    /** Holds a node until the end of the transaction; false: it is gone, or has other bytes. */
    boolean hold(SpaceFile file) throws SQLException {
        String sql = "select store_path = ? from archive.node where id = ? for no key update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, file.storePath());
            statement.setLong(2, file.nodeId());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * Tables of an owner.
     *
     * @param bytes of their files
     */
    record Holding(long tables, long bytes) {}

    /** What an owner has beside a file; others who add to it wait until the end of the transaction, if there is one. */
    Holding holding(SpaceFile file) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select pg_advisory_xact_lock(hashtextextended('xingvo tables of ' || ?, 0))")) {
            lock.setString(1, file.owner());
            lock.execute();
        }
        String sql = """
                select count(*), coalesce(sum(bytes), 0)::bigint from archive.space_table
                 where owner = ? and node_id <> ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, file.owner());
            statement.setLong(2, file.nodeId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Holding(row.getLong(1), row.getLong(2));
            }
        }
    }

    int newNumber() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select nextval('archive.space_table_number')")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The class under which a table may be listed now, held until the end of the transaction. */
    int accessClass(SpaceFile file) throws SQLException {
        String sql = "select access_class from archive.table_queue where id = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, file.queueId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Makes a loaded relation the table of a node that is held, in place of the one it had. */
    void publish(
            SpaceFile file,
            int number,
            TableLayout layout,
            EncodedRows rows,
            @Nullable String description,
            List<String> indexed,
            long count)
            throws SQLException {
        int accessClass = accessClass(file);
        forget(file.nodeId());
        String sql = """
                insert into archive.space_table (number, list_class, node_id, store_path, owner, access_class, description,
                                                 row_count, bytes)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, number);
            statement.setInt(2, -number);
            statement.setLong(3, file.nodeId());
            statement.setString(4, file.storePath());
            statement.setString(5, file.owner());
            statement.setInt(6, accessClass);
            statement.setString(7, LoadedTableSql.withoutNul(description));
            statement.setLong(8, count);
            statement.setLong(9, file.bytes());
            statement.executeUpdate();
        }
        Set<String> withIndex = new HashSet<>(indexed);
        LoadedTableSql.addIfThere(withIndex, layout.raName());
        LoadedTableSql.addIfThere(withIndex, layout.decName());
        LoadedTableSql.describe(connection, COLUMN, number, layout, rows, withIndex);
        mark(file, number, null);
        event(file, "table.load", "rows", Long.toString(count));
    }

    /**
     * The bytes of a node that is held are no table.
     *
     * @param why null: they do not look like one
     */
    void refuse(SpaceFile file, @Nullable String why) throws SQLException {
        if (why == null && file.loadedPath() == null && file.refusal() == null) {
            return;
        }
        String shown = why == null ? null : shown(why);
        forget(file.nodeId());
        mark(file, null, shown);
        if (shown != null) {
            event(file, "table.refuse", "reason", shown);
        }
    }

    /** What a file brings into a message is no more than one line of text. */
    private static String shown(String why) {
        String line = why.replaceAll(SCRATCH, "").replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Cn}]", "?");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }

    /** The table of a node is that of its bytes already; who may know of it may have changed. */
    void keep(SpaceFile file) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update archive.space_table set access_class = ? where node_id = ?")) {
            statement.setInt(1, accessClass(file));
            statement.setLong(2, file.nodeId());
            statement.executeUpdate();
        }
    }

    private void forget(long nodeId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from archive.space_table where node_id = ?")) {
            statement.setLong(1, nodeId);
            statement.executeUpdate();
        }
    }

    private void mark(SpaceFile file, @Nullable Integer number, @Nullable String refusal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update archive.node set table_number = ?, table_refusal = ? where id = ?")) {
            statement.setObject(1, number, Types.INTEGER);
            statement.setString(2, refusal);
            statement.setLong(3, file.nodeId());
            statement.executeUpdate();
        }
    }

    private void event(SpaceFile file, String action, String what, String text) throws SQLException {
        String sql = """
                with recursive up (parent_id, path) as (
                    select n.parent_id, '/' || n.name from archive.node n where n.id = ?
                    union all
                    select n.parent_id, '/' || n.name || u.path from up u join archive.node n on n.id = u.parent_id)
                insert into archive.event (actor, action, subject, node_id, detail)
                select 'operator', ?, u.path, ?, jsonb_build_object(?::text, ?::text) from up u where u.parent_id is null""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, file.nodeId());
            statement.setString(2, action);
            statement.setLong(3, file.nodeId());
            statement.setString(4, what);
            statement.setString(5, text);
            statement.executeUpdate();
        }
    }

    /** Forgets tables whose nodes are gone or have no bytes; the relations stay for {@link #dropUnused}. */
    void forgetGone() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    delete from archive.space_table t
                     where not exists (select from archive.node n
                                        where n.id = t.node_id and n.table_number = t.number and n.size_bytes > 0)""");
            statement.executeUpdate(
                    "delete from archive.table_queue q where not exists (select from archive.node n where n.id = q.node_id)");
        }
    }

    /** Numbers of relations that no table has: of tables that are gone, of loads that run, and of those that were killed. */
    private List<Integer> unused() throws SQLException {
        String sql = """
                select substring(c.relname from 2)::integer from pg_class c
                 where c.relnamespace = 'space'::regnamespace and c.relkind = 'r' and c.relname ~ '^t[0-9]{1,9}$'
                   and not exists (select from archive.space_table t where 't' || t.number = c.relname)""";
        List<Integer> unused = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                unused.add(row.getInt(1));
            }
        }
        return unused;
    }

    /** Drops all relations that no table has and nobody builds. */
    void dropUnused() throws SQLException {
        for (int number : unused()) {
            dropUnused(number);
        }
    }

    /** Drops a relation if no table has it and nobody builds it. */
    void dropUnused(int number) throws SQLException {
        String relation = "relation " + number;
        if (lock(relation)) {
            try {
                // asked behind the lock: who built it may have made it a table before giving it free
                if (!isTable(number)) {
                    drop(number);
                }
            } finally {
                unlock(relation);
            }
        }
    }

    private boolean isTable(int number) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select exists (select from archive.space_table where number = " + number + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Drops a relation unless a query reads it; then it is left to the next time. */
    private void drop(int number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = 250");
            try {
                statement.execute("drop table if exists " + relation(number));
            } catch (SQLException e) {
                if (!"55P03".equals(e.getSQLState())) {
                    throw e;
                }
            } finally {
                statement.execute("reset lock_timeout");
            }
        }
    }

    /** Keeps others away from the table of a node, or from a relation, until {@link #unlock} or the end of the connection. */
    boolean lock(String what) throws SQLException {
        return locks.lock(what);
    }

    void unlock(String what) throws SQLException {
        locks.unlock(what);
    }
}
