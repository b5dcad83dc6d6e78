package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several files of a collection that are one observation, by the key that its description says. Of those with a key one is
 * current: the one written last, of several the last path; copies of the same bytes count as the first path among them. So
 * what is current depends on the files alone, not on the order in which they came. The others are marked and have no rows
 * but that of their dataset. For one transaction; one thread at a time.
 */
final class Observations {
    /** First half of the numbers of the advisory locks. */
    private static final int LOCK = 0x78_76_6f_31;

    private final Connection connection;
    private final SortedMap<Integer, Keys> touched = new TreeMap<>();

    private record Keys(String collection, TreeSet<String> keys) {}

    Observations(Connection connection) {
        this.connection = connection;
    }

    /** Rows are about to be written; then {@link #lock}. */
    void write(Collection<EncodedDataset> datasets) throws SQLException {
        List<String> dids = new ArrayList<>();
        for (EncodedDataset dataset : datasets) {
            CollectionHandle table = dataset.table();
            if (table != null
                    && table.description() != null
                    && !table.description().uniqueness().isPath()) {
                dids.add(dataset.publisherDid());
                if (dataset.key() != null) {
                    touch(table.id(), table.name(), dataset.key());
                }
            }
        }
        remove(dids);
    }

    /** The rows of these files are about to be deleted, or replaced by others; then {@link #lock}. */
    void remove(Collection<String> dids) throws SQLException {
        String sql = """
                select c.id, c.name, d.obs_key
                  from archive.dataset d join archive.collection c on c.id = d.collection_id
                 where d.publisher_did = any(?) and d.obs_key is not null
                """;
        if (!dids.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("text", dids.toArray()));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        touch(row.getInt(1), row.getString(2), row.getString(3));
                    }
                }
            }
        }
    }

    private void touch(int id, String collection, String key) {
        touched.computeIfAbsent(id, k -> new Keys(collection, new TreeSet<>()))
                .keys
                .add(key);
    }

    /** Two transactions must not both find that theirs is the only file of a key. */
    void lock() throws SQLException {
        for (int id : touched.keySet()) {
            lock(id);
        }
    }

    /** The same for all keys of a collection, before {@link #settleAll}. */
    void lock(int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
            statement.setInt(1, LOCK);
            statement.setInt(2, id);
            statement.execute();
        }
    }

    /** The rows are written: marks what is not current. Returns how many files are current no more. */
    int settle() throws SQLException {
        int marked = 0;
        for (Map.Entry<Integer, Keys> each : touched.entrySet()) {
            Keys keys = each.getValue();
            marked += settle(
                    each.getKey(),
                    keys.collection,
                    "obs_key = any(?)",
                    connection.createArrayOf("text", keys.keys.toArray()));
        }
        return marked;
    }

    /** The same for all files of a collection, whose keys may all be others. */
    int settleAll(int id, String collection) throws SQLException {
        int marked = settle(id, collection, "?::boolean", true);
        try (PreparedStatement statement = connection.prepareStatement(QUEUE + """
                  from archive.dataset d
                 where d.collection_id = ? and d.superseded is not null and d.obs_key is null
                   and d.path !~ '[.]~[0-9]{1,9}~$' and d.path not like '%.~new~'
                """)) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
        return marked;
    }

    /** A file that becomes current again has its rows made by the queue's workers, from the headers in the store. */
    private static final String QUEUE = """
            insert into archive.ingest_queue (collection_id, path, access_path, publisher_did, access_class)
            select d.collection_id, d.path, '', d.publisher_did, d.access_class
            """;

    private int settle(int id, String collection, String which, Object keys) throws SQLException {
        String current = """
                with copies as (
                    select id, collection_id, path, obs_key, publisher_did, access_class, superseded, modified,
                           row_number() over (partition by obs_key, sha256 order by path) as copy
                      from archive.dataset
                     where collection_id = ? and obs_key is not null and %s),
                current as (
                    select distinct on (obs_key)
                           id, collection_id, path, obs_key, publisher_did, access_class, superseded
                      from copies where copy = 1
                     order by obs_key, modified desc, path desc)
                """.formatted(which);
        String mark = current + """
                update archive.dataset d
                   set superseded = coalesce(d.superseded, now()), superseded_by = c.publisher_did
                  from current c
                 where d.collection_id = c.collection_id and d.obs_key = c.obs_key and d.id <> c.id
                   and (d.superseded is null or d.superseded_by is distinct from c.publisher_did)
                returning d.id, d.superseded = now()
                """;
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(mark)) {
            statement.setInt(1, id);
            statement.setObject(2, keys);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean(2)) {
                        ids.add(row.getLong(1));
                    }
                }
            }
        }
        for (String table : List.of(CollectionTable.rows(collection), "archive.obscore", "archive.hdu")) {
            Supersession.forget(connection, table, ids);
        }
        try (PreparedStatement statement =
                connection.prepareStatement(current + QUEUE + " from current d where d.superseded is not null")) {
            statement.setInt(1, id);
            statement.setObject(2, keys);
            statement.executeUpdate();
        }
        return ids.size();
    }
}
