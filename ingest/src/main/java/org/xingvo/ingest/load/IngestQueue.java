package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.storage.CollectionId;

/**
 * archive.ingest_queue. Rows are locked while they are worked on and leave the queue in the transaction that writes
 * what became of them, so several workers of several processes may share it and a crash loses nothing. Thread-safe.
 */
public final class IngestQueue {
    private static final int MAX_ATTEMPTS = 8;
    private static final int RUN = 0;

    private final Catalogue catalogue;

    /** What became of a queued file. */
    public sealed interface Result {
        /** The rows to write in place of older ones; the older one stays as a version if the rows say so. */
        record Described(EncodedDataset rows) implements Result {}

        /** Nothing to be catalogued: no FITS, or gone; older rows go. */
        record Nothing() implements Result {}

        /** Damaged; older rows go. */
        record Refused(Reject reject) implements Result {}

        /** Cannot be told now. */
        record Later(String why) implements Result {}
    }

    /** Reads one file. */
    public interface Reader {
        Result read(QueuedFile file);

        /** True if a file of the space that was read may be a table that is to be loaded. */
        default boolean mayBeTable(QueuedFile file) {
            return false;
        }
    }

    public IngestQueue(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Works on rows that are due, at most so many in one transaction; returns how many there were. */
    public int work(int limit, Reader reader) {
        try {
            return catalogue.transact("work on the queue", connection -> work(connection, limit, reader));
        } catch (CatalogueException e) {
            if (!e.isAboutData()) {
                throw e;
            }
        }
        // One of the rows is at fault: alone it is found, and put off until it is given up.
        int worked = 0;
        for (int i = 0; i < limit; i++) {
            int one = workAlone(reader);
            worked += one;
            if (one == 0) {
                break;
            }
        }
        return worked;
    }

    private int workAlone(Reader reader) {
        List<QueuedFile> taken = new ArrayList<>();
        try {
            return catalogue.transact(
                    "work on the queue",
                    connection -> work(connection, 1, new Reader() {
                        @Override
                        public Result read(QueuedFile file) {
                            taken.add(file);
                            return reader.read(file);
                        }

                        @Override
                        public boolean mayBeTable(QueuedFile file) {
                            return reader.mayBeTable(file);
                        }
                    }));
        } catch (CatalogueException e) {
            if (!e.isAboutData() || taken.isEmpty()) {
                throw e;
            }
            return catalogue.transact("put off a queued file", connection -> {
                later(connection, taken.getFirst(), String.valueOf(e.getMessage()));
                return 1;
            });
        }
    }

    private static int work(Connection connection, int limit, Reader reader) throws SQLException {
        List<QueuedFile> files = take(connection, limit);
        List<EncodedDataset> rows = new ArrayList<>();
        List<QueuedFile> finished = new ArrayList<>();
        for (QueuedFile file : files) {
            switch (reader.read(file)) {
                case Result.Described described -> {
                    rows.add(described.rows());
                    finished.add(file);
                }
                case Result.Nothing nothing -> finished.add(file);
                case Result.Refused refused -> {
                    Catalogue.insertRejects(connection, RUN, List.of(refused.reject()), file.guard());
                    finished.add(file);
                }
                case Result.Later later -> later(connection, file, later.why());
            }
        }
        if (!finished.isEmpty()) {
            List<EncodedDataset> last = lastOfEach(rows);
            Observations observations = new Observations(connection);
            observations.write(last);
            observations.remove(finished.stream().map(QueuedFile::publisherDid).toList());
            observations.lock();
            Supersession.keep(connection, last);
            Catalogue.delete(
                    connection, finished.stream().map(QueuedFile::publisherDid).toList());
            Catalogue.copy(connection, last);
            observations.settle();
            remove(connection, finished.stream().map(QueuedFile::id).toList());
            SpaceTableQueue.add(connection, finished, reader);
        }
        return files.size();
    }

    /** A file that was written twice in a moment is in the queue twice. */
    private static List<EncodedDataset> lastOfEach(List<EncodedDataset> rows) {
        List<EncodedDataset> last = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String did = rows.get(i).publisherDid();
            if (rows.stream().skip(i + 1L).noneMatch(r -> r.publisherDid().equals(did))) {
                last.add(rows.get(i));
            }
        }
        return last;
    }

