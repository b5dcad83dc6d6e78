package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.dali.Maxrec;
import org.xingvo.tap.result.SpoolSpace;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** What becomes of synchronous queries that take too long, or find no connection. */
class SyncLimitsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    /** Takes minutes. */
    private static final String LONG = "SELECT COUNT(*) AS n FROM tap_schema.columns AS a, tap_schema.columns AS b,"
            + " tap_schema.columns AS c, tap_schema.columns AS d, tap_schema.columns AS e";

    private static final TapConfig CONFIG = new TapConfig(
            new Maxrec(1000, 5000),
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            new Maxrec(100, 1000),
            SpoolSpace.STANDARD);

    private static final String LIMIT =
            "The query was stopped at its time limit of 1 s; as a job of /tap/async it may take longer";

    @Test
    @Demand({"2.15", "12.2"})
    void aQueryThatTakesTooLongIsToldSoByStatusOrWithinTheVotable() throws Exception {
        try (TestServer server = TestServer.start(POSTGRES, CONFIG);
                Http http = new Http(server.base())) {
            HttpResponse<byte[]> csv = http.get("/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=" + Http.escaped(LONG));
            assertThat(csv.statusCode()).isEqualTo(408);
            assertThat(Http.text(csv)).contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">" + LIMIT);

            HttpResponse<byte[]> votable = http.get("/tap/sync?LANG=ADQL&QUERY=" + Http.escaped(LONG));
            assertThat(votable.statusCode()).isEqualTo(200);
            assertThat(Http.text(votable)).contains("value=\"ERROR\">" + LIMIT).endsWith("</VOTABLE>\n");
        }
    }

    @Test
    void aQueryThatNeedsTooMuchTemporarySpaceIsToldWhatToDo() throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(POSTGRES.jdbcUrl());
        pool.setUsername(POSTGRES.user());
        pool.setPassword(POSTGRES.password());
        pool.setConnectionInitSql("set temp_file_limit = '1MB'; set role xingvo_reader");
        pool.setMaximumPoolSize(1);
        String sort = "SELECT a.description AS x, b.description AS y, c.description AS z FROM tap_schema.columns AS a,"
                + " tap_schema.columns AS b, tap_schema.columns AS c ORDER BY x, y, z";
        TapConfig patient = new TapConfig(
                new Maxrec(1000, 20_000_000),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                new Maxrec(100, 1000),
                SpoolSpace.STANDARD);
        try (HikariDataSource readers = new HikariDataSource(pool);
                TestServer server = TestServer.start(POSTGRES, patient, readers);
                Http http = new Http(server.base())) {
            HttpResponse<byte[]> answer = http.get("/tap/sync?LANG=ADQL&MAXREC=20000000&QUERY=" + Http.escaped(sort));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(Http.text(answer))
                    .contains("value=\"ERROR\">The query needs more temporary space in the database than this server"
                            + " grants (1024kB): sort, group or join fewer rows");
        }
    }

    @Test
    @Demand("2.14")
    void aQueryThatFindsNoConnectionIsSentAwayForAWhile() throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(POSTGRES.jdbcUrl());
        pool.setUsername(POSTGRES.user());
        pool.setPassword(POSTGRES.password());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(250);
        try (HikariDataSource one = new HikariDataSource(pool);
                TestServer server = TestServer.start(POSTGRES, CONFIG, one);
                Http http = new Http(server.base());
                Connection taken = one.getConnection()) {
            assertThat(taken.isValid(1)).isTrue();
            HttpResponse<byte[]> answer = http.get(
                    "/tap/sync?LANG=ADQL&QUERY=" + Http.escaped("SELECT TOP 1 table_name FROM tap_schema.tables"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(Http.text(answer)).contains("The database is busy; come again later");
            for (String path :
                    List.of("capabilities", "availability", "tables", "tables/ivoa.obscore", "examples", "async")) {
                assertThat(http.get("/tap/" + path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(Http.text(http.get("/tap/availability"))).contains("available>true<");
            String head = Http.text(http.get("/tap/sync?MAXREC=0&QUERY=" + Http.escaped("SELECT * FROM ivoa.obscore")));
            assertThat(head).contains("<FIELD", "value=\"OVERFLOW\"");
        }
    }
}
