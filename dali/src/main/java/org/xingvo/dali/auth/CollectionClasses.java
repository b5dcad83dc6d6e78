package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Which collections of the store are catalogued, and for whom. Thread-safe. */
public final class CollectionClasses {
    private final DataSource database;

    public CollectionClasses(DataSource database) {
        this.database = database;
    }

    /**
     * A file of the catalogue.
     *
     * @param sha256 of the bytes that the class is for, hexadecimal
     */
    public record ClassOfFile(int accessClass, String sha256) {}

    /** The class of one file of the collection with this number in the store; empty: the catalogue does not have it. */
    public Optional<ClassOfFile> ofFile(int storeId, String path) {
        String sql = """
                select d.access_class, encode(d.sha256, 'hex')
                  from archive.dataset d join archive.collection c on c.id = d.collection_id
                 where c.store_id = ? and d.path = ?
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, Integer.toUnsignedLong(storeId));
            statement.setString(2, path);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new ClassOfFile(row.getInt(1), row.getString(2))) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IdentityException.Unavailable("catalogue: " + e.getMessage(), e);
        }
    }

    /** The class of those who may read all bytes of a catalogued collection, by its number in the store. */
    public Map<Integer, Integer> byStoreId() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select store_id, coalesce(store_class, access_class) from archive.collection");
                ResultSet rows = statement.executeQuery()) {
            Map<Integer, Integer> classes = new HashMap<>();
            while (rows.next()) {
                classes.put((int) rows.getLong(1), rows.getInt(2));
            }
            return Map.copyOf(classes);
        } catch (SQLException e) {
            throw new IdentityException.Unavailable("access classes of collections: " + e.getMessage(), e);
        }
    }
}
