package org.xingvo.adql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;

/** A small archive for tests: tables, their descriptions, and a way to run a query. */
final class TestSky {
    /** Class of the rows that the public does not see. */
    static final int HIDDEN = 7;

    static final TableDescription STARS = table(
            "data",
            "Stars",
            "stars",
            true,
            new ColumnDescription("ID", "id", "int", null, null, null, "meta.id;meta.main", null, "Number", null),
            new ColumnDescription("ra", "ra", "double", null, null, "deg", "pos.eq.ra;meta.main", null, "ICRS", null),
            new ColumnDescription(
                    "dec", "dec", "double", null, null, "deg", "pos.eq.dec;meta.main", null, "ICRS", null),
            new ColumnDescription("mag", "mag", "float", null, null, "mag", "phot.mag", null, "Brightness", null),
            ColumnDescription.of("name", "char", "*"),
            ColumnDescription.of("note", "unicodeChar", "*"),
            ColumnDescription.of("flag", "short", null),
            ColumnDescription.of("n", "long", null),
            ColumnDescription.of("good", "boolean", null),
            new ColumnDescription("seen", "seen", "char", "*", "timestamp", null, null, null, null, null),
            ColumnDescription.of("size", "double", null),
            ColumnDescription.of("Odd \"name\"?", "int", null),
            ColumnDescription.of("flux", "float", "*"));

    static final TableDescription SPECTRA = table(
            "data",
            "spectra",
            "spectra",
            true,
            ColumnDescription.of("obs", "int", null),
            ColumnDescription.of("id", "int", null),
            ColumnDescription.of("class", "char", "*"),
            ColumnDescription.of("z", "double", null));

    static final TableDescription UPLOAD = table(
            "TAP_UPLOAD",
            "mine",
            "mine",
            false,
            ColumnDescription.of("n", "int", null),
            ColumnDescription.of("lon", "double", null),
            ColumnDescription.of("lat", "double", null),
            ColumnDescription.of("err", "double", null),
            new ColumnDescription("pos", "pos", "double", "2", "point", null, null, null, null, null));

    static final TableDescription OBSCORE = table(
            "ivoa",
            "obscore",
            "obscore",
            true,
            new ColumnDescription("obs_id", "obs_id", "char", "*", null, null, "meta.id", "obscore:x", null, null),
            ColumnDescription.of("obs_publisher_did", "char", "*"),
            ColumnDescription.of("s_ra", "double", null),
            ColumnDescription.of("s_dec", "double", null),
            new ColumnDescription("s_region", "s_region", "char", "*", "adql:REGION", "", null, null, null, null));

    static final TableDescription SECRET =
            new TableDescription("data", "secret", "data", "secret", List.of(), HIDDEN, true);

    static final TableDescription TAP_COLUMNS = table(
            "TAP_SCHEMA",
            "columns",
            "columns",
            true,
            ColumnDescription.of("table_name", "char", "*"),
            ColumnDescription.of("column_name", "char", "*"),
            ColumnDescription.of("size", "int", null),
            ColumnDescription.of("principal", "int", null));

    static final Catalogue CATALOGUE =
            Catalogue.of(List.of(STARS, SPECTRA, OBSCORE, SECRET, TAP_COLUMNS)).with(List.of(UPLOAD));

    private TestSky() {}

    private static TableDescription table(
            String schema, String name, String sqlName, boolean rowsHaveClass, ColumnDescription... columns) {
        String sqlSchema = schema.equals("TAP_UPLOAD") ? "data" : schema.equals("TAP_SCHEMA") ? "tap_schema" : schema;
        return new TableDescription(schema, name, sqlSchema, sqlName, Arrays.asList(columns), 0, rowsHaveClass);
    }

    static CompileOptions asPublic(SkyDialect dialect) {
        return new CompileOptions(dialect, Visibility.PUBLIC_ONLY, CompileOptions.NO_LIMIT);
    }

    static CompileOptions asOperator(SkyDialect dialect) {
        return new CompileOptions(dialect, Visibility.EVERYTHING, CompileOptions.NO_LIMIT);
    }

    static CompileOptions asMember(SkyDialect dialect) {
        return new CompileOptions(dialect, new Visibility(false, Set.of(0, HIDDEN)), CompileOptions.NO_LIMIT);
    }

