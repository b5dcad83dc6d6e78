package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Who sees a collection, and who of those gets its bytes. A change overrides an embargo of its description, and reaches the collection's table, its rows
 * in ObsCore and cards, its datasets and its description in TAP_SCHEMA in one transaction. Thread-safe.
 */
public final class CollectionAccess {
    private final DataSource database;
    private final Identities identities;

    public CollectionAccess(DataSource database, Identities identities) {
        this.database = database;
        this.identities = identities;
    }

    /**
     * Whom something is for: everybody, or an owner and the members of groups. Immutable.
     *
     * @param groups their names
     */
    public record Audience(boolean isPublic, @Nullable String owner, List<String> groups) {
        public Audience {
            groups = List.copyOf(groups);
        }

        /** In words, for the trail of events. */
        public String text() {
            return isPublic
                    ? "everybody"
                    : "owner " + (owner == null ? "-" : owner) + ", groups "
                            + (groups.isEmpty() ? "-" : String.join(" ", groups));
        }
    }

    /**
     * Makes a collection public, or visible to an owner and groups only.
     *
     * @return false if there is no such collection
     */
    public boolean change(Caller by, String collection, Audience audience) {
        Event event = Event.by(by, Action.COLLECTION_ACCESS, collection).with("seen by", audience.text());
        return transaction(
                collection, event, connection -> change(connection, collection, accessClass(connection, audience)));
    }

    /**
     * Gives the bytes of a collection to some of those who see it.
     *
     * @param audience null: to all of them
     * @return false if there is no such collection
     */
    public boolean changeData(Caller by, String collection, @Nullable Audience audience) {
        Event event = Event.by(by, Action.COLLECTION_ACCESS, collection)
                .with("bytes for", audience == null ? "all who see it" : audience.text());
        return transaction(collection, event, connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update archive.collection set data_class = ? where name = ?")) {
                update.setObject(1, audience == null ? null : accessClass(connection, audience), Types.INTEGER);
                update.setString(2, collection);
                return update.executeUpdate() > 0;
            }
        });
    }

    private int accessClass(Connection connection, Audience audience) throws SQLException {
        return identities.accessClass(connection, audience.isPublic(), audience.owner(), audience.groups());
    }

    private boolean transaction(String collection, Event event, Sql.Work<Boolean> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean found = work.in(connection);
                if (found) {
                    Audit.record(connection, event);
                }
                connection.commit();
                return found;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
                identities.forget();
            }
        } catch (SQLException e) {
            throw new IdentityException.Unavailable("collection '" + collection + "': " + e.getMessage(), e);
        }
    }

    private static boolean change(Connection connection, String collection, int accessClass) throws SQLException {
        int id;
        String table;
        try (PreparedStatement find = connection.prepareStatement(
                "select id, table_name from archive.collection where name = ? for update")) {
            find.setString(1, collection);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                id = row.getInt(1);
                table = row.getString(2);
            }
        }
        update(
                connection,
                "update archive.collection set access_class = ?, store_class = null where id = ?",
                accessClass,
                id);
        update(
                connection,
                "update archive.dataset set access_class = ?, access_reason = null where collection_id = ?",
                accessClass,
                id);
        update(
                connection,
                "update archive.obscore set access_class = ? where dataset_id in"
                        + " (select d.id from archive.dataset d where d.collection_id = ?)",
                accessClass,
                id);
        if (table != null) {
            for (String published : List.of("tables", "columns")) {
                update(
                        connection,
                        "update tap_schema." + published + " set access_class = ? where table_name = ?",
                        accessClass,
                        table);
            }
            update(
                    connection,
                    "update tap_schema.keys set access_class = ? where ? in (from_table, target_table)",
                    accessClass,
                    table);
            update(
                    connection,
                    "update tap_schema.key_columns set access_class = ? where key_id in"
                            + " (select k.key_id from tap_schema.keys k where ? in (k.from_table, k.target_table))",
                    accessClass,
                    table);
            updateRows(connection, collection, accessClass);
        }
        return true;
    }

    private static void updateRows(Connection connection, String collection, int accessClass) throws SQLException {
        String relation;
        try (PreparedStatement find =
                connection.prepareStatement("select to_regclass(format('archive.%I', 'data_' || ?))::text")) {
            find.setString(1, collection);
            try (ResultSet row = find.executeQuery()) {
                row.next();
                relation = row.getString(1);
            }
        }
        if (relation != null) {
            update(
                    connection,
                    "update " + relation + " set access_class = ? where access_class <> ?",
                    accessClass,
                    accessClass);
        }
    }

    private static void update(Connection connection, String sql, int accessClass, Object which) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, accessClass);
            statement.setObject(2, which);
            statement.executeUpdate();
        }
    }
}
