package org.xingvo.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;

/** A published table of positions all over the sky with 31 columns, always the same. */
record BenchmarkTable(int rows) {
    /** data.cone_benchmark, 2.2 million rows. */
    static final BenchmarkTable USUAL = new BenchmarkTable(2_200_000);

    /** With its schema. */
    String name() {
        return "data.cone_benchmark" + (rows == USUAL.rows ? "" : "_" + rows);
    }

    /** Makes it unless it is there. */
    void make(Connection connection, SkyDialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            try (ResultSet row = statement.executeQuery("select to_regclass('" + name() + "') is not null")) {
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
            statement.execute("create table " + name() + " as select 'ivo://benchmark/cone?' || i as obs_publisher_did,"
                    + " 360 * random() as ra, degrees(asin(2 * random() - 1)) as dec, 'star' || i as name, "
                    + more
                    + ", 0 as access_class from generate_series(1, " + rows + ") as i");
            statement.execute("alter table " + name() + " alter access_class set not null");
            statement.execute(SkySql.of(dialect).pointIndex(name(), "ra", "dec"));
            statement.execute("analyze " + name());
            statement.execute("insert into tap_schema.schemas (schema_name) values ('data') on conflict do nothing");
            statement.execute("insert into tap_schema.tables (schema_name, table_name, table_type)"
                    + " values ('data', '" + name() + "', 'table') on conflict do nothing");
            statement.execute("""
                    insert into tap_schema.columns
                        (table_name, column_name, datatype, arraysize, unit, ucd, indexed, principal, column_index)
                    select '%1$s', a.attname,
                           case format_type(a.atttypid, null) when 'text' then 'char' when 'integer' then 'int'
                                when 'double precision' then 'double' end,
                           case format_type(a.atttypid, null) when 'text' then '*' end,
                           case when a.attname in ('ra', 'dec') then 'deg' end,
                           case a.attname when 'ra' then 'pos.eq.ra;meta.main' when 'dec' then 'pos.eq.dec;meta.main'
                                when 'obs_publisher_did' then 'meta.ref.ivoid;meta.main' end,
                           0, 1, a.attnum
                      from pg_attribute a
                     where a.attrelid = '%1$s'::regclass and a.attnum > 0
                       and a.attname <> 'access_class'""".formatted(name()));
            statement.execute("grant select on " + name() + " to xingvo_reader");
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
