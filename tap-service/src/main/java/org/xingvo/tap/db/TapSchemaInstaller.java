package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.schemas.obscore.ObsCoreKeys;
import org.xingvo.tap.schema.ColumnRow;
import org.xingvo.tap.schema.KeyRow;
import org.xingvo.tap.schema.OwnSchemas;
import org.xingvo.tap.schema.PublishedSchema;
import org.xingvo.tap.schema.SchemaRow;
import org.xingvo.tap.schema.TableRow;

/** Writes the rows of {@link OwnSchemas} into TAP_SCHEMA, and the keys between them and what is there. */
public final class TapSchemaInstaller {
    private TapSchemaInstaller() {}

    /**
     * Brings the archive's own rows up to date in one transaction; safe to repeat. Other rows of collections are not touched.
     *
     * @param owner connections that may write TAP_SCHEMA
     */
    public static void install(DataSource owner) {
        PublishedSchema own = OwnSchemas.rows();
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                write(connection, own);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("TAP_SCHEMA cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(Connection connection, PublishedSchema own) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table tap_schema.schemas in share row exclusive mode");
        }
        for (SchemaRow schema : own.schemas()) {
            run(connection, """
                    insert into tap_schema.schemas (schema_name, utype, description, schema_index)
                    values (?, ?, ?, ?)
                    on conflict (schema_name) do update set utype = excluded.utype,
                           description = excluded.description, schema_index = excluded.schema_index
                    """, schema.name(), schema.utype(), schema.description(), schema.position());
            for (TableRow table : schema.tables()) {
                write(connection, schema.name(), table);
            }
        }
        for (KeyRow key : own.keys()) {
            write(connection, key);
        }
        ObsCoreKeys.publish(connection);
    }

    private static void write(Connection connection, String schema, TableRow table) throws SQLException {
        run(connection, """
                insert into tap_schema.tables (schema_name, table_name, table_type, utype, description, table_index)
                values (?, ?, ?, ?, ?, ?)
                on conflict (table_name) do update set table_type = excluded.table_type, utype = excluded.utype,
                       description = excluded.description, table_index = excluded.table_index
                """, schema, table.name(), table.type(), table.utype(), table.description(), table.position());
        run(connection, "delete from tap_schema.columns where table_name = ?", table.name());
        for (ColumnRow column : table.columns()) {
            run(
                    connection,
                    """
                    insert into tap_schema.columns (table_name, column_name, datatype, arraysize, xtype, "size",
                           description, utype, unit, ucd, indexed, principal, std, column_index)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    table.name(),
                    column.name(),
                    column.datatype(),
                    column.arraysize(),
                    column.xtype(),
                    column.size(),
                    column.description(),
                    column.utype(),
                    column.unit(),
                    column.ucd(),
                    column.indexed() ? 1 : 0,
                    column.principal() ? 1 : 0,
                    column.std() ? 1 : 0,
                    column.position());
        }
    }

    private static void write(Connection connection, KeyRow key) throws SQLException {
        run(connection, """
                insert into tap_schema.keys (key_id, from_table, target_table, description, utype)
                values (?, ?, ?, ?, ?)
                on conflict (key_id) do update set from_table = excluded.from_table,
                       target_table = excluded.target_table, description = excluded.description,
                       utype = excluded.utype
                """, key.id(), key.fromTable(), key.targetTable(), key.description(), key.utype());
        run(connection, "delete from tap_schema.key_columns where key_id = ?", key.id());
        for (KeyRow.Pair pair : key.columns()) {
            run(
                    connection,
                    "insert into tap_schema.key_columns (key_id, from_column, target_column) values (?, ?, ?)",
                    key.id(),
                    pair.from(),
                    pair.target());
        }
    }

    private static void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
