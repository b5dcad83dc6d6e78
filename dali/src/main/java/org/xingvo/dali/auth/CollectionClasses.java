package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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

    /**
     * Who may have what of a catalogued collection. Immutable.
     *
     * @param all the class of those who see all its files
     * @param data the class of those who get bytes of files that they see; null: all who see them
     */
    public record ClassesOfCollection(int all, @Nullable Integer data) {
        /** True if the caller gets the bytes of files that the caller sees. */
        public boolean gives(Visibility visibility) {
            return data == null || visibility.sees(data);
        }
    }

    /** The classes of all catalogued collections, by their numbers in the store. */
    public Map<Integer, ClassesOfCollection> byStoreId() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select store_id, coalesce(store_class, access_class), data_class from archive.collection");
                ResultSet rows = statement.executeQuery()) {
            Map<Integer, ClassesOfCollection> classes = new HashMap<>();
            while (rows.next()) {
                classes.put(
                        (int) rows.getLong(1),
                        new ClassesOfCollection(rows.getInt(2), rows.getObject(3, Integer.class)));
            }
            return Map.copyOf(classes);
        } catch (SQLException e) {
            throw new IdentityException.Unavailable("access classes of collections: " + e.getMessage(), e);
        }
    }
}
