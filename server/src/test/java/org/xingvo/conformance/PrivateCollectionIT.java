package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.server.Archive;

/** A collection that the operator has closed to all but a group, seen through every door by every kind of caller. */
class PrivateCollectionIT {
    @TempDir
    static Path folder;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static String member;
    private static String stranger;
    private static String collection;
    private static String did;
    private static String path;

    @BeforeAll
    static void publishAndClose() throws Exception {
        Path files = Files.createDirectory(folder.resolve("secret"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(files.resolve("plate" + i + ".fits"), SmallFits.at("plate" + i, 120.5 + i, -33.25));
        }
        archive = Archive.open(PublishedArchive.config(folder.resolve("data"), null));
        assertThat(archive.publish(List.of(files), Progress.silent()).catalogued())
                .isEqualTo(3);
        base = archive.serve().local();
        operator = Archive.operatorToken(archive.dataDirectory());
        String[] row = rows(null, "SELECT obs_collection, obs_publisher_did, access_url FROM ivoa.obscore")
                .get(1)
                .split("\t", -1);
        collection = row[0];
        did = row[1];
        path = URI.create(row[2]).getRawPath();

        for (String user : List.of("mia", "sam")) {
            post("/admin/users", Map.of("name", user));
        }
        post("/groups", Map.of("name", "plates", "owner", "operator"));
        post("/groups/plates/members", Map.of("user", "mia"));
        member = post("/admin/tokens", Map.of("user", "mia")).strip();
        stranger = post("/admin/tokens", Map.of("user", "sam")).strip();
        post("/admin/collections/" + collection + "/access", Map.of("groups", "plates"));
    }

    @AfterAll
    static void stop() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void isCountedAndJoinedOnlyForItsReaders() throws Exception {
        for (String adql : List.of(
                "SELECT COUNT(*) AS n FROM ivoa.obscore",
                "SELECT COUNT(*) AS n FROM ivoa.obscore AS a JOIN xing.cards AS c"
                        + " ON a.obs_publisher_did = c.obs_publisher_did WHERE c.keyword = 'OBJECT'")) {
            assertThat(rows(null, adql)).containsExactly("n", "0");
            assertThat(rows(stranger, adql)).containsExactly("n", "0");
            assertThat(rows(member, adql)).containsExactly("n", "3");
            assertThat(rows(operator, adql)).containsExactly("n", "3");
        }
    }

    @Test
    void hasATableOnlyForItsReaders() throws Exception {
        String listed = "SELECT COUNT(*) AS n FROM tap_schema.tables WHERE table_name = 'data." + collection + "'";
        assertThat(rows(null, listed)).containsExactly("n", "0");
        assertThat(rows(member, listed)).containsExactly("n", "1");
        assertThat(get("/tap/tables", null).body()).doesNotContain("data." + collection);
        assertThat(get("/tap/tables", member).body()).contains("data." + collection);
        assertThat(query(null, "SELECT * FROM data." + collection).statusCode()).isEqualTo(400);
        assertThat(query(stranger, "SELECT * FROM data." + collection).statusCode())
                .isEqualTo(400);
        assertThat(rows(member, "SELECT COUNT(*) AS n FROM data." + collection)).containsExactly("n", "3");
    }

    @Test
    void isNotToldByAnError() throws Exception {
        String attack = "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE 1 / (s_ra - 120.5) > 0";
        assertThat(rows(null, attack)).containsExactly("n", "0");
    }

    @Test
    void givesBytesLinksConesAndNodesOnlyToItsReaders() throws Exception {
        String links = "/datalink/links?ID=" + ServerConformance.encode(did);
        String cone = "/scs/ivoa.obscore?RA=121&DEC=-33&SR=5";
        String node = "/vos/nodes/data/" + collection;
        for (String caller : new String[] {null, stranger}) {
            assertThat(get(path, caller).statusCode()).isEqualTo(404);
            assertThat(get(links, caller).body()).contains("NotFoundFault").doesNotContain(path);
            assertThat(get(cone, caller).body()).doesNotContain("plate");
            assertThat(get(node, caller).statusCode()).isEqualTo(404);
            assertThat(get("/vos/nodes/data", caller).body()).doesNotContain(collection);
        }
        assertThat(get(path, member).body()).startsWith("SIMPLE  =");
        assertThat(get(links, member).body()).contains(path).doesNotContain("NotFoundFault");
        assertThat(get(cone, member).body()).contains(did);
        assertThat(get(node, member).statusCode()).isEqualTo(200);
    }

    @Test
    void canBeSeenByAllWhileItsBytesAreForSome() throws Exception {
        String access = "/admin/collections/" + collection + "/access";
        String file = path.substring(path.indexOf(collection) + collection.length() + 1);
        post(access, Map.of("public", "true"));
        post(access, Map.of("data", "true", "groups", "plates"));
        try {
            assertThat(rows(null, "SELECT COUNT(*) AS n FROM ivoa.obscore")).containsExactly("n", "3");
            assertThat(get("/vos/nodes/data/" + collection + "/" + file, null).statusCode())
                    .isEqualTo(200);
            assertThat(get("/datalink/links?ID=" + ServerConformance.encode(did), null)
                            .body())
                    .contains(path, "for those who may have it")
                    .doesNotContain("#preview");
            for (String door : List.of(
                    path,
                    "/previews/" + collection + "/" + file,
                    "/xs/" + collection + "/" + file,
                    "/xs/" + collection + "/?format=tar",
                    "/files/data/" + collection + "/" + file,
                    "/tap/sync?LANG=ADQL&QUERY=" + ServerConformance.encode("SELECT * FROM TAP_UPLOAD.t") + "&UPLOAD="
                            + ServerConformance.encode("t,vos://example.org~vos/data/" + collection + "/" + file))) {
                HttpResponse<String> anonymous = get(door, null);
                assertThat(anonymous.statusCode()).as(door).isEqualTo(401);
                assertThat(anonymous.headers().firstValue("WWW-Authenticate"))
                        .as(door)
                        .isPresent();
                assertThat(get(door, stranger).statusCode()).as(door).isEqualTo(403);
                assertThat(get(door, member).statusCode()).as(door).isNotIn(401, 403);
            }
            assertThat(get(path, member).body()).startsWith("SIMPLE  =");
            assertThat(get("/xs/" + collection + "/", null).body()).contains(file);
            assertThat(get("/", null).body()).doesNotContain(collection);
            assertThat(get("/admin/events?action=collection.access&limit=1", operator)
                            .body())
                    .contains("\"bytes for\": \"owner -, groups plates\"");
        } finally {
            post(access, Map.of("data", "true", "public", "true"));
            post(access, Map.of("groups", "plates"));
        }
        assertThat(get(path, null).statusCode()).isEqualTo(404);
        assertThat(get(path, member).statusCode()).isEqualTo(200);
    }

    @Test
    void getsAnotherDescriptionAtOnceAndStaysPrivate() throws Exception {
        Path file = archive.dataDirectory().resolve("collections").resolve(collection + ".yaml");
        String yaml = Files.readString(file).replace("columns:\n", """
                        columns:
                          - {name: twice, value: 2 * 21, type: integer, unit: s, ucd: time.duration}
                        """);
        assertThat(post("/admin/descriptions", Map.of("yaml", yaml, "file", "changed.yaml")))
                .isEqualTo("column twice: new\ncollection " + collection + ": 3 files described anew\n");
        String query = "SELECT MIN(twice) AS n FROM data." + collection;
        assertThat(rows(member, query)).containsExactly("n", "42");
        assertThat(rows(
                        member,
                        "SELECT unit, ucd FROM tap_schema.columns WHERE column_name = 'twice' AND table_name = 'data."
                                + collection + "'"))
                .containsExactly("unit\tucd", "s\ttime.duration");
        assertThat(rows(null, "SELECT COUNT(*) AS n FROM tap_schema.columns WHERE column_name = 'twice'"))
                .containsExactly("n", "0");
        assertThat(Files.readString(file)).isEqualTo(yaml);
    }

    @Test
    void isAdministeredByOperatorsOnly() throws Exception {
        assertThat(get("/admin/users", member).statusCode()).isEqualTo(403);
        assertThat(get("/admin/users", null).statusCode()).isEqualTo(401);
        assertThat(get("/admin/users", operator).statusCode()).isEqualTo(200);
    }

    private static List<String> rows(@Nullable String token, String adql) throws Exception {
        HttpResponse<String> response = query(token, adql);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().toList();
    }

    private static HttpResponse<String> query(@Nullable String token, String adql) throws Exception {
        return get("/tap/sync?LANG=ADQL&RESPONSEFORMAT=tsv&QUERY=" + ServerConformance.encode(adql), token);
    }

    private static HttpResponse<String> get(String path, @Nullable String token) throws Exception {
        return Http.send(HttpRequest.newBuilder(URI.create(base + path)), token);
    }

    private static String post(String path, Map<String, String> form) throws Exception {
        String body = String.join(
                "&",
                form.entrySet().stream()
                        .map(e -> e.getKey() + "=" + ServerConformance.encode(e.getValue()))
                        .toList());
        HttpResponse<String> response = Http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                operator);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isBetween(200, 299);
        return response.body();
    }
}
