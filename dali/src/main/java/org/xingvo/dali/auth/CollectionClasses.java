package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Which collections of the store are catalogued, and for whom. Thread-safe. */
public final class CollectionClasses {
    private final DataSource database;

    public CollectionClasses(DataSource database) {
        this.database = database;
    }

    /** The access class of every catalogued collection, by its number in the store. */
    public Map<Integer, Integer> byStoreId() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select store_id, access_class from archive.collection");
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
