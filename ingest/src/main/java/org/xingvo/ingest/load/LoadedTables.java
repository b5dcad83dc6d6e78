package org.xingvo.ingest.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.load.LoadRequest.Access;
import org.xingvo.schemas.AccessClass;
import org.xingvo.schemas.Notices;

/** What archive.loaded_table holds, names that are taken, and who loads what now. One thread at a time. */
final class LoadedTables {
    private static final String PREFIX = "catalogue_";

    private final Connection connection;
    private final SessionLocks locks;

    LoadedTables(Connection connection) {
        this.connection = connection;
        this.locks = new SessionLocks(connection, "xingvo table");
    }

    Optional<LoadedTable> find(String name) throws SQLException {
        return find(name, "");
    }

    /** The same, and until the end of the transaction nobody else changes it. */
    Optional<LoadedTable> hold(String name) throws SQLException {
        return find(name, " for update");
    }

    private Optional<LoadedTable> find(String name, String lock) throws SQLException {
        String sql = """
                select name, storage, title, description, access_class, ra_column, dec_column, key_column, row_count
                  from archive.loaded_table where name = ?
                """ + lock;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new LoadedTable(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                row.getLong(9)))
                        : Optional.empty();
            }
        }
    }

    /** Something else in schema data has this name. */
    boolean isTakenByOther(String name) throws SQLException {
        String sql = """
                select exists (select from archive.collection where name = ?) or to_regclass(?) is not null
                       or exists (select from tap_schema.tables where table_name = ?)
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, LoadedTable.view(name));
            statement.setString(3, "data." + name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** A name for the rows that no relation ever had. */
    String newStorage(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select nextval('archive.catalogue_number')")) {
            row.next();
            return PREFIX + row.getLong(1) + "_" + name;
        }
    }

    /** Keeps other loads away from a table until {@link #unlock} or the end of the connection; false: one is there. */
    boolean lock(String name) throws SQLException {
        return locks.lock(name);
    }

    void unlock(String name) throws SQLException {
        locks.unlock(name);
    }

    /**
     * Removes what loads that were killed have left.
     *
     * @param own the table whose lock this connection has
     */
    void removeLeftovers(String own) throws SQLException {
        String sql = """
                select c.relname from pg_class c
                 where c.relnamespace = 'archive'::regnamespace and c.relkind = 'r'
                   and c.relname ~ '^catalogue_[0-9]+_'
                   and not exists (select from archive.loaded_table t where t.storage = c.relname)
                """;
        List<String> left = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                left.add(row.getString(1));
            }
        }
        for (String storage : left) {
            String name = storage.replaceFirst("^catalogue_[0-9]+_", "");
            boolean mine = name.equals(own);
            if (mine || lock(name)) {
                // another load may have made it the table in the meantime
                if (find(name).filter(table -> table.storage().equals(storage)).isEmpty()) {
                    drop(storage);
                }
                if (!mine) {
                    unlock(name);
                }
            }
        }
    }

    void drop(String storage) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists archive.\"" + storage + '"');
        }
    }

    /** The class for an answer to "who may see this"; users and groups that are named must be there. */
    int accessClass(Access access) throws SQLException {
        if (access.isPublic()) {
            return AccessClass.PUBLIC;
        }
        if (access.owner() != null) {
            expect("user", "select exists (select from archive.principal where name = ?)", access.owner());
        }
        for (String group : access.groups()) {
            expect("group", "select exists (select from archive.user_group where name = ?)", group);
        }
        Object[] groups = access.groups().stream().sorted().distinct().toArray();
        String make = """
                insert into archive.access_class (is_public, owner, read_groups) values (false, ?, ?)
                on conflict do nothing
                """;
        try (PreparedStatement statement = connection.prepareStatement(make)) {
            statement.setString(1, access.owner());
            statement.setArray(2, connection.createArrayOf("text", groups));
            statement.executeUpdate();
        }
        String find = """
                select id from archive.access_class
                 where not is_public and coalesce(owner, '') = coalesce(?, '') and read_groups = ? and opens is null
                """;
        try (PreparedStatement statement = connection.prepareStatement(find)) {
            statement.setString(1, access.owner());
            statement.setArray(2, connection.createArrayOf("text", groups));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private void expect(String what, String sql, @Nullable String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new IngestException("%s %s: expected one that is there, found none"
                            .formatted(what, String.valueOf(name).toLowerCase(Locale.ROOT)));
                }
            }
        }
    }

    /** Servers look at TAP_SCHEMA anew when this transaction commits. */
    void announce() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, '')")) {
            statement.setString(1, Notices.SCHEMA);
            statement.execute();
        }
    }

    /** Writes the row of a table, new or changed, and announces it. */
    void write(LoadedTable table, List<String> indexed, List<String> sources, boolean appended) throws SQLException {
        String sql = """
                insert into archive.loaded_table as t (name, storage, title, description, access_class, ra_column,
                       dec_column, key_column, row_count, indexed, sources)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (name) do update set storage = excluded.storage, title = excluded.title,
                       description = excluded.description, access_class = excluded.access_class,
                       ra_column = excluded.ra_column, dec_column = excluded.dec_column,
                       key_column = excluded.key_column, row_count = excluded.row_count, loaded = now(),
                       indexed = case when ? then t.indexed else excluded.indexed end,
                       sources = case when ? then t.sources || excluded.sources else excluded.sources end
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.name());
            statement.setString(2, table.storage());
            statement.setString(3, table.title());
            statement.setString(4, table.description());
            statement.setInt(5, table.accessClass());
            statement.setString(6, table.ra());
            statement.setString(7, table.dec());
            statement.setString(8, table.key());
            statement.setLong(9, table.rowCount());
            statement.setArray(10, connection.createArrayOf("text", indexed.toArray()));
            statement.setArray(11, connection.createArrayOf("text", sources.toArray()));
            statement.setBoolean(12, appended);
            statement.setBoolean(13, appended);
            statement.executeUpdate();
        }
        announce();
    }
}
