package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.xingvo.ingest.collection.Provenance;
import org.xingvo.storage.CollectionId;

/** Numbers for new collections in the store. */
final class FreeStoreId {
    private FreeStoreId() {}

    /** The telescope's number as it is said, or that of its other collections, or the next; the next free serial. */
    static CollectionId find(Connection connection, Provenance provenance, int dataType) throws SQLException {
        String facility = provenance.facility();
        int country = provenance.countryId() == null ? 0 : provenance.countryId();
        String sql = """
                select coalesce((select max(store_id >> 16 & 32767) from archive.collection where facility = ?),
                                (select max(store_id >> 16 & 32767) + 1 from archive.collection)) as telescope
                """;
        long telescope = provenance.telescopeId() == null ? 0 : provenance.telescopeId();
        if (facility != null && provenance.telescopeId() == null) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, facility);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    telescope = row.getLong(1);
                }
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("select coalesce(max(store_id >> 4 & 4095), 0) + 1 from archive.collection"
                        + " where (store_id >> 16 & 32767) = ?")) {
            statement.setLong(1, telescope);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return CollectionId.of(country, (int) telescope, row.getInt(1), dataType);
            }
        }
    }
}
