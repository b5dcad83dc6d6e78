package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Visibility;

/** Finds datasets by their publisher DIDs, as far as a caller sees them. Thread-safe. */
public final class DatasetLookup {
    private final DataSource archive;

    /** @param archive connections that may read the archive's own tables */
    public DatasetLookup(DataSource archive) {
        this.archive = archive;
    }

    /**
     * A file of the archive. Immutable.
     *
     * @param accessPath below the public URL, percent-encoded, starts with '/'
     * @param mediaType of the file
     * @param path its name within the collection
     * @param productType ObsCore's dataproduct_type, or null
     * @param sha256 of the only bytes that may be given, for files of its collection open one by one; not to be changed by
     *     the receiver; null: of whatever is there
     * @param given true if the caller gets the bytes, too
     */
    public record Dataset(
            String publisherDid,
            String accessPath,
            String mediaType,
            long sizeBytes,
            String path,
            @Nullable String productType,
            byte @Nullable [] sha256,
            boolean given) {}

    /**
     * Those that exist and that the caller sees, by DID.
     *
     * @param dids at most a few hundred
     */
    public Map<String, Dataset> find(Collection<String> dids, Visibility visibility) {
        String sql = """
                select d.publisher_did, o.access_path, d.media_type, d.size_bytes, d.path, o.dataproduct_type,
                       case when c.store_class is not null then d.sha256 end,
                       ? or c.data_class is null or c.data_class = any(?)
                  from archive.dataset d
                  join archive.obscore o on o.dataset_id = d.id
                  join archive.collection c on c.id = d.collection_id
                 where d.publisher_did = any(?)
                   and (? or (d.access_class = any(?) and o.access_class = any(?)))
                """;
        try (Connection connection = archive.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            Object[] classes = visibility.classes().toArray();
            statement.setBoolean(1, visibility.everything());
            statement.setArray(2, connection.createArrayOf("int4", classes));
            statement.setArray(
                    3, connection.createArrayOf("text", List.copyOf(dids).toArray()));
            statement.setBoolean(4, visibility.everything());
            statement.setArray(5, connection.createArrayOf("int4", classes));
            statement.setArray(6, connection.createArrayOf("int4", classes));
            Map<String, Dataset> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            rows.getString(1),
                            new Dataset(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getLong(4),
                                    rows.getString(5),
                                    rows.getString(6),
                                    rows.getBytes(7),
                                    rows.getBoolean(8)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw Faults.of(e, null);
        }
    }

    /**
     * A file to show what a collection is.
     *
     * @param title of the collection
     */
    public record Example(String collection, String title, Dataset dataset) {}

    /**
     * The first files of every public collection, as many as are public among its first ones, by collection and path.
     *
     * @param each at most so many of one collection
     */
    public List<Example> publicExamples(int each) {
        String sql = """
                select c.name, c.title, e.publisher_did, e.access_path, e.media_type, e.size_bytes, e.path,
                       e.dataproduct_type
                  from archive.collection c
                 cross join lateral (
                       select d.publisher_did, o.access_path, d.media_type, d.size_bytes, d.path, o.dataproduct_type
                         from (select s.id, s.publisher_did, s.media_type, s.size_bytes, s.path, s.access_class, s.superseded
                                 from archive.dataset s
                                where s.collection_id = c.id order by s.path limit 100) d
                         join archive.obscore o on o.dataset_id = d.id
                        where d.access_class = 0 and o.access_class = 0 and d.superseded is null
                        order by d.path limit ?) e
                 where c.access_class = 0 and coalesce(c.data_class, 0) = 0 and c.table_name is not null
                 order by c.name, e.path
                """;
        try (Connection connection = archive.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, each);
            List<Example> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Example(
                            rows.getString(1),
                            rows.getString(2),
                            new Dataset(
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getString(5),
                                    rows.getLong(6),
                                    rows.getString(7),
                                    rows.getString(8),
                                    null,
                                    true)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw Faults.of(e, null);
        }
    }
}
