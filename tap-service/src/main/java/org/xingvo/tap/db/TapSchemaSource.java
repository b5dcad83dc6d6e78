package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.Catalogue;
import org.xingvo.schemas.NoticeListener;
import org.xingvo.schemas.Notices;
import org.xingvo.tap.schema.ColumnRow;
import org.xingvo.tap.schema.KeyRow;
import org.xingvo.tap.schema.PublishedSchema;
import org.xingvo.tap.schema.SchemaRow;
import org.xingvo.tap.schema.TableRow;

/**
 * TAP_SCHEMA as it is in the database, kept in memory. Whether it has changed is asked at most four times a second, by
 * the transaction ids of its rows, so a new table is known to every process a quarter of a second after its commit, and
 * at once to one whose {@link NoticeListener} has this among its ears. Thread-safe.
 */
public final class TapSchemaSource implements NoticeListener.Ear {
    private static final Duration TRUSTED = Duration.ofMillis(250);

    private static final int PATIENCE_SECONDS = 2;

    private static final String FINGERPRINT = """
            select string_agg(n || ':' || x, ' ') from (
                select count(*) as n, coalesce(sum(xmin::text::bigint), 0) as x from tap_schema.schemas
                union all select count(*), coalesce(sum(xmin::text::bigint), 0) from tap_schema.tables
                union all select count(*), coalesce(sum(xmin::text::bigint), 0) from tap_schema.columns
                union all select count(*), coalesce(sum(xmin::text::bigint), 0) from tap_schema.keys
                union all select count(*), coalesce(sum(xmin::text::bigint), 0) from tap_schema.key_columns) as parts
            """;

    private final DataSource reader;
    private final long trustedNanos;
    private volatile @Nullable Known known;

    /** @param reader connections that may read TAP_SCHEMA, and for which users' queries do not have to be waited for */
    public TapSchemaSource(DataSource reader) {
        this(reader, TRUSTED);
    }

    /** @param trusted for how long the database is not asked */
    TapSchemaSource(DataSource reader, Duration trusted) {
        this.reader = reader;
        this.trustedNanos = trusted.toNanos();
    }

    private record Known(String fingerprint, long checked, PublishedSchema schema, Catalogue catalogue) {
        Known checkedAt(long nanos) {
            return new Known(fingerprint, nanos, schema, catalogue);
        }
    }

    /** Everything that is published, for all callers at once. */
    public PublishedSchema schema() {
        return current().schema();
    }

    /** The same for the compiler. */
    public Catalogue catalogue() {
        return current().catalogue();
    }

    /** True if the database answers. */
    public boolean answers() {
        try (Connection connection = reader.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Makes the next question look at the database; one that is being asked is waited for. */
    public synchronized void forget() {
        known = null;
    }

    @Override
    public String channel() {
        return Notices.SCHEMA;
    }

    @Override
    public void heard(String payload) {
        missed();
    }

    /** Does not wait for who asks now. */
    @Override
    public void missed() {
        Thread.startVirtualThread(this::forget);
    }

    private Known current() {
        Known before = known;
        if (before != null && System.nanoTime() - before.checked() < trustedNanos) {
            return before;
        }
        return refreshed();
    }

    private synchronized Known refreshed() {
        Known before = known;
        long now = System.nanoTime();
        if (before != null && now - before.checked() < trustedNanos) {
            return before;
        }
        try (Connection connection = reader.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read read only");
                String fingerprint = fingerprint(statement);
                Known after;
                if (before != null && before.fingerprint().equals(fingerprint)) {
                    after = before.checkedAt(now);
                } else {
                    PublishedSchema schema = load(statement);
                    after = new Known(fingerprint, now, schema, schema.catalogue());
                }
                known = after;
                return after;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw Faults.of(e, null);
        }
    }

    private static String fingerprint(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(FINGERPRINT)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static PublishedSchema load(Statement statement) throws SQLException {
        Map<String, List<ColumnRow>> columns = columns(statement);
        Map<String, List<TableRow>> tables = tables(statement, columns);
        List<SchemaRow> schemas = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select schema_name, utype, description, coalesce(schema_index, 2147483647), access_class
                  from tap_schema.schemas order by schema_index, schema_name
                """)) {
            while (rows.next()) {
                schemas.add(new SchemaRow(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getInt(4),
                        rows.getInt(5),
                        tables.getOrDefault(rows.getString(1), List.of())));
            }
        }
        return new PublishedSchema(schemas, keys(statement));
    }

    private static Map<String, List<TableRow>> tables(Statement statement, Map<String, List<ColumnRow>> columns)
            throws SQLException {
        Map<String, List<TableRow>> found = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("""
                select schema_name, table_name, table_type, utype, description, coalesce(table_index, 2147483647),
                       access_class
                  from tap_schema.tables order by table_index, table_name
                """)) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), k -> new ArrayList<>())
                        .add(new TableRow(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getInt(6),
                                rows.getInt(7),
                                columns.getOrDefault(rows.getString(2), List.of())));
            }
        }
        return found;
    }

    private static Map<String, List<ColumnRow>> columns(Statement statement) throws SQLException {
        Map<String, List<ColumnRow>> found = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("""
                select table_name, column_name, datatype, arraysize, xtype, description, utype, unit, ucd,
                       indexed, principal, std, coalesce(column_index, 2147483647)
                  from tap_schema.columns order by table_name, column_index, column_name
                """)) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), k -> new ArrayList<>())
                        .add(new ColumnRow(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getString(6),
                                rows.getString(7),
                                rows.getString(8),
                                rows.getString(9),
                                rows.getInt(10) == 1,
                                rows.getInt(11) == 1,
                                rows.getInt(12) == 1,
                                rows.getInt(13)));
            }
        }
        return found;
    }

    private static List<KeyRow> keys(Statement statement) throws SQLException {
        Map<String, List<KeyRow.Pair>> pairs = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(
                "select key_id, from_column, target_column from tap_schema.key_columns order by key_id, from_column")) {
            while (rows.next()) {
                pairs.computeIfAbsent(rows.getString(1), k -> new ArrayList<>())
                        .add(new KeyRow.Pair(rows.getString(2), rows.getString(3)));
            }
        }
        List<KeyRow> keys = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select key_id, from_table, target_table, description, utype, access_class
                  from tap_schema.keys order by key_id
                """)) {
            while (rows.next()) {
                keys.add(new KeyRow(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getInt(6),
                        pairs.getOrDefault(rows.getString(1), List.of())));
            }
        }
        return keys;
    }
}
