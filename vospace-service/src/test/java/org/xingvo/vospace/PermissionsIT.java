package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.AUTHORITY;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** Who may do what to which node through which door. */
class PermissionsIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static final Map<String, @Nullable String> callers = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory);
        ann = space.user("ann");
        callers.put("anonymous", null);
        callers.put("ann", ann);
        callers.put("reader", space.user("reader"));
        callers.put("writer", space.user("writer"));
        callers.put("stranger", space.user("stranger"));
        callers.put("operator", space.operator);
        space.identities.addGroup("readers", "operator");
        space.identities.addMember("readers", "reader");
        space.identities.addGroup("writers", "operator");
        space.identities.addMember("writers", "writer");
        int privateClass = space.identities.accessClass(false, null, List.of("readers"));
        space.dataset("survey", 0x00110010, "open.fits", bytes("open"), 0);
        space.dataset("survey", 0x00110010, "secret/hidden.fits", bytes("hidden"), privateClass);
        make("/home/ann/public", "true", "", "writers");
        make("/home/ann/private", "false", "", "");
        make("/home/ann/shared", "false", "readers", "");
        make("/home/ann/team", "false", "readers writers", "writers");
        for (String dir : List.of("public", "private", "shared", "team")) {
            assertThat(space.put(ann, "/files/home/ann/" + dir + "/f.fits", bytes("SIMPLE  ="))
                            .statusCode())
                    .isEqualTo(201);
        }
        // Said to be public itself, but in a place that is not.
        assertThat(space.send(
                                ann,
                                "POST",
                                "/vos/nodes/home/ann/private/f.fits",
                                node("/home/ann/private/f.fits", "DataNode", "ispublic", "true"))
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    private static void make(String path, String isPublic, String read, String write) {
        var answer = space.put(
                ann,
                "/vos/nodes" + path,
                node(
                        path,
                        "ContainerNode",
                        "ispublic",
                        isPublic,
                        "groupread",
                        groups(read),
                        "groupwrite",
                        groups(write)));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    }

    private static String groups(String names) {
        return names.isEmpty()
                ? ""
                : "ivo://" + AUTHORITY + "/gms?" + names.replace(" ", " ivo://" + AUTHORITY + "/gms?");
    }

    @Test
    void readingIsTheSameThroughEveryDoor() {
        Map<String, List<String>> readers = Map.of(
                "/home/ann/public/f.fits", List.of("anonymous", "ann", "reader", "writer", "stranger", "operator"),
                "/home/ann/private/f.fits", List.of("ann", "operator"),
                "/home/ann/shared/f.fits", List.of("ann", "reader", "operator"),
                "/home/ann/team/f.fits", List.of("ann", "reader", "writer", "operator"),
                "/data/survey/open.fits", List.of("anonymous", "ann", "reader", "writer", "stranger", "operator"),
                "/data/survey/secret/hidden.fits", List.of("reader", "operator"));
        readers.forEach((path, may) -> callers.forEach((who, token) -> {
            boolean allowed = may.contains(who);
            String dir = path.substring(0, path.lastIndexOf('/'));
            Map<String, Boolean> doors = new LinkedHashMap<>();
            doors.put("GET files", space.get(token, "/files" + path).statusCode() == 200);
            doors.put(
                    "HEAD files",
                    space.send(token, "HEAD", "/files" + path, null).statusCode() == 200);
            doors.put(
                    "range",
                    space.get(token, "/files" + path, "Range", "bytes=0-0").statusCode() == 206);
            doors.put("GET node", space.get(token, "/vos/nodes" + path).statusCode() == 200);
            doors.put(
                    "min", space.get(token, "/vos/nodes" + path + "?detail=min").statusCode() == 200);
            doors.put("list", text(space.get(token, "/vos/nodes" + dir)).contains(path + "\""));
            doors.put(
                    "page",
                    space.get(token, "/vos/nodes" + dir + "?uri=" + VOS + path).statusCode() == 200);
            doors.put(
                    "redirect",
                    space.get(token, "/vos/synctrans?REQUEST=redirect&TARGET=" + VOS + path)
                                    .statusCode()
                            == 303);
            doors.put("job", text(job(token, path)).equals("EXECUTING"));
            doors.forEach((door, open) ->
                    assertThat(open).as("%s reads %s by %s", who, path, door).isEqualTo(allowed));
        }));
    }

    @Test
    @Demand("V50")
    void whatIsHiddenLooksLikeWhatIsNotThere() {
        List<String[]> pairs = List.of(
                new String[] {"/home/ann/private/f.fits", "/home/ann/nothing/f.fits"},
                new String[] {"/home/ann/private", "/home/ann/nothing"},
                new String[] {"/data/survey/secret", "/data/survey/nothing"},
                new String[] {"/data/survey/secret/hidden.fits", "/data/survey/nothing/hidden.fits"});
        for (String who : List.of("anonymous", "stranger")) {
            String token = callers.get(who);
            for (String[] pair : pairs) {
                List<String> hidden = answers(token, pair[0]);
                List<String> missing = answers(token, pair[1]);
                String first = pair[0].contains("secret") ? "secret" : "private";
                assertThat(hidden.stream().map(s -> s.replace(first, "nothing")).toList())
                        .as("%s at %s", who, pair[0])
                        .isEqualTo(missing);
            }
        }
    }

    /** Everything a caller can try on a path, as status and text. */
    private static List<String> answers(@Nullable String token, String path) {
        List<String> all = new ArrayList<>();
        for (String method : List.of("GET", "HEAD", "DELETE")) {
            var files = space.send(token, method, "/files" + path, null);
            all.add(method + " files " + files.statusCode() + " " + text(files));
        }
        var put = space.put(token, "/files" + path + "/below", bytes("x"));
        all.add("PUT files " + put.statusCode() + " " + text(put));
        for (String method : List.of("GET", "DELETE")) {
            var nodes = space.send(token, method, "/vos/nodes" + path, null);
            all.add(method + " node " + nodes.statusCode() + " " + text(nodes));
        }
        var set = space.send(token, "POST", "/vos/nodes" + path, node(path, "DataNode", "title", "x"));
        all.add("POST node " + set.statusCode() + " " + text(set));
        var made = space.put(token, "/vos/nodes" + path + "/below", node(path + "/below", "DataNode"));
        all.add("PUT node " + made.statusCode() + " " + text(made));
        all.add("job " + text(job(token, path)));
        return all;
    }

    @Test
    void writingNeedsTheRight() {
        Map<String, List<String>> writers = Map.of(
                "/home/ann/public", List.of("ann", "writer", "operator"),
                "/home/ann/private", List.of("ann", "operator"),
                "/home/ann/shared", List.of("ann", "operator"),
                "/home/ann/team", List.of("ann", "writer", "operator"),
                "/data/survey", List.of());
        writers.forEach((dir, may) -> callers.forEach((who, token) -> {
            boolean allowed = may.contains(who);
            String path = dir + "/by-" + who + ".txt";
            String as = "%s writes %s".formatted(who, path);
            assertThat(space.put(token, "/vos/nodes" + path, node(path, "DataNode"))
                                    .statusCode()
                            == 201)
                    .as(as + " as node")
                    .isEqualTo(allowed);
            assertThat(space.put(token, "/files" + path, bytes("x")).statusCode() == 201)
                    .as(as + " as bytes")
                    .isEqualTo(allowed);
            assertThat(text(pushJob(token, path)).equals("EXECUTING"))
                    .as(as + " by transfer")
                    .isEqualTo(allowed);
            assertThat(space.send(token, "POST", "/vos/nodes" + path, node(path, "DataNode", "title", "t"))
                                    .statusCode()
                            == 200)
                    .as(as + " as property")
                    .isEqualTo(allowed);
            boolean owner = who.equals("ann") || who.equals("operator");
            assertThat(space.send(
                                            token,
                                            "POST",
                                            "/vos/nodes" + path,
                                            node(path, "DataNode", "ispublic", "false", "groupread", groups("writers")))
                                    .statusCode()
                            == 200)
                    .as(as + " as permission")
                    .isEqualTo(allowed && owner);
            assertThat(space.send(token, "DELETE", "/files" + path, null).statusCode() == 204)
                    .as(as + " away")
                    .isEqualTo(allowed);
        }));
    }

    @Test
    void theQueueKnowsWhoMaySee() throws Exception {
        int annOnly = space.identities.accessClass(false, "ann", List.of());
        int shared = space.identities.accessClass(false, "ann", List.of("readers"));
        assertThat(space.queued("/files/home/ann/public/f.fits").getFirst()).contains(" 0 ");
        assertThat(space.queued("/files/home/ann/private/f.fits").getFirst()).contains(" " + annOnly + " ");
        assertThat(space.queued("/files/home/ann/shared/f.fits").getFirst()).contains(" " + shared + " ");
    }

    @Test
    void aChangeAboveReachesTheCatalogue() throws Exception {
        make("/home/ann/later", "true", "", "");
        space.put(ann, "/files/home/ann/later/later.fits", bytes("SIMPLE  ="));
        space.sql("""
                insert into archive.dataset (collection_id, path, publisher_did, size_bytes, media_type, sha256)
                select collection_id, path, publisher_did, 9, 'application/fits', '\\x00' from archive.ingest_queue
                 where access_path like '/files/node:%/later.fits'""");
        space.sql("""
                insert into archive.obscore (dataset_id, access_path, calib_level, obs_collection, obs_id,
                                             obs_publisher_did)
                select id, '/files/node:0/later.fits', 2, 'home', '1', publisher_did
                  from archive.dataset where publisher_did in (select publisher_did from archive.ingest_queue
                       where access_path like '/files/node:%/later.fits')""");
        assertThat(space.send(
                                ann,
                                "POST",
                                "/vos/nodes/home/ann/later",
                                node("/home/ann/later", "ContainerNode", "ispublic", "false"))
                        .statusCode())
                .isEqualTo(200);
        String annOnly = Integer.toString(space.identities.accessClass(false, "ann", List.of()));
        assertThat(space.rows("select access_class from archive.obscore where access_path like '%/later.fits'"))
                .containsExactly(annOnly);
        assertThat(space.rows(
                        "select d.access_class from archive.dataset d join archive.obscore o on o.dataset_id = d.id"
                                + " where o.access_path like '%/later.fits'"))
                .containsExactly(annOnly);
        assertThat(space.queued("/files/home/ann/later/later.fits").getFirst()).contains(" " + annOnly + " ");
        space.send(ann, "DELETE", "/vos/nodes/home/ann/later", null);
        assertThat(space.rows("select access_class from archive.obscore where access_path like '%/later.fits'"))
                .isEmpty();
    }

    @Test
    void aRevokedTokenIsNoneAtOnce() {
        var token = space.identities.createToken("reader", null);
        assertThat(space.get(token.text(), "/files/home/ann/shared/f.fits").statusCode())
                .isEqualTo(200);
        space.identities.revokeToken(token.id());
        assertThat(space.get(token.text(), "/files/home/ann/shared/f.fits").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aGroupThatIsLeftGivesNothing() {
        String token = space.user("guest");
        space.identities.addMember("readers", "guest");
        assertThat(space.get(token, "/files/home/ann/shared/f.fits").statusCode())
                .isEqualTo(200);
        space.identities.removeMember("readers", "guest");
        assertThat(space.get(token, "/files/home/ann/shared/f.fits").statusCode())
                .isEqualTo(404);
        assertThat(space.get(token, "/files/data/survey/secret/hidden.fits").statusCode())
                .isEqualTo(404);
    }

    @Test
    void basicCredentialsAreTheTokenToo() {
        String basic = "Basic " + java.util.Base64.getEncoder().encodeToString(bytes("ann:" + ann));
        assertThat(space.get(null, "/files/home/ann/private/f.fits", "Authorization", basic)
                        .statusCode())
                .isEqualTo(200);
        String wrong = "Basic " + java.util.Base64.getEncoder().encodeToString(bytes("bob:" + ann));
        assertThat(space.get(null, "/files/home/ann/private/f.fits", "Authorization", wrong)
                        .statusCode())
                .isEqualTo(401);
    }

    private static java.net.http.HttpResponse<byte[]> job(@Nullable String token, String path) {
        return phase(token, path, "pullFromVoSpace", "httpget");
    }

    private static java.net.http.HttpResponse<byte[]> pushJob(@Nullable String token, String path) {
        return phase(token, path, "pushToVoSpace", "httpput");
    }

    private static java.net.http.HttpResponse<byte[]> phase(
            @Nullable String token, String path, String direction, String protocol) {
        var made = space.send(
                token,
                "POST",
                "/vos/synctrans",
                bytes("<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"><vos:target>" + VOS + path
                        + "</vos:target><vos:direction>" + direction
                        + "</vos:direction><vos:protocol uri=\"ivo://ivoa.net/vospace/core#" + protocol
                        + "\"/></vos:transfer>"));
        String details = made.headers().firstValue("Location").orElseThrow();
        return space.get(token, details.replace("/results/transferDetails", "/phase"));
    }
}
