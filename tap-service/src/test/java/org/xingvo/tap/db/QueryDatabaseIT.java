package org.xingvo.tap.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.NoticeListener;
import org.xingvo.schemas.Notices;
import org.xingvo.tap.row.Tuple;
import org.xingvo.tap.row.Values;
import org.xingvo.testing.PostgresExtension;

class QueryDatabaseIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static final URI URL = URI.create("http://localhost:1234");
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void everyTypeComesOutOnBothRoads() {
        CompiledQuery query = query(
                """
                select true, 1::smallint, 2::int, 3::bigint, 1.5::real, 2.5::float8, 'x'::text,
                       '2020-01-02 03:04:05.5'::timestamp, '\\x01ff'::bytea,
                       '{-1,null}'::smallint[], '{{1,2},{3,4}}'::int[], '{}'::bigint[], '{1.5,null}'::real[],
                       '{1,NaN}'::float8[], '{a,null,ü}'::text[], null::int, 'infinity'::timestamp,
                       '-infinity'::timestamp
                """,
                SqlType.BOOLEAN,
                SqlType.SMALLINT,
                SqlType.INTEGER,
                SqlType.BIGINT,
                SqlType.REAL,
                SqlType.DOUBLE,
                SqlType.TEXT,
                SqlType.TIMESTAMP,
                SqlType.BYTEA,
                SqlType.SMALLINT_ARRAY,
                SqlType.INTEGER_ARRAY,
                SqlType.BIGINT_ARRAY,
                SqlType.REAL_ARRAY,
                SqlType.DOUBLE_ARRAY,
                SqlType.TEXT_ARRAY,
                SqlType.INTEGER,
                SqlType.TIMESTAMP,
                SqlType.TIMESTAMP);
        for (Road road : Road.values()) {
            try (RowCursor rows = road.open(query)) {
                assertThat(values(rows, query))
                        .as(road.name())
                        .containsExactly(
                                true,
                                (short) 1,
                                2,
                                3L,
                                1.5f,
                                2.5,
                                "x",
                                LocalDateTime.of(2020, 1, 2, 3, 4, 5, 500_000_000),
                                new byte[] {1, -1},
                                new short[] {-1, 0},
                                new int[] {1, 2, 3, 4},
                                new long[] {},
                                new float[] {1.5f, Float.NaN},
                                new double[] {1, Double.NaN},
                                new String[] {"a", "", "ü"},
                                null,
                                LocalDateTime.of(9999, 12, 31, 23, 59, 59),
                                LocalDateTime.of(1, 1, 1, 0, 0));
                assertThat(rows.next()).as(road.name()).isNull();
            }
        }
    }

    @Test
    void arraysOfTruthValuesComeOutThoughTheDriverHasThemAsTextOnly() {
        CompiledQuery query = new CompiledQuery(
                "select '{t,f,null}'::boolean[]",
                List.of(),
                "select '{t,f,null}'::boolean[]",
                columns(SqlType.BOOLEAN_ARRAY),
                1,
                -1);
        try (RowCursor rows = new QueryDatabase(POSTGRES.readerDataSource()).open(query, URL, LONG)) {
            assertThat(values(rows, query)).containsExactly(new boolean[] {true, false, false});
        }
    }

    @Test
    void noRowsAndManyRowsComeOutOnBothRoads() {
        for (Road road : Road.values()) {
            for (int expected : new int[] {0, 1, 5000}) {
                CompiledQuery query =
                        query("select i::int from generate_series(1, " + expected + ") as i", SqlType.INTEGER);
                try (RowCursor rows = road.open(query)) {
                    long sum = 0;
                    int found = 0;
                    for (Tuple row = rows.next(); row != null; row = rows.next()) {
                        sum += row.int4(0);
                        found++;
                    }
                    assertThat(found).as(road.name()).isEqualTo(expected);
                    assertThat(sum).as(road.name()).isEqualTo((expected + 1L) * expected / 2);
                }
            }
        }
    }

    @Test
    void aStoppedQueryEndsAtOnceAndItsConnectionServesAgain() throws Exception {
        for (Road road : Road.values()) {
            CompiledQuery query = query(
                    "select (i + length(pg_sleep(case when i > 8000 then 60 else 0 end)::text))::int"
                            + " from (select generate_series(1, 1000000) as i) as s",
                    SqlType.INTEGER);
            StatementCancel cancel = new StatementCancel();
            try (RowCursor rows = road.open(query, cancel)) {
                rows.next();
                Thread stop = Thread.ofVirtual().start(cancel::cancel);
                assertThatThrownBy(() -> {
                            while (rows.next() != null) {
                                // until it is stopped
                            }
                        })
                        .as(road.name())
                        .isInstanceOf(DaliFault.class)
                        .hasMessage("The query was stopped");
                stop.join();
            }
        }
    }

    @Test
    void aQueryThatIsGivenUpGivesItsConnectionBack() {
        CompiledQuery query = query("select generate_series(1, 100000000)::int", SqlType.INTEGER);
        for (Road road : Road.values()) {
            for (int i = 0; i < 12; i++) {
                try (RowCursor rows = road.open(query)) {
                    assertThat(rows.next()).isNotNull();
                }
            }
        }
    }

    @Test
    void aChangeOfTheSchemaIsToldByANotice() throws Exception {
        TapSchemaSource schema = new TapSchemaSource(POSTGRES.readerDataSource(), Duration.ofDays(1));
        Thread thread;
        try (NoticeListener notices = new NoticeListener(POSTGRES.dataSource(), List.of(schema));
                Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            thread = Thread.ofPlatform().daemon().start(notices);
            String name = "data.told";
            assertThat(schema.schema().table(name)).isEmpty();
            statement.execute("""
                    insert into tap_schema.schemas (schema_name) values ('data') on conflict do nothing;
                    insert into tap_schema.tables (schema_name, table_name, table_type, access_class)
                    values ('data', 'data.told', 'table', 0)
                    """);
            // until it listens a notice may come too early
            while (schema.schema().table(name).isEmpty()) {
                statement.execute("notify " + Notices.SCHEMA);
                Thread.onSpinWait();
            }
            statement.execute("delete from tap_schema.tables where table_name = 'data.told'; notify " + Notices.SCHEMA);
            while (schema.schema().table(name).isPresent()) {
                Thread.onSpinWait();
            }
        }
        thread.join();
    }

    @Test
    void valuesAreBound() {
        CompiledQuery query = new CompiledQuery(
                "select ?::text || ?::bigint || (?::float8[])[2] || (7 = any(?::int[]))::text || ?::float8",
                List.of(
                        new BindValue.Text("a'b"),
                        new BindValue.Whole(5),
                        new BindValue.Reals(List.of(1.0, 2.5)),
                        new BindValue.Classes(List.of(7)),
                        new BindValue.Real(0.5)),
                "",
                columns(SqlType.TEXT),
                1,
                -1);
        try (RowCursor rows = new QueryDatabase(POSTGRES.readerDataSource()).open(query, URL, LONG)) {
            assertThat(values(rows, query)).containsExactly("a'b52.5true0.5");
        }
    }

    @Test
    void theTransactionIsReadOnlyAndKnowsThePublicUrl() {
        CompiledQuery query = query(
                "select current_setting('transaction_read_only') || ' ' || current_setting('xingvo.public_url')",
                SqlType.TEXT);
        try (RowCursor rows = new QueryDatabase(POSTGRES.readerDataSource()).open(query, URL, LONG)) {
            assertThat(values(rows, query)).containsExactly("on http://localhost:1234");
        }
    }

    @Test
    void aSlowQueryIsStoppedAtItsLimit() {
        assertFault(
                "select pg_sleep(60)::text",
                Duration.ofSeconds(1),
                DaliFault.Kind.TIME_LIMIT,
                "The query was stopped at its time limit of 1 s; as a job of /tap/async it may take longer");
    }

    @Test
    void whatTheDatabaseSaysOfValuesIsNotRepeated() {
        assertFault(
                "select (1 / (length('secret') - 6))::text",
                LONG,
                DaliFault.Kind.USAGE,
                "A value cannot be computed: division by zero, a number out of range, or an argument outside of its"
                        + " function's domain");
        assertFault(
                "select sha256::text from archive.token",
                LONG,
                DaliFault.Kind.FATAL,
                "The query failed in the database (SQLSTATE 42501)");
    }

    /** Sessions keep their settings, so that each query finds its own must be seen with several in turn. */
    @Test
    void everyQueryIsReadOnlyInUtcAndKnowsItsAddressAndLimit() {
        QueryDatabase database = new QueryDatabase(POSTGRES.readerDataSource());
        CompiledQuery query = query(
                "select concat_ws(' ', current_setting('transaction_read_only'), current_setting('TimeZone'),"
                        + " current_setting('xingvo.public_url'), current_setting('statement_timeout'))",
                SqlType.TEXT);
        String own = "";
        for (int round = 0; round < 3; round++) {
            for (String host : List.of("http://a.example", "http://b.example")) {
                for (int seconds : new int[] {20, 40}) {
                    Duration limit = Duration.ofSeconds(seconds);
                    try (RowCursor rows = database.fetch(query, URI.create(host), limit, new StatementCancel())) {
                        assertThat(values(rows, query)).containsExactly("on UTC " + host + " " + seconds + "s");
                    }
                    try (RowCursor rows = database.copy(query, URI.create(host), limit, new StatementCancel())) {
                        String found = String.valueOf(values(rows, query).getFirst());
                        assertThat(found)
                                .startsWith("on UTC " + host)
                                .doesNotEndWith(" 20s")
                                .doesNotEndWith(" 40s");
                        String limitOfSession = found.substring(found.lastIndexOf(' '));
                        own = own.isEmpty() ? limitOfSession : own;
                        assertThat(limitOfSession).isEqualTo(own);
                    }
                }
            }
        }
    }

    @Test
    void aFailedQueryGivesItsConnectionBack() {
        QueryDatabase database = new QueryDatabase(POSTGRES.readerDataSource());
        CompiledQuery wrong = query("select 1/0", SqlType.INTEGER);
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> database.open(wrong, URL, LONG)).isInstanceOf(DaliFault.class);
        }
        try (RowCursor rows = database.open(query("select 1", SqlType.INTEGER), URL, LONG)) {
            assertThat(rows.next()).isNotNull();
        }
    }

    @Test
    void aNewTableIsSeenWhenItIsCommitted() throws SQLException {
        TapSchemaInstaller.install(POSTGRES.dataSource());
        TapSchemaInstaller.install(POSTGRES.dataSource());
        TapSchemaSource source = new TapSchemaSource(POSTGRES.readerDataSource());
        assertThat(source.schema().table("data.fresh")).isEmpty();
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into tap_schema.tables (schema_name, table_name, table_type)"
                    + " values ('data', 'data.fresh', 'table')");
            source.forget();
            assertThat(source.schema().visibleTo(Visibility.PUBLIC_ONLY).table("data.fresh"))
                    .isPresent();
            statement.execute("delete from tap_schema.tables where table_name = 'data.fresh'");
        }
        source.forget();
        assertThat(source.schema().table("data.fresh")).isEmpty();
    }

    private enum Road {
        FETCH,
        COPY;

        RowCursor open(CompiledQuery query) {
            return open(query, new StatementCancel());
        }

        RowCursor open(CompiledQuery query, StatementCancel cancel) {
            QueryDatabase database = new QueryDatabase(POSTGRES.readerDataSource());
            return this == FETCH ? database.fetch(query, URL, LONG, cancel) : database.copy(query, URL, LONG, cancel);
        }
    }

    private static List<@Nullable Object> values(RowCursor rows, CompiledQuery query) {
        Tuple row = Objects.requireNonNull(rows.next());
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            values.add(Values.of(row, i, query.columns().get(i).sqlType()));
        }
        return values;
    }

    private static void assertFault(String sql, Duration limit, DaliFault.Kind kind, String message) {
        QueryDatabase database = new QueryDatabase(POSTGRES.readerDataSource());
        CompiledQuery query = query(sql, SqlType.TEXT);
        assertThatThrownBy(() -> database.fetch(query, URL, limit, new StatementCancel()))
                .satisfies(e -> assertFault(e, kind, message));
        assertThatThrownBy(() -> database.copy(query, URL, limit, new StatementCancel()))
                .satisfies(e -> assertFault(e, kind, message));
    }

    private static void assertFault(Throwable found, DaliFault.Kind kind, String message) {
        assertThat(found).isInstanceOfSatisfying(DaliFault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.getMessage()).isEqualTo(message);
        });
    }

    private static CompiledQuery query(String sql, SqlType... types) {
        return new CompiledQuery(sql, List.of(), sql, columns(types), 1, -1);
    }

    private static List<ResultColumn> columns(SqlType... types) {
        return java.util.stream.Stream.of(types)
                .map(type -> new ResultColumn("c", "char", "*", null, null, null, null, null, type, null))
                .toList();
    }
}
