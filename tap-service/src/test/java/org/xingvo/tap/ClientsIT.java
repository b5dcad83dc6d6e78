package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.http.SlowestClient;
import org.xingvo.tap.TapConfig.UserLimits;
import org.xingvo.tap.result.SpoolSpace;
import org.xingvo.testing.PostgresExtension;

/** Clients that go away, that read too slowly, that ask for too much at once. */
@Timeout(60)
class ClientsIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static final String FROM =
            " FROM tap_schema.columns AS a, tap_schema.columns AS b, tap_schema.columns AS c";
    /** Takes minutes. */
    private static final String LONG =
            "SELECT COUNT(*) AS n" + FROM + ", tap_schema.columns AS d, tap_schema.columns AS e";
    /** Gigabytes. */
    private static final String MUCH = "SELECT a.description AS x, b.description AS y, c.description AS z" + FROM;

    private static final String USERS_QUERIES = "datname = current_database() and state = 'active'"
            + " and pid <> pg_backend_pid() and query ilike '%columns%columns%'";

    private static final TapConfig CONFIG = new TapConfig(
            new Maxrec(20_000_000, 20_000_000),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            new Maxrec(100, 1000),
            SpoolSpace.STANDARD);

    @Test
    void aClientThatGoesAwayStopsItsQueryAtOnce() throws Exception {
        try (TestServer server = TestServer.start(POSTGRES, CONFIG)) {
            String form = "LANG=ADQL&QUERY=" + Http.escaped(LONG);
            String few = "LANG=ADQL&MAXREC=10&QUERY=" + Http.escaped(LONG);
            for (String request : new String[] {get(form), post(form), get(few)}) {
                try (Socket _ = asking(server, request)) {
                    until(() -> queries() == 1);
                }
                until(() -> queries() == 0);
                until(() -> server.traffic().counts().running() == 0);
            }
            assertThat(server.traffic().counts().clientsGone()).isEqualTo(3);
            assertThat(server.traffic().places().running()).isZero();
        }
    }

    @Test
    void aClientThatGoesAwayDoesNotWaitForItsJob() throws Exception {
        try (TestServer server = TestServer.start(POSTGRES, CONFIG);
                Http http = new Http(server.base())) {
            HttpResponse<byte[]> made = http.post(
                    "/tap/async", "application/x-www-form-urlencoded", "LANG=ADQL&QUERY=" + Http.escaped(LONG));
            String job = URI.create(made.headers().firstValue("Location").orElseThrow())
                    .getPath();
            try (Socket _ = asking(server, "GET " + job + "?WAIT=-1 HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                until(() -> server.board().waiting() == 1);
            }
            until(() -> server.board().waiting() == 0);
        }
    }

    @Test
    void aClientThatGoesAwayDoesNotWaitForAConnection() throws Exception {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(POSTGRES.jdbcUrl());
        pool.setUsername(POSTGRES.user());
        pool.setPassword(POSTGRES.password());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(Duration.ofHours(1).toMillis());
        try (HikariDataSource one = new HikariDataSource(pool);
                Traffic traffic = Traffic.of(5, 0, Duration.ofMinutes(1));
                TestServer server = TestServer.start(POSTGRES, CONFIG, one, traffic);
                Connection taken = one.getConnection()) {
            assertThat(taken.isValid(1)).isTrue();
            try (Socket _ = asking(server, get("LANG=ADQL&QUERY=" + Http.escaped(LONG)))) {
                until(() -> one.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
            }
            until(() -> traffic.places().running() == 0);
            assertThat(traffic.counts().clientsGone()).isOne();
        }
    }

    @Test
    void aClientThatSendsItsNextRequestEarlyGetsBothAnswers() throws Exception {
        try (TestServer server = TestServer.start(POSTGRES, CONFIG);
                Socket client = asking(
                        server,
                        get("LANG=ADQL&FORMAT=csv&QUERY=" + Http.escaped("SELECT COUNT(*) AS first_answer" + FROM))
                                + "GET /tap/availability HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            String both = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(both).contains("first_answer").contains("<vosi:available>true");
            assertThat(both.indexOf("first_answer")).isLessThan(both.indexOf("<vosi:available>"));
            assertThat(server.traffic().counts().clientsGone()).isZero();
        }
    }

    @Test
    void aClientThatTakesTooLittleIsCutOff() throws Exception {
        TapConfig impatient = CONFIG.withSlowest(new SlowestClient(1 << 20, Duration.ofMillis(200)));
        try (TestServer server = TestServer.start(POSTGRES, impatient);
                Socket client = asking(server, get("LANG=ADQL&FORMAT=csv&QUERY=" + Http.escaped(MUCH)))) {
            until(() -> server.traffic().counts().clientsCut() == 1);
            until(() -> queries() == 0);
            assertThat(server.traffic().counts().bytes()).isPositive();
            assertThat(endOf(client.getInputStream())).isTrue();
            until(() -> server.traffic().counts().running() == 0);
            assertThat(server.traffic().turns().held()).isZero();
        }
    }

    @Test
    void anAnswerThatFailsOnItsWayIsNotTakenForTheWhole() throws Exception {
        try (TestServer server = TestServer.start(POSTGRES, CONFIG);
                Socket client = asking(server, get("LANG=ADQL&FORMAT=csv&QUERY=" + Http.escaped(MUCH)));
                Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            until(() -> server.traffic().counts().bytes() > 0);
            assertThat(statement.execute("select pg_cancel_backend(pid) from pg_stat_activity where " + USERS_QUERIES))
                    .isTrue();
            assertThat(endOf(client.getInputStream())).isTrue();
            until(() -> server.traffic().counts().running() == 0);
        }
    }

    @Test
    void aUserWithTooManyQueriesWaitsAndIsThenSentAwayWhileOthersAreServed() throws Exception {
        String form = "LANG=ADQL&QUERY=" + Http.escaped(LONG);
        String quick = "/tap/sync?LANG=ADQL&QUERY=" + Http.escaped("SELECT TOP 1 table_name FROM tap_schema.tables");
        try (TestServer server = TestServer.start(
                        POSTGRES,
                        CONFIG.withSignedIn(new UserLimits(new Maxrec(3, 4), Duration.ofMinutes(1))),
                        POSTGRES.readerDataSource(),
                        Traffic.of(1, 1, Duration.ofMinutes(1)));
                Http http = new Http(server.base())) {
            server.identities().addUser("another", false);
            String token = server.identities().createToken("another", null).text();
            try (Socket _ = asking(server, get(form))) {
                until(() -> server.traffic().places().running() == 1);
                try (Socket _ = asking(server, get(form))) {
                    until(() -> server.traffic().places().waiting() == 1);
                    sentAway(http, quick, token);
                }
                until(() -> server.traffic().places().waiting() == 0);
            }
            until(() -> server.traffic().places().running() == 0);
            assertThat(http.get(quick).statusCode()).isEqualTo(200);
            assertThat(server.traffic().counts().failures(DaliFault.Kind.OVERLOADED))
                    .isPositive();
        }
    }

    private static void sentAway(Http http, String quick, String token) {
        HttpResponse<byte[]> refused = http.get(quick);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(Http.text(refused))
                .contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">You have 1 queries running and 1 waiting");
        String capabilities = Http.text(http.get("/tap/capabilities", "Authorization", "Bearer " + token));
        assertThat(capabilities).contains("<default unit=\"row\">3</default>").contains("<hard unit=\"row\">4</hard>");
        assertThat(Http.text(http.get("/tap/capabilities"))).contains("<hard unit=\"row\">20000000</hard>");
        assertThat(http.get(quick, "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
    }

    private static String get(String query) {
        return "GET /tap/sync?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static String post(String form) {
        return "POST /tap/sync HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + form.length() + "\r\n\r\n" + form;
    }

    private static Socket asking(TestServer server, String request) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(server.base()).getPort()));
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** Users' queries that the database works on. */
    private static int queries() throws SQLException {
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from pg_stat_activity where " + USERS_QUERIES)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.onSpinWait();
        }
    }

    /** True if the answer breaks off, by an end or a failure, without its last chunk. */
    private static boolean endOf(InputStream in) {
        byte[] last = new byte[0];
        byte[] buffer = new byte[64 << 10];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                last = java.util.Arrays.copyOf(buffer, read);
            }
        } catch (IOException e) {
            return true;
        }
        return !new String(last, StandardCharsets.ISO_8859_1).endsWith("\r\n0\r\n\r\n");
    }
}
