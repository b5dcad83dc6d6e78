package org.xingvo.ingest.load;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.DescriptionYaml;
import org.xingvo.schemas.AccessClass;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.storage.CollectionId;

/**
 * The catalogue as ingest writes it. Every method is one transaction, so what it returned from is there whole.
 * Thread-safe.
 */
public final class Catalogue {
    private static final int IDS_AT_ONCE = 1000;

    private final DataSource database;
    private final SkyDialect dialect;
    private final ArrayDeque<Long> ids = new ArrayDeque<>();
    private final CardLayouts layouts = new CardLayouts(this);

    public Catalogue(DataSource database, SkyDialect dialect) {
        this.database = database;
        this.dialect = dialect;
    }

    /** A number for one run; rejects carry it. */
    public long nextRun() {
        return query("take a run number", "select nextval('archive.run')", row -> row.getLong(1))
                .getFirst();
    }

    /** An id for a dataset, never given twice. */
    public synchronized long nextId() {
        if (ids.isEmpty()) {
            ids.addAll(query(
                    "take dataset ids",
                    "select nextval(pg_get_serial_sequence('archive.dataset', 'id')) from generate_series(1, "
                            + IDS_AT_ONCE + ")",
                    row -> row.getLong(1)));
        }
        return ids.remove();
    }

    /** All collections with a description. */
    public List<CollectionHandle> collections() {
        return query(
                "read the collections",
                "select id, store_id, name, access_class, mapping, store_class, revision from archive.collection"
                        + " where mapping <> '' order by name",
                row -> new CollectionHandle(
                        row.getInt(1),
                        new CollectionId((int) row.getLong(2)),
                        row.getString(3),
                        row.getInt(4),
                        row.getObject(6, Integer.class),
                        row.getLong(7),
                        DescriptionYaml.read(row.getString(5))));
    }

    /** Names that no new collection may have. */
    public List<String> takenNames() {
        return query(
                "read the collections",
                "select name from archive.collection union select name from archive.loaded_table",
                row -> row.getString(1));
    }

    /** True when no collection has a file. */
    public boolean isEmpty() {
        return !query(
                        "look for datasets",
                        "select exists (select 1 from archive.dataset d join archive.collection c on c.id ="
                                + " d.collection_id where c.mapping <> '')",
                        row -> row.getBoolean(1))
                .getFirst();
    }