    /** Stars 1 to 1,000 everywhere; every tenth hidden, with n = 0 and no size. */
    static void fill(DataSource owner, SkyDialect dialect) throws SQLException {
        SkySql sky = SkySql.of(dialect);
        execute(
                owner,
                """
                create table data.stars (id integer not null, ra float8, dec float8, mag real, name text, note text,
                    flag smallint, n bigint, good boolean, seen timestamp, "size" float8, "Odd ""name""?" integer,
                    flux real[], access_class integer not null)""",
                "select setseed(0.25)",
                """
                insert into data.stars
                select i, random() * 360, degrees(asin(2 * random() - 1)), 10 + (i % 100) / 10.0, 'star ' || i,
                       case when i % 3 = 0 then 'étoile' end, i % 5, case when i % 10 = 0 then 0 else i end,
                       i % 2 = 0, timestamp '2020-01-01' + i * interval '1 day', nullif(i % 10, 0) * 1.5, i % 3,
                       array[i, i + 0.5]::real[], case when i % 10 = 0 then 7 else 0 end
                  from generate_series(1, 1000) i""",
                sky.pointIndex("data.stars", "ra", "dec"),
                "create index on data.stars (n)",
                "create table data.spectra (obs integer, id integer, class text, z float8, access_class integer not null)",
                """
                insert into data.spectra
                select i, i / 2, case i % 3 when 0 then 'STAR' when 1 then 'GALAXY' else 'QSO' end, i / 1000.0,
                       case when i % 7 = 0 then 7 else 0 end
                  from generate_series(1, 500) i""",
                "create table data.mine (n integer, lon float8, lat float8, err float8, pos float8[])",
                """
                insert into data.mine
                select id, ra, dec, 0.5 + id % 7, array[ra, dec] from data.stars where id % 50 in (0, 1)""",
                "create table data.secret (access_class integer not null)",
                """
                insert into archive.collection (name, store_id, title) values ('c', 1, 'c')""",
                """
                insert into archive.dataset (collection_id, path, publisher_did, size_bytes, media_type, sha256)
                select 1, 'f' || i, 'ivo://x/' || i, 1, 'application/fits', '' from generate_series(1, 200) i""",
                """
                insert into archive.obscore (dataset_id, access_path, calib_level, obs_collection, obs_id,
                       obs_publisher_did, s_ra, s_dec, s_region, access_class)
                select id, '/x', 2, 'c', 'o' || id, publisher_did, ra, de,
                       case when id % 4 = 0 then array[ra, de, 0.5 + id % 5]
                            when id % 4 = 1 then null
                            else sky.box(ra, de, 1 + id % 7, 0.5 + id % 3) end,
                       case when id % 10 = 0 then 7 else 0 end
                  from (select id, publisher_did, random() * 360 as ra, degrees(asin(2 * random() - 1)) as de
                          from archive.dataset) d""",
                sky.pointIndex("archive.obscore", "s_ra", "s_dec"),
                sky.regionIndex("archive.obscore", "s_region"),
                """
                insert into tap_schema.schemas (schema_name) values ('tap_schema') on conflict do nothing""",
                """
                insert into tap_schema.tables (schema_name, table_name, table_type)
                values ('tap_schema', 'tap_schema.columns', 'table') on conflict do nothing""",
                """
                insert into tap_schema.columns (table_name, column_name, datatype, "size")
                values ('tap_schema.columns', '"size"', 'int', 4) on conflict do nothing""",
                "grant select on all tables in schema data, ivoa, tap_schema to xingvo_reader",
                "analyze");
    }

    static void execute(DataSource owner, String... statements) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            for (String sql : statements) {
                try (var statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            }
        }
    }

    /** The rows, arrays as lists. */
    static List<List<@Nullable Object>> rows(DataSource reader, CompiledQuery query) throws SQLException {
        try (Connection connection = reader.getConnection();
                PreparedStatement statement = connection.prepareStatement(query.sql())) {
            bind(statement, query.binds());
            return rows(statement.executeQuery(), query.columns().size());
        }
    }

    static List<List<@Nullable Object>> literalRows(DataSource reader, CompiledQuery query) throws SQLException {
        try (Connection connection = reader.getConnection();
                var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return rows(statement.executeQuery(query.inlined()), query.columns().size());
        }
    }

    static String plan(DataSource reader, CompiledQuery query) throws SQLException {
        try (Connection connection = reader.getConnection();
                PreparedStatement statement = connection.prepareStatement("explain (costs off) " + query.sql())) {
            bind(statement, query.binds());
            StringBuilder text = new StringBuilder();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
            return text.toString();
        }
    }

    private static List<List<@Nullable Object>> rows(ResultSet result, int columns) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (result.getMetaData().getColumnCount() != columns) {
            throw new AssertionError("columns: " + result.getMetaData().getColumnCount() + " for " + columns);
        }
        while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                Object value = result.getObject(i);
                row.add(value instanceof java.sql.Array array ? Arrays.asList((Object[]) array.getArray()) : value);
            }
            rows.add(row);
        }
        return rows;
    }

    private static void bind(PreparedStatement statement, List<BindValue> binds) throws SQLException {
        for (int i = 0; i < binds.size(); i++) {
            switch (binds.get(i)) {
                case BindValue.Text(String text) -> statement.setString(i + 1, text);
                case BindValue.Whole(long number) -> statement.setLong(i + 1, number);
                case BindValue.Real(double number) -> statement.setDouble(i + 1, number);
                case BindValue.Reals(List<Double> numbers) ->
                    statement.setObject(
                            i + 1,
                            numbers.stream().mapToDouble(Double::doubleValue).toArray());
                case BindValue.Classes(List<Integer> ids) ->
                    statement.setObject(
                            i + 1, ids.stream().mapToInt(Integer::intValue).toArray());
            }
        }
    }
}
