package org.xingvo.schemas.obscore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The foreign keys from the tables of collections to ObsCore, as TAP_SCHEMA tells of them. */
public final class ObsCoreKeys {
    private static final String KEYS = """
            insert into tap_schema.keys (key_id, from_table, target_table, description, access_class)
            select replace(t.table_name, '.', '_') || '_obscore', t.table_name, o.table_name, 'The same dataset',
                   t.access_class
              from archive.collection c join tap_schema.tables t on t.table_name = c.table_name,
                   tap_schema.tables o
             where o.table_name = 'ivoa.obscore'
            on conflict (key_id) do update set access_class = excluded.access_class
             where tap_schema.keys.access_class <> excluded.access_class
            """;

    private static final String COLUMNS = """
            insert into tap_schema.key_columns (key_id, from_column, target_column, access_class)
            select k.key_id, 'obs_publisher_did', 'obs_publisher_did', k.access_class
              from tap_schema.keys k join archive.collection c on c.table_name = k.from_table
             where k.target_table = 'ivoa.obscore'
            on conflict (key_id, from_column) do update set access_class = excluded.access_class
             where tap_schema.key_columns.access_class <> excluded.access_class
            """;

    private ObsCoreKeys() {}

    /**
     * Tells of those that are missing or that others than before may see. Safe to repeat; there are none before TAP_SCHEMA
     * tells of ObsCore itself.
     *
     * @param connection that may write TAP_SCHEMA, within the caller's transaction
     */
    public static void publish(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(KEYS);
            statement.executeUpdate(COLUMNS);
        }
    }
}