    /** Files of a collection whose description is being changed are left for later; the others cannot change meanwhile. */
    private static List<QueuedFile> take(Connection connection, int limit) throws SQLException {
        String sql = """
                select q.id, q.path, q.access_path, q.publisher_did, q.access_class, q.attempts,
                       c.id, c.store_id, c.name, c.access_class, c.mapping, d.sha256, c.store_class, c.revision,
                       d.modified
                  from archive.ingest_queue q
                  join archive.collection c on c.id = q.collection_id
                  left join archive.dataset d on d.publisher_did = q.publisher_did
                 where q.not_before <= now() and q.dead is null
                 order by q.id
                 limit ?
                   for update of q skip locked
                   for share of c skip locked
                """;
        List<QueuedFile> files = new ArrayList<>();
        Map<String, CollectionDescription> descriptions = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    files.add(new QueuedFile(
                            row.getLong(1),
                            new CollectionHandle(
                                    row.getInt(7),
                                    new CollectionId((int) row.getLong(8)),
                                    row.getString(9),
                                    row.getInt(10),
                                    row.getObject(13, Integer.class),
                                    row.getLong(14),
                                    description(row.getString(11), descriptions)),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getInt(5),
                            row.getInt(6),
                            row.getBytes(12),
                            instant(row.getObject(15, OffsetDateTime.class))));
                }
            }
        }
        return files;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Null: the user area, which has no table. */
    private static @Nullable CollectionDescription description(
            String mapping, Map<String, CollectionDescription> known) {
        return mapping.isEmpty() ? null : known.computeIfAbsent(mapping, DescriptionYaml::read);
    }

    private static void later(Connection connection, QueuedFile file, String why) throws SQLException {
        if (file.attempts() + 1 >= MAX_ATTEMPTS) {
            Reject reject = new Reject(file.source(), "gave-up", "after %d attempts: %s".formatted(MAX_ATTEMPTS, why));
            Catalogue.insertRejects(connection, RUN, List.of(reject), file.guard());
        }
        String sql = """
                update archive.ingest_queue
                   set attempts = attempts + 1, last_error = ?, not_before = now() + ? * interval '1 second',
                       dead = case when attempts + 1 >= ? then now() end
                 where id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, why.replace('\0', '?'));
            statement.setInt(2, 1 << Math.min(file.attempts(), MAX_ATTEMPTS));
            statement.setInt(3, MAX_ATTEMPTS);
            statement.setLong(4, file.id());
            statement.executeUpdate();
        }
    }

    private static void remove(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from archive.ingest_queue where id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        }
    }

    /** A file that somebody is about to write or delete. */
    public record Announced(CollectionId storeId, String path, String accessPath, String publisherDid) {}

    /**
     * Writes down in one transaction that files of catalogued collections are about to change, before they do: if the
     * process ends in between, what became of them is looked at after a while. Returns for each the number to
     * {@link #release}; 0: the catalogue does not have the collection.
     */
    public List<Long> announce(List<Announced> files) {
        String sql = """
                insert into archive.ingest_queue
                       (collection_id, path, access_path, publisher_did, access_class, not_before)
                select c.id, f.path, f.access_path, f.publisher_did, c.access_class, now() + interval '10 minutes'
                  from unnest(?::bigint[], ?::text[], ?::text[], ?::text[])
                       as f (store_id, path, access_path, publisher_did)
                  join archive.collection c on c.store_id = f.store_id and c.mapping <> ''
                returning id, publisher_did
                """;
        Map<String, Deque<Long>> numbers = catalogue.transact("announce files", connection -> {
            Map<String, Deque<Long>> made = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Object[] ids = files.stream()
                        .map(f -> Integer.toUnsignedLong(f.storeId().value()))
                        .toArray();
                statement.setArray(1, connection.createArrayOf("bigint", ids));
                setTexts(statement, 2, files, Announced::path);
                setTexts(statement, 3, files, Announced::accessPath);
                setTexts(statement, 4, files, Announced::publisherDid);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        made.computeIfAbsent(row.getString(2), k -> new ArrayDeque<>())
                                .add(row.getLong(1));
                    }
                }
            }
            return made;
        });
        List<Long> all = new ArrayList<>();
        for (Announced file : files) {
            Deque<Long> mine = numbers.get(file.publisherDid());
            Long number = mine == null ? null : mine.poll();
            all.add(number == null ? 0L : number);
        }
        return all;
    }

    private static void setTexts(
            PreparedStatement statement, int place, List<Announced> files, Function<Announced, String> text)
            throws SQLException {
        statement.setArray(
                place,
                statement
                        .getConnection()
                        .createArrayOf("text", files.stream().map(text).toArray()));
    }

    /**
     * A change that was announced is made, or was refused.
     *
     * @param changed false: nothing was changed, the row is taken back
     */
    public record Released(long id, boolean changed) {}

    /**
     * The changes are over: the files are looked at now. False for one that took so long that its row was looked at and is
     * gone: that file must be announced again.
     */
    public List<Boolean> release(List<Released> changes) {
        return catalogue.transact("release queued files", connection -> {
            remove(
                    connection,
                    changes.stream()
                            .filter(change -> !change.changed())
                            .map(Released::id)
                            .toList());
            Set<Long> due = new HashSet<>();
            try (PreparedStatement statement = connection.prepareStatement("""
                    with due as (update archive.ingest_queue set not_before = now() where id = any(?) returning id)
                    select id, pg_notify('xingvo_ingest', '') from due
                    """)) {
                Object[] ids = changes.stream()
                        .filter(Released::changed)
                        .map(Released::id)
                        .toArray();
                statement.setArray(1, connection.createArrayOf("bigint", ids));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        due.add(row.getLong(1));
                    }
                }
            }
            return changes.stream()
                    .map(change -> !change.changed() || due.contains(change.id()))
                    .toList();
        });
    }

    /**
     * A row for the operator.
     *
     * @param due when it is tried next, UTC
     * @param error of the last attempt; null: none yet
     */
    public record Entry(
            long id,
            String collection,
            String path,
            int attempts,
            String due,
            boolean dead,
            @Nullable String error) {}

    /** What waits, the dead first, at most so many. */
    public List<Entry> entries(int limit) {
        String sql = """
                select q.id, c.name, q.path, q.attempts, to_char(q.not_before at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'),
                       q.dead is not null, q.last_error
                  from archive.ingest_queue q join archive.collection c on c.id = q.collection_id
                 order by q.dead is null, q.id limit ?
                """;
        return catalogue.transact("read the queue", connection -> {
            List<Entry> entries = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        entries.add(new Entry(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getInt(4),
                                row.getString(5),
                                row.getBoolean(6),
                                row.getString(7)));
                    }
                }
            }
            return entries;
        });
    }

    /** Tries a dead file again, or with null all of them; returns how many. */
    public int retry(@Nullable Long id) {
        return changeDead("""
                with again as (update archive.ingest_queue set attempts = 0, dead = null, not_before = now()
                                where dead is not null and (id = ? or ?) returning id)
                select count(*), max(pg_notify('xingvo_ingest', '')::text) from again
                """, id);
    }

    /** Gives a dead file up for good, or with null all of them; returns how many. */
    public int drop(@Nullable Long id) {
        return changeDead("""
                with gone as (delete from archive.ingest_queue where dead is not null and (id = ? or ?) returning id)
                select count(*) from gone
                """, id);
    }

    private int changeDead(String sql, @Nullable Long id) {
        return catalogue.transact("change the queue", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, id == null ? 0 : id);
                statement.setBoolean(2, id == null);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    /**
     * Calls back when there may be work: at once, after each notice, and every so often without one. Returns when it is
     * told to stop; holds one connection until then.
     */
    public void listen(Duration poll, BooleanSupplier stop, Runnable due) {
        catalogue.connected("listen to the queue", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen xingvo_ingest");
            }
            try {
                PGConnection notices = connection.unwrap(PGConnection.class);
                while (!stop.getAsBoolean()) {
                    due.run();
                    await(notices, poll, stop);
                }
            } finally {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("unlisten *");
                }
            }
            return null;
        });
    }

    private static void await(PGConnection notices, Duration poll, BooleanSupplier stop) throws SQLException {
        long end = System.nanoTime() + poll.toNanos();
        while (!stop.getAsBoolean() && System.nanoTime() < end) {
            PGNotification @Nullable [] got = notices.getNotifications(200);
            if (got != null && got.length > 0) {
                return;
            }
        }
    }
}
