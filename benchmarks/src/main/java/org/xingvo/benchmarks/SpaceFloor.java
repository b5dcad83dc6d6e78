package org.xingvo.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a negotiated upload costs without a server: the statements that it runs, in the same transactions and on the same
 * tables, and its bytes appended to a file and synced. Bytes, rows and jobs it makes are removed by {@link #close}.
 * Thread-safe.
 */
final class SpaceFloor implements AutoCloseable {
    private static final int CONNECTIONS = 10;

    private static final String MINE = """
            array(with recursive mine (name, step) as (
                select m.group_name, 0 from archive.group_member m where m.principal = p.name
                union
                select o.group_name, 0 from archive.group_owner o where o.principal = p.name
                union
                select n.outer_name, mine.step + 1
                  from mine join archive.group_nesting n on n.inner_name = mine.name
                 where mine.step < 16)
            select distinct mine.name from mine)""";
    private static final String BY_TOKEN = "select p.name, p.is_operator, " + MINE + """
            , p.password, t.scope from archive.token t
              join archive.principal p on p.name = t.principal
             where t.sha256 = ? and t.revoked is null and (t.expires is null or t.expires > now())
               and p.disabled is null""";
    private static final String BY_NAME = "select p.name, p.is_operator, " + MINE
            + " from archive.principal p where p.name = ? and p.disabled is null";
    private static final String WALK = """
            with recursive walk (id, depth) as (
                select n.id, 1 from archive.node n where n.parent_id = ? and n.name = (?::text[])[1]
                union all
                select c.id, w.depth + 1 from walk w
                  join archive.node c on c.parent_id = w.id and c.name = (?::text[])[w.depth + 1]
                 where w.depth < ?)
            select w.depth, n.* from walk w join archive.node n on n.id = w.id order by w.depth""";
    private static final String JOB = """
            with quick as (select set_config('synchronous_commit', 'off', true) as synchronous_commit)
            insert into archive.job (id, list, owner, account, phase, public_url, started, execution_seconds,
                                     destruction, document, brief)
            select ?, 'vos', ?, ?, 'EXECUTING', 'http://localhost', now(), 3600, now() + interval '1 hour', ?, true
              from quick
            returning *""";
    private static final String JOB_DONE = """
            with quick as (select set_config('synchronous_commit', 'off', true) as synchronous_commit)
            update archive.job set phase = 'COMPLETED', ended = now()
             where id = ? and list = 'vos' and phase = 'EXECUTING' and (select synchronous_commit from quick) = 'off'
            returning *""";
    private static final String NODE = """
            insert into archive.node as n (parent_id, name, type, owner, access_class, write_groups, properties,
                                           media_type, store_path, size_bytes, md5, sha256)
            values (?, ?, 'DataNode', ?, 0, '{}', '{}', 'application/octet-stream', ?, ?, ?, ?)
            on conflict do nothing returning n.*""";
    private static final String DELTA = "insert into archive.usage_delta (container_id, bytes, files) values (?, ?, 1)";
    // Queued for tomorrow: there are no such bytes to be described.
    private static final String QUEUE = """
            insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class, not_before)
            select c.id, ?, ?, ?, 0, now() + interval '1 day' from archive.collection c where c.name = 'home'""";
    private static final String EVENT = """
            insert into archive.event (actor, action, subject, node_id, detail)
            values (?, 'node.write', ?, ?, jsonb_object('{bytes,classes,type}', array[?, '', 'DataNode']))""";

    private final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
    private final BlockingQueue<FileChannel> files;
    private final List<Path> paths = new ArrayList<>();
    private final String run = UUID.randomUUID().toString();
    private final String user;
    private final String[] path;
    private final long home;
    private final long container;
    private long bytes;
    private long uploads;

    SpaceFloor(String jdbcUrl, Path directory, String user, String top, int clients) throws IOException, SQLException {
        this.user = user;
        this.files = new ArrayBlockingQueue<>(clients);
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(DriverManager.getConnection(jdbcUrl));
        }
        for (int i = 0; i < clients; i++) {
            Path file = Files.createTempFile(directory, "floor", ".vol");
            paths.add(file);
            files.add(FileChannel.open(file, StandardOpenOption.WRITE));
        }
        String[] names = top.substring("/home/".length()).split("/", -1);
        Connection connection = connections.element();
        home = number(connection, "select id from archive.node where name = 'home' and parent_id is null");
        long at = home;
        for (String name : names) {
            at = number(connection, "select id from archive.node where parent_id = ? and name = ?", at, name);
        }
        container = at;
        path = new String[names.length + 1];
        System.arraycopy(names, 0, path, 0, names.length);
    }

    /** One upload of so many bytes. */
    void upload(int number, int size) throws SQLException, IOException, InterruptedException {
        String name = "f" + number;
        String job = run.substring(0, 8) + number;
        String[] names = path.clone();
        names[names.length - 1] = name;
        byte[] digest = new byte[32];
        Connection connection = connections.take();
        try {
            rows(connection, BY_TOKEN, digest);
            rows(connection, WALK, home, names, names, names.length);
            rows(connection, JOB, job, user, "user:" + user, "x".repeat(600));
            rows(connection, BY_TOKEN, digest);
            // once for its document, once to see whether it still waits for bytes
            for (int i = 0; i < 2; i++) {
                rows(connection, "select * from archive.job where id = ? and list = 'vos' and not deleted", job);
            }
            rows(connection, BY_NAME, user);
            rows(connection, WALK, home, names, names, names.length);
        } finally {
            connections.put(connection);
        }
        append(size);
        connection = connections.take();
        try {
            connection.setAutoCommit(false);
            rows(connection, WALK + " for key share of n", home, names, names, names.length - 1);
            String stored = user + "/" + run + "/" + name;
            long id = number(connection, NODE, container, name, user, stored, (long) size, new byte[16], digest);
            update(connection, DELTA, container, (long) size);
            update(connection, QUEUE, stored, "/files/node:" + id + "/" + name, "ivo://floor/" + run + "?" + id);
            update(connection, EVENT, user, String.join("/", names), id, Integer.toString(size));
            connection.commit();
            connection.setAutoCommit(true);
            rows(connection, JOB_DONE, job);
        } finally {
            connections.put(connection);
        }
        counted(size);
    }

    private synchronized void counted(int size) {
        bytes += size;
        uploads++;
    }

    private void append(int size) throws IOException, InterruptedException {
        FileChannel file = files.take();
        try {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(false);
        } finally {
            files.put(file);
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    private static void rows(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static long number(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("expected a row, found none: " + sql);
            }
            return rows.getLong(1);
        }
    }

    private static void update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values)) {
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        Connection connection = connections.element();
        update(
                connection,
                "delete from archive.ingest_queue where starts_with(publisher_did, ?)",
                "ivo://floor/" + run);
        update(connection, "delete from archive.job where starts_with(id, ?)", run.substring(0, 8));
        update(connection, "delete from archive.node where parent_id = ?", container);
        update(
                connection,
                "insert into archive.usage_delta (container_id, bytes, files) values (?, ?, ?)",
                container,
                -bytes,
                -uploads);
        for (Connection each : connections) {
            each.close();
        }
        for (FileChannel each : files) {
            each.close();
        }
        for (Path each : paths) {
            Files.delete(each);
        }
    }
}
