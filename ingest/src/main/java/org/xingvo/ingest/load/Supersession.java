package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of the rows of a file whose bytes were replaced: the dataset stays, under the name and DID of its
 * version and marked; its rows in ObsCore, the collection's table and the cards go. The cards are beside the bytes.
 */
final class Supersession {
    private Supersession() {}

    /** Turns the catalogued datasets of these DIDs into versions, where there is one to become. */
    static void keep(Connection connection, List<EncodedDataset> datasets) throws SQLException {
        String sql = """
                update archive.dataset
                   set path = path || ?, publisher_did = publisher_did || ?, superseded = now(), superseded_by = ?,
                       obs_key = null
                 where publisher_did = ?
                returning id
                """;
        List<Long> ids = new ArrayList<>();
        for (EncodedDataset dataset : datasets) {
            if (dataset.supersedes() == 0) {
                continue;
            }
            String suffix = ".~" + dataset.supersedes() + "~";
            Catalogue.delete(connection, List.of(dataset.publisherDid() + suffix));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, suffix);
                statement.setString(2, suffix);
                statement.setString(3, dataset.publisherDid());
                statement.setString(4, dataset.publisherDid());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getLong(1));
                    }
                }
            }
            if (dataset.table() != null) {
                forget(connection, CollectionTable.rows(dataset.table().name()), ids);
            }
            forget(connection, "archive.obscore", ids);
            forget(connection, "archive.hdu", ids);
            ids.clear();
        }
    }

    /** Deletes the rows of datasets from a table. */
    static void forget(Connection connection, String table, List<Long> ids) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from " + table + " where dataset_id = any(?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        }
    }
}