    /** What is known of files with these paths, by path; of several the first collection. */
    public Map<String, KnownDataset> known(Collection<String> paths) {
        String sql = """
                select d.collection_id, d.path, d.sha256
                  from archive.dataset d
                  join archive.collection c on c.id = d.collection_id
                 where d.path = any(?) and c.mapping <> '' and (d.superseded is null or d.obs_key is not null)
                 order by d.collection_id desc
                """;
        Map<String, KnownDataset> known = new HashMap<>();
        transact("look up paths", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Array array = connection.createArrayOf("text", paths.toArray());
                statement.setArray(1, array);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        known.put(row.getString(2), new KnownDataset(row.getInt(1), row.getString(2), row.getBytes(3)));
                    }
                }
            }
            return null;
        });
        return known;
    }

    /**
     * Makes a collection with its table, view and TAP_SCHEMA rows.
     *
     * @param dataType the last four bits of its store id
     * @param accessClass who may see it unless the description says
     */
    public CollectionHandle create(CollectionDescription description, int dataType, int accessClass) {
        return transact("make collection " + description.name(), connection -> {
            AccessClasses.Classes classes =
                    AccessClasses.of(connection, description.access(), new AccessClasses.Classes(accessClass, null));
            CollectionId storeId = FreeStoreId.find(connection, description.provenance(), dataType);
            String sql = """
                    insert into archive.collection
                           (name, store_id, title, description, layout, table_name, facility, mapping, access_class,
                            store_class)
                    values (?, ?, ?, ?, null, ?, ?, ?, ?, ?)
                    returning id
                    """;
            int id;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, description.name());
                statement.setLong(2, Integer.toUnsignedLong(storeId.value()));
                statement.setString(3, description.title());
                statement.setString(4, description.description());
                statement.setString(5, "data." + description.name());
                statement.setString(6, description.facility());
                statement.setString(7, DescriptionYaml.write(description));
                statement.setInt(8, classes.collection());
                statement.setObject(9, classes.store(), java.sql.Types.INTEGER);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    id = row.getInt(1);
                }
            }
            CollectionTable.create(connection, description, classes.collection());
            return new CollectionHandle(
                    id, storeId, description.name(), classes.collection(), classes.store(), 0, description);
        });
    }

    /**
     * What became of rows.
     *
     * @param stale rows that were not written, because their collection is another than when they were made
     * @param staleRejects the same of files that a collection refused
     * @param marked files that are no longer current, another one of their observation is
     */
    public record Committed(List<EncodedDataset> stale, List<Reject> staleRejects, int marked) {}

    /** Writes rows and rejects, replacing rows with the same DIDs. */
    public Committed commit(long run, List<EncodedDataset> datasets, List<Reject> rejects, boolean mayReplace) {
        return transact("write rows", connection -> {
            Map<Integer, Long> revisions = Revisions.of(connection, datasets, rejects);
            List<EncodedDataset> rows = new ArrayList<>();
            List<EncodedDataset> stale = new ArrayList<>();
            for (EncodedDataset dataset : datasets) {
                (isAsBefore(dataset.table(), revisions) ? rows : stale).add(dataset);
            }
            List<Reject> refused = new ArrayList<>();
            List<Reject> staleRejects = new ArrayList<>();
            for (Reject reject : rejects) {
                (isAsBefore(reject.by(), revisions) ? refused : staleRejects).add(reject);
            }
            Observations observations = new Observations(connection);
            observations.write(rows);
            observations.lock();
            if (mayReplace) {
                Supersession.keep(connection, rows);
                delete(
                        connection,
                        rows.stream().map(EncodedDataset::publisherDid).toList());
            }
            copy(connection, rows);
            insertRejects(connection, run, refused, AccessClass.PUBLIC);
            return new Committed(List.copyOf(stale), List.copyOf(staleRejects), observations.settle());
        });
    }

    private static boolean isAsBefore(@Nullable CollectionHandle collection, Map<Integer, Long> revisions) {
        return collection == null || Long.valueOf(collection.revision()).equals(revisions.get(collection.id()));
    }

    /**
     * A path of a collection that is catalogued.
     *
     * @param handle of a collection with a description
     */
    public record Held(CollectionHandle handle, String path, String publisherDid) {}

    /** The current files of this path or in the folder of this path, at most so many. */
    public List<Held> heldAt(String path, @Nullable String only, int limit) {
        return held("path = ? or (path > ? || '/' and path < ? || '0')", List.of(path, path, path), only, limit);
    }

    /** One page of the current files whose paths begin so, in byte order. */
    public List<Held> held(String prefix, @Nullable String only, @Nullable String after, int limit) {
        return held(
                "path > ? and path < ?", List.of(after == null ? prefix : after, prefix + "\uDBFF\uDFFF"), only, limit);
    }

    private List<Held> held(String condition, List<String> texts, @Nullable String only, int limit) {
        Map<Integer, CollectionHandle> handles = new HashMap<>();
        for (CollectionHandle handle : collections()) {
            if (only == null || only.equals(handle.name())) {
                handles.put(handle.id(), handle);
            }
        }
        String sql = """
                select collection_id, path, publisher_did from archive.dataset
                 where (%s) and (superseded is null or obs_key is not null) and collection_id = any(?)
                 order by path, collection_id limit ?
                """.formatted(condition);
        return transact("list paths", connection -> {
            List<Held> held = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int place = 0;
                for (String text : texts) {
                    statement.setString(++place, text);
                }
                statement.setArray(
                        ++place,
                        connection.createArrayOf("integer", handles.keySet().toArray()));
                statement.setInt(++place, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        CollectionHandle handle = handles.get(row.getInt(1));
                        if (handle != null) {
                            held.add(new Held(handle, row.getString(2), row.getString(3)));
                        }
                    }
                }
            }
            return held;
        });
    }

    /** Takes files out of the catalogue; waits for a change of their collections that goes on. */
    public void forget(List<String> publisherDids) {
        transact("delete rows", connection -> {
            Revisions.hold(connection, publisherDids);
            Observations observations = new Observations(connection);
            observations.remove(publisherDids);
            observations.lock();
            delete(connection, publisherDids);
            return observations.settle();
        });
    }

    static void delete(Connection connection, List<String> publisherDids) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from archive.dataset where publisher_did = any(?)")) {
            statement.setArray(1, connection.createArrayOf("text", publisherDids.toArray()));
            statement.executeUpdate();
        }
    }

    static void copy(Connection connection, List<EncodedDataset> datasets) throws SQLException {
        if (datasets.isEmpty()) {
            return;
        }
        copy(
                connection,
                "archive.dataset",
                RowEncoder.DATASET_COLUMNS,
                datasets.stream().map(EncodedDataset::dataset).toList());
        copy(
                connection,
                "archive.hdu",
                RowEncoder.HDU_COLUMNS,
                datasets.stream().map(EncodedDataset::hdus).toList());
        copy(
                connection,
                "archive.obscore",
                RowEncoder.OBSCORE_COLUMNS,
                datasets.stream().map(EncodedDataset::obscore).toList());
        Map<CollectionDescription, List<byte[]>> tables = new LinkedHashMap<>();
        for (EncodedDataset dataset : datasets) {
            if (dataset.table() != null && dataset.table().description() != null) {
                tables.computeIfAbsent(dataset.table().description(), k -> new ArrayList<>())
                        .add(dataset.data());
            }
        }
        for (Map.Entry<CollectionDescription, List<byte[]>> table : tables.entrySet()) {
            copy(
                    connection,
                    CollectionTable.rows(table.getKey().name()),
                    CollectionTable.columns(table.getKey()),
                    table.getValue());
        }
    }

    static void copy(Connection connection, String table, String columns, List<byte[]> rows) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columns + ") from stdin (format binary)");
        try {
            copy.writeToCopy(RowBuffer.HEADER, 0, RowBuffer.HEADER.length);
            for (byte[] row : rows) {
                copy.writeToCopy(row, 0, row.length);
            }
            copy.writeToCopy(RowBuffer.TRAILER, 0, RowBuffer.TRAILER.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    static void insertRejects(Connection connection, long run, List<Reject> rejects, int accessClass)
            throws SQLException {
        if (rejects.isEmpty()) {
            return;
        }
        String sql = "insert into archive.reject (run, source, reason, detail, access_class) values (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Reject reject : rejects) {
                statement.setLong(1, run);
                statement.setString(2, reject.source().replace('\0', '?'));
                statement.setString(3, reject.reason());
                statement.setString(4, reject.detail().replace('\0', '?'));
                statement.setInt(5, reject.within(accessClass).accessClass());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Number of rejects of a run by reason, most frequent first. */
    public Map<String, Long> rejectReasons(long run) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        transact("count rejects", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select reason, count(*) from archive.reject where run = ? group by reason order by 2 desc, 1")) {
                statement.setLong(1, run);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        reasons.put(row.getString(1), row.getLong(2));
                    }
                }
            }
            return null;
        });
        return reasons;
    }

    /** The number of the last run, if there was one with rejects. */
    public Optional<Long> lastRun() {
        return query("find the last run", "select max(run) from archive.reject", row -> {
                    long run = row.getLong(1);
                    return row.wasNull() ? 0L : run;
                })
                .stream()
                .filter(run -> run > 0)
                .findFirst();
    }

    /** Rejects of a run in the order of their sources. */
    public List<Reject> rejects(long run, int limit) {
        List<Reject> rejects = new ArrayList<>();
        transact("read rejects", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "select source, reason, detail from archive.reject where run = ? order by source, id limit ?")) {
                statement.setLong(1, run);
                statement.setInt(2, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rejects.add(new Reject(row.getString(1), row.getString(2), row.getString(3)));
                    }
                }
            }
            return null;
        });
        return rejects;
    }

    /** Makes what queries want: spatial indexes and statistics. Harmless when they are there. */
    public void finish(Collection<CollectionHandle> touched) {
        new SearchIndexes(this).make(touched);
    }

    CardLayouts layouts() {
        return layouts;
    }

    SkyDialect dialect() {
        return dialect;
    }

    interface Work<T extends @Nullable Object> {
        T with(Connection connection) throws SQLException;
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T extends @Nullable Object> T transact(String what, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new CatalogueException(what, e);
        }
    }

    /** Work on a connection that is not a transaction. */
    <T extends @Nullable Object> T connected(String what, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw new CatalogueException(what, e);
        }
    }

    private <T> List<T> query(String what, String sql, Row<T> row) {
        return transact(what, connection -> {
            List<T> result = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    result.add(row.of(rows));
                }
            }
            return result;
        });
    }
}
