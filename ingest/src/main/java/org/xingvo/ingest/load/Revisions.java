package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds collections as they are until the end of a transaction: neither their descriptions nor who may see them changes
 * meanwhile. Waits for a change that goes on.
 */
final class Revisions {
    private Revisions() {}

    /** The revisions of the collections that rows are for, or that refused files, by their ids; -1: it is gone. */
    static Map<Integer, Long> of(Connection connection, List<EncodedDataset> datasets, List<Reject> rejects)
            throws SQLException {
        Map<Integer, Long> revisions = new HashMap<>();
        for (EncodedDataset dataset : datasets) {
            if (dataset.table() != null) {
                revisions.put(dataset.table().id(), -1L);
            }
        }
        for (Reject reject : rejects) {
            if (reject.by() != null) {
                revisions.put(reject.by().id(), -1L);
            }
        }
        String sql = "select id, revision from archive.collection where id = any(?) order by id for share";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("integer", revisions.keySet().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    revisions.put(row.getInt(1), row.getLong(2));
                }
            }
        }
        return revisions;
    }

    /** Holds the collections of these files. */
    static void hold(Connection connection, List<String> publisherDids) throws SQLException {
        String sql = """
                select id from archive.collection
                 where id in (select collection_id from archive.dataset where publisher_did = any(?))
                 order by id for share
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", publisherDids.toArray()));
            statement.execute();
        }
    }
}
