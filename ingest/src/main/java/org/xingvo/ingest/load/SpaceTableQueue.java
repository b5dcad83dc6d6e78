package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.schemas.Notices;

/** archive.table_queue: bytes of the space that may be tables. One thread at a time. */
final class SpaceTableQueue {
    private static final int AT_EACH_END = 200;

    private final Connection connection;

    SpaceTableQueue(Connection connection) {
        this.connection = connection;
    }

    /**
     * Adds what leaves the queue of uploads, in its transaction: what may be a table, and new bytes of what is one so far.
     * An upload itself knows nothing of tables. The identifier of a file of the space ends with the number of its node.
     */
    static void add(Connection connection, List<QueuedFile> files, IngestQueue.Reader reader) throws SQLException {
        List<QueuedFile> ofSpace = files.stream().filter(QueuedFile::isOfSpace).toList();
        if (ofSpace.isEmpty()) {
            return;
        }
        String sql = """
                with added as (
                    insert into archive.table_queue (node_id, store_path, access_class)
                    select n.id, f.path, f.class
                      from unnest(?::text[], ?::text[], ?::integer[], ?::boolean[]) with ordinality
                           as f (did, path, class, candidate, place)
                      join archive.node n on n.id = substring(f.did from '[?]([0-9]{1,18})$')::bigint and n.store_path = f.path
                     where f.candidate or n.table_number is not null or n.table_refusal is not null
                     order by f.place
                    returning id)
                select count(pg_notify('%s', '')) from (select from added limit 1) as one""".formatted(Notices.TABLES);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            ofSpace.stream().map(QueuedFile::publisherDid).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", ofSpace.stream().map(QueuedFile::path).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "integer",
                            ofSpace.stream().map(QueuedFile::accessClass).toArray()));
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "boolean", ofSpace.stream().map(reader::mayBeTable).toArray()));
            statement.execute();
        }
    }

    /**
     * Numbers of rows that are due: in turn those of every owner, of the oldest and of the youngest. Only so many at both ends are
     * looked at, so a long queue costs no more than a short one, and what has just come is not the last.
     */
    List<Due> due(long mostBytes, int limit) throws SQLException {
        String sql = """
                with due as not materialized (
                    select q.id, q.node_id, n.owner
                      from archive.table_queue q left join archive.node n on n.id = q.node_id
                     where q.not_before <= now() and coalesce(n.size_bytes, 0) <= ?),
                oldest as materialized (select d.*, 1 as young from due d order by d.id limit ?),
                youngest as materialized (
                    select d.*, 0 as young from due d
                     where d.id > coalesce((select max(o.id) from oldest o), 0)
                     order by d.id desc limit ?)
                select e.id, e.node_id
                  from (select * from oldest union all select * from youngest) e
                 order by row_number() over (partition by e.owner, e.young order by e.id), e.young, e.id limit ?""";
        List<Due> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, mostBytes);
            statement.setInt(2, AT_EACH_END);
            statement.setInt(3, AT_EACH_END);
            statement.setInt(4, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(row.getLong(1), row.getLong(2)));
                }
            }
        }
        return due;
    }

    /** A row of the queue and its node. */
    record Due(long id, long nodeId) {}

    /** What something came between is tried again, later and later, a quarter of an hour at most. */
    void later(long id, String why) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                update archive.table_queue
                   set attempts = attempts + 1, last_error = ?, not_before = now() + (1 << least(attempts, 10)) * interval '1 second'
                 where id = ?""")) {
            statement.setString(1, why.replace('\0', '?'));
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    void remove(long id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from archive.table_queue where id = " + id);
        }
    }
}
