package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.server.Archive;
import org.xingvo.testing.PostgresExtension;

/** A collection whose files open one by one, so long after each was observed, at every door. The tests are one story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class EmbargoIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    private static final String DID = "ivo://example.org/plates?in/";
    private static final String NAMES = "SELECT obs_id FROM data.plates ORDER BY obs_id";
    private static final String OBSCORE = "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE obs_collection = 'plates'";
    private static final String CARDS = "SELECT COUNT(*) AS n FROM xing.cards WHERE keyword = 'OBJECT'";

    private static final List<String> DOORS = List.of(
            "/scs/data.plates?RA=10&DEC=10&SR=5",
            "/scs/ivoa.obscore?RA=10&DEC=10&SR=5",
            "/datalink/links?ID=" + ServerConformance.encode(DID + "p2001.fits"),
            "/vos/nodes/data/plates/in");

    @TempDir
    static Path folder;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static String member;

    @BeforeAll
    static void publish() throws Exception {
        Path files = Files.createDirectory(folder.resolve("in"));
        for (String year : List.of("2001", "2002", "2020", "undated")) {
            Files.writeString(files.resolve("p" + year + ".fits"), plate(year));
        }
        Files.writeString(files.resolve("pnothing.fits"), plate("2001").replace("OBJECT  =", "NOBJECT ="));
        Path descriptions = Files.createDirectory(folder.resolve("descriptions"));
        Files.writeString(descriptions.resolve("plates.yaml"), """
                name: plates
                title: Plates
                files: {include: "p*.fits"}
                access:
                  readers: {groups: [plates]}
                  embargo: {after_observation: P50Y}
                obscore: {obs_id: OBJECT}
                columns:
                  - {name: object, keyword: OBJECT, type: text, nullable: false}
                """);
        archive = Archive.open(PublishedArchive.config(
                folder.resolve("data"),
                POSTGRES.jdbcUrl() + "?user=" + POSTGRES.user() + "&password=" + POSTGRES.password()));
        assertThat(archive.publish(List.of(files), descriptions, Progress.silent())
                        .catalogued())
                .isEqualTo(4);
        base = archive.serve().local();
        operator = Archive.operatorToken(archive.dataDirectory());
        post("/admin/users", Map.of("name", "mia"));
        post("/groups", Map.of("name", "plates", "owner", "operator"));
        post("/groups/plates/members", Map.of("user", "mia"));
        member = post("/admin/tokens", Map.of("user", "mia")).strip();
    }

    /** A picture without pixels, observed on the fourth of March of this year. */
    private static String plate(String year) {
        String date = year.equals("undated") ? "" : "%-80s".formatted("DATE-OBS= '" + year + "-03-04T20:00:00'");
        String header = SmallFits.at(year, 10, 10);
        int end = header.indexOf("RADESYS");
        return "%-2880s"
                .formatted(header.substring(0, end) + date + header.substring(end))
                .substring(0, 2880);
    }

    @AfterAll
    static void stop() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    @Order(1)
    void untilThenOnlyItsReadersSeeAnything() throws Exception {
        assertThat(rows(null, NAMES)).containsExactly("obs_id");
        assertThat(rows(member, NAMES)).containsExactly("obs_id", "2001", "2002", "2020", "undated");
        assertThat(rows(null, OBSCORE)).containsExactly("n", "0");
        assertThat(rows(null, CARDS)).containsExactly("n", "0");
        assertThat(get("/files/data/plates/in/p2001.fits", null)).isEqualTo(404);
        assertThat(get("/files/data/plates/in/p2001.fits", member)).isEqualTo(200);
        assertThat(get("/xs/plates/in/p2001.fits", null)).isEqualTo(404);
        assertThat(get("/xs/plates/in/p2001.fits", member)).isEqualTo(200);
        for (String door : DOORS) {
            assertThat(text(door, null)).as(door).doesNotContain("p2001");
            assertThat(text(door, member)).as(door).contains("p2001");
        }
        assertThat(rows(null, "SELECT source FROM xing.rejects WHERE source LIKE '%nothing%'"))
                .hasSize(1);
        assertThat(rows(member, "SELECT reason FROM xing.rejects WHERE source LIKE '%nothing%'"))
                .containsExactly("reason", "value-missing");
        assertThat(rows(member, "SELECT reason FROM xing.doubts WHERE quantity = 'access'"))
                .containsExactly("reason", "embargo-without-date");
        assertThat(rows(null, "SELECT table_name FROM tap_schema.tables WHERE table_name = 'data.plates'"))
                .hasSize(2);
    }

    @Test
    @Order(2)
    void aFileOpensWithItsDayAtEveryDoor() throws Exception {
        assertThat(sql("update archive.access_class set opens = now() where opens < '2051-03-10'"))
                .isEqualTo(1);
        for (int round = 0; round < 2; round++) {
            // what was remembered of callers is forgotten
            post("/groups", Map.of("name", "round" + round, "owner", "operator"));
            assertThat(rows(null, NAMES)).containsExactly("obs_id", "2001");
            assertThat(rows(null, OBSCORE)).containsExactly("n", "1");
            assertThat(rows(null, CARDS)).containsExactly("n", "1");
            assertThat(get("/files/data/plates/in/p2001.fits", null)).isEqualTo(200);
            for (String door : DOORS) {
                assertThat(text(door, null)).as(door).contains("p2001").doesNotContain("p2002");
            }
            assertThat(get("/files/data/plates/in/p2002.fits", null)).isEqualTo(404);
            assertThat(get("/files/data/plates/in/pundated.fits", null)).isEqualTo(404);
            assertThat(get("/xs/plates/in/p2001.fits", null)).isEqualTo(200);
            assertThat(get("/xs/plates/in/p2002.fits", null)).isEqualTo(404);
            assertThat(get("/xs/plates/?prefix=", null)).isEqualTo(404);
            assertThat(get("/xs/plates/in/p2002.fits", member)).isEqualTo(200);
            if (round == 0) {
                assertThat(archive.releaseEmbargoes()).isEqualTo(1);
                assertThat(archive.releaseEmbargoes()).isZero();
            }
        }
        assertThat(rows(member, NAMES)).hasSize(5);
    }

    @Test
    @Order(3)
    void whatIsWrittenByOtherDoorsHasItsOwnDay() throws Exception {
        for (String year : List.of("2003", "1950")) {
            HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(base + "/xs/plates/in/p" + year + ".fits"))
                    .PUT(HttpRequest.BodyPublishers.ofString(plate(year)));
            assertThat(Http.send(put, operator).statusCode()).isEqualTo(201);
            while (!rows(member, NAMES).contains(year)) {
                Thread.onSpinWait();
            }
        }
        assertThat(rows(null, NAMES)).containsExactly("obs_id", "1950", "2001");
        // new bytes under a path that is open are closed until the catalogue knows when they open
        assertThat(get("/files/data/plates/in/p1950.fits", null)).isEqualTo(200);
        try (Connection change = POSTGRES.dataSource().getConnection();
                Statement statement = change.createStatement()) {
            change.setAutoCommit(false);
            statement.execute("select id from archive.collection where name = 'plates' for no key update");
            HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(base + "/xs/plates/in/p1950.fits"))
                    .PUT(HttpRequest.BodyPublishers.ofString(plate("2019")));
            assertThat(Http.send(put, operator).statusCode()).isEqualTo(204);
            for (String door : List.of("/files/data/", "/xs/", "/previews/")) {
                assertThat(get(door + "plates/in/p1950.fits", null)).as(door).isEqualTo(404);
            }
            assertThat(get("/files/data/plates/in/p1950.fits", member)).isEqualTo(200);
            change.rollback();
        }
        HttpRequest.Builder back = HttpRequest.newBuilder(URI.create(base + "/xs/plates/in/p1950.fits"))
                .PUT(HttpRequest.BodyPublishers.ofString(plate("1950")));
        assertThat(Http.send(back, operator).statusCode()).isEqualTo(204);
        while (get("/files/data/plates/in/p1950.fits", null) != 200) {
            Thread.onSpinWait();
        }
    }

    @Test
    @Order(4)
    void aShorterEmbargoIsAppliedToWhatIsStored() throws Exception {
        Path file = archive.dataDirectory().resolve("collections/plates.yaml");
        String yaml = Files.readString(file);
        assertThat(post("/ingest/description", Map.of("yaml", yaml.replace("P50Y", "P10Y"), "file", "plates.yaml")))
                .matches("(?s)\\{\"phase\":\"describe\",\"total\":[0-9]+}\n.*")
                .endsWith("{\"changed\":\"collection plates: 6 files described anew\\n\"}\n");
        assertThat(rows(null, NAMES)).containsExactly("obs_id", "1950", "2001", "2002", "2003");
        post("/admin/descriptions", Map.of("yaml", yaml, "file", "plates.yaml"));
        assertThat(rows(null, NAMES)).containsExactly("obs_id", "1950");
        HttpResponse<String> unsaid = send(
                "/admin/descriptions",
                Map.of("yaml", yaml.replaceAll("access:\\n.*\\n.*\\n", ""), "file", "plates.yaml"));
        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(unsaid.body()).contains("plates.yaml: access: expected to be said");
        String fixed = yaml.replace("after_observation: P50Y", "until: 2999-01-01");
        post("/admin/descriptions", Map.of("yaml", fixed, "file", "plates.yaml"));
        assertThat(query(null, NAMES).statusCode()).isEqualTo(400);
        assertThat(rows(member, NAMES)).hasSize(7);
        assertThat(get("/files/data/plates/in/p1950.fits", null)).isEqualTo(404);
        assertThat(sql("update archive.access_class set opens = now() where opens > '2900-01-01'"))
                .isEqualTo(1);
        post("/groups", Map.of("name", "opened", "owner", "operator"));
        assertThat(rows(null, NAMES)).hasSize(7);
        assertThat(get("/xs/plates/in/pundated.fits", null)).isEqualTo(200);
        assertThat(archive.releaseEmbargoes()).isGreaterThanOrEqualTo(6);
        assertThat(rows(null, NAMES)).hasSize(7);
        post("/admin/descriptions", Map.of("yaml", fixed, "file", "plates.yaml"));
        assertThat(query(null, NAMES).statusCode()).isEqualTo(400);
        post("/admin/collections/plates/access", Map.of("public", "true"));
        assertThat(rows(null, NAMES)).hasSize(7);
        assertThat(get("/xs/plates/in/pundated.fits", null)).isEqualTo(200);
    }

    private static int sql(String sql) throws SQLException {
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static List<String> rows(@Nullable String token, String adql) throws Exception {
        HttpResponse<String> response = query(token, adql);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().toList();
    }

    private static HttpResponse<String> query(@Nullable String token, String adql) throws Exception {
        String path = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=tsv&QUERY=" + ServerConformance.encode(adql);
        return Http.send(HttpRequest.newBuilder(URI.create(base + path)), token);
    }

    private static int get(String path, @Nullable String token) throws Exception {
        return Http.send(HttpRequest.newBuilder(URI.create(base + path)), token).statusCode();
    }

    private static String text(String path, @Nullable String token) throws Exception {
        String body = Http.send(HttpRequest.newBuilder(URI.create(base + path)), token)
                .body();
        // that a service repeats what it was asked for tells nothing
        return body.contains("NotFoundFault") ? "" : body;
    }

    private static String post(String path, Map<String, String> form) throws Exception {
        HttpResponse<String> response = send(path, form);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isBetween(200, 299);
        return response.body();
    }

    private static HttpResponse<String> send(String path, Map<String, String> form) throws Exception {
        String body = String.join(
                "&",
                form.entrySet().stream()
                        .map(e -> e.getKey() + "=" + ServerConformance.encode(e.getValue()))
                        .toList());
        return Http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                operator);
    }
}
