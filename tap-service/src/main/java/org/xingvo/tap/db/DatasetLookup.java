package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
     */
    public record Dataset(
            String publisherDid,
            String accessPath,
            String mediaType,
            long sizeBytes,
            String path,
            @Nullable String productType) {}

    /**
     * Those that exist and that the caller sees, by DID.
     *
     * @param dids at most a few hundred
     */
    public Map<String, Dataset> find(Collection<String> dids, Visibility visibility) {
        String sql = """
                select d.publisher_did, o.access_path, d.media_type, d.size_bytes, d.path, o.dataproduct_type
                  from archive.dataset d
                  join archive.obscore o on o.dataset_id = d.id
                 where d.publisher_did = any(?)
                   and (? or (d.access_class = any(?) and o.access_class = any(?)))
                """;
        try (Connection connection = archive.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", List.copyOf(dids).toArray()));
            statement.setBoolean(2, visibility.everything());
            Object[] classes = visibility.classes().toArray();
            statement.setArray(3, connection.createArrayOf("int4", classes));
            statement.setArray(4, connection.createArrayOf("int4", classes));
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
                                    rows.getString(6)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw Faults.of(e, null);
        }
    }
}
