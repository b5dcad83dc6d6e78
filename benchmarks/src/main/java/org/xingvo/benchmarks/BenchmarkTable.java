package org.xingvo.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;

/** The published table data.cone_benchmark: 2.2 million positions all over the sky, 31 columns, always the same. */
final class BenchmarkTable {
    static final String NAME = "data.cone_benchmark";
    static final int ROWS = 2_200_000;

    private BenchmarkTable() {}

    /** Makes it unless it is there. */
    static void make(Connection connection, SkyDialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            try (ResultSet row = statement.executeQuery("select to_regclass('data.cone_benchmark') is not null")) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
            String more = String.join(
                    ", ",
                    IntStream.range(0, 27)
                            .mapToObj(i -> (i % 3 == 0 ? "(i % 1000)::integer" : "random()") + " as c" + i)
                            .toList());
            statement.execute("select setseed(0.5)");
            statement.execute(
                    "create table data.cone_benchmark as select 'ivo://benchmark/cone?' || i as obs_publisher_did,"
                            + " 360 * random() as ra, degrees(asin(2 * random() - 1)) as dec, 'star' || i as name, "
                            + more
                            + ", 0 as access_class from generate_series(1, " + ROWS + ") as i");
            statement.execute("alter table data.cone_benchmark alter access_class set not null");
            statement.execute(SkySql.of(dialect).pointIndex("data.cone_benchmark", "ra", "dec"));
            statement.execute("analyze data.cone_benchmark");
            statement.execute("insert into tap_schema.schemas (schema_name) values ('data') on conflict do nothing");
            statement.execute("insert into tap_schema.tables (schema_name, table_name, table_type)"
                    + " values ('data', 'data.cone_benchmark', 'table') on conflict do nothing");
            statement.execute("""
                    insert into tap_schema.columns
                        (table_name, column_name, datatype, arraysize, unit, ucd, indexed, principal, column_index)
                    select 'data.cone_benchmark', a.attname,
                           case format_type(a.atttypid, null) when 'text' then 'char' when 'integer' then 'int'
                                when 'double precision' then 'double' end,
                           case format_type(a.atttypid, null) when 'text' then '*' end,
                           case when a.attname in ('ra', 'dec') then 'deg' end,
                           case a.attname when 'ra' then 'pos.eq.ra;meta.main' when 'dec' then 'pos.eq.dec;meta.main'
                                when 'obs_publisher_did' then 'meta.ref.ivoid;meta.main' end,
                           0, 1, a.attnum
                      from pg_attribute a
                     where a.attrelid = 'data.cone_benchmark'::regclass and a.attnum > 0
                       and a.attname <> 'access_class'""");
            statement.execute("grant select on data.cone_benchmark to xingvo_reader");
        }
    }

    static SkyDialect dialect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select value from archive.setting where name = 'sky.dialect'")) {
            row.next();
            return SkyDialect.valueOf(row.getString(1));
        }
    }
}
