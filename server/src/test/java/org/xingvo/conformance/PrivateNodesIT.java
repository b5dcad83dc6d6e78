package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/**
 * Files that a user has closed, seen through every door of the server by others: each door answers to the letter as if they
 * were not there.
 */
class PrivateNodesIT {
    private static final String SPACE = "vos://example.org~vos";
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?");

    /** Queries whose answer tells of rows, of their number, or that there is one. */
    private static final List<String> QUERIES = List.of(
            "SELECT * FROM ivoa.obscore",
            "SELECT COUNT(*) AS n, SUM(access_estsize) AS s, MAX(s_ra) AS m FROM ivoa.obscore",
            "SELECT obs_collection, dataproduct_type, COUNT(*) AS n FROM ivoa.obscore GROUP BY obs_collection, dataproduct_type",
            "SELECT COUNT(DISTINCT target_name) AS n FROM ivoa.obscore WHERE s_ra > 0",
            "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE 1 = CONTAINS(POINT(s_ra, s_dec), CIRCLE(13.5, 41, 5))",
            "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE 1 / (s_ra - 13.5) > 0",
            "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE CAST(target_name AS INTEGER) = 1",
            "SELECT keyword, COUNT(*) AS n FROM xing.cards GROUP BY keyword",
            "SELECT COUNT(*) AS n FROM xing.cards WHERE value LIKE '%plate%'",
            "SELECT a.obs_publisher_did, c.value FROM ivoa.obscore AS a JOIN xing.cards AS c"
                    + " ON a.obs_publisher_did = c.obs_publisher_did WHERE c.keyword = 'OBJECT'",
            "SELECT COUNT(*) AS n FROM xing.cards AS c LEFT OUTER JOIN ivoa.obscore AS a"
                    + " ON a.obs_publisher_did = c.obs_publisher_did",
            "SELECT COUNT(*) AS n FROM ivoa.obscore AS a WHERE NOT EXISTS (SELECT 1 FROM xing.cards AS c"
                    + " WHERE c.obs_publisher_did = a.obs_publisher_did)",
            "SELECT target_name FROM ivoa.obscore UNION SELECT value FROM xing.cards",
            "SELECT COUNT(*) AS n FROM tap_schema.tables",
            "SELECT COUNT(*) AS n FROM tap_schema.columns");

    private static final List<String> DOORS = List.of(
            "/tap/tables?detail=max",
            "/scs/ivoa.obscore?RA=13.5&DEC=41&SR=20",
            "/sia2/query?POS=" + ServerConformance.encode("CIRCLE 13.5 41 20"),
            "/sia2/query?MAXREC=100",
            "/sia1?POS=13.5,41&SIZE=20",
            "/ssa?REQUEST=queryData&POS=13.5,41&SIZE=20",
            "/ssa?REQUEST=queryData",
            "/vos/nodes",
            "/vos/nodes/home",
            "/vos/nodes/home/ann",
            "/vos/nodes/home/ann?sort=ivo%3A%2F%2Fivoa.net%2Fvospace%2Fcore%23length",
            "/vos/search?NAME=*",
            "/vos/search?SIZE=0%201000000",
            "/vos/properties",
            "/files/home/ann?view=tar",
            "/");

    @TempDir
    static Path folder;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static String ann;
    private static String bob;

    @BeforeAll
    static void start() throws Exception {
        archive = Archive.open(PublishedArchive.config(folder, null));
        operator = archive.newOperatorToken().orElseThrow();
        base = archive.serve().local();
        ann = user("ann");
        bob = user("bob");
        node("POST", "/home/ann", "ContainerNode", "ispublic", "true");
        put("/files/home/ann/neighbour.fits", SmallFits.image("plate 0", 10.5, 41));
        expectSeen(ann, 1);
        expectSeen(bob, 1);
        node("PUT", "/home/ann/closed", "ContainerNode", "ispublic", "false");
    }

    @AfterAll
    static void stop() {
        archive.close();
    }

    @Test
    void nobodyElseIsToldOfAFileThatIsClosed() throws Exception {
        Map<String, String> before = answers();
        String token = next(get("/vos/changes", operator));
        put("/files/home/ann/closed/image.fits", SmallFits.image("plate 3", 13.5, 41));
        put("/files/home/ann/closed/text.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        expectSeen(ann, 2);
        expectSame(before, "made in a closed container");
        for (String caller : new String[] {null, bob}) {
            assertThat(get("/vos/changes?since=" + token, caller)).doesNotContain("<change", "closed");
        }
        String did = csv(ann, "SELECT obs_publisher_did FROM ivoa.obscore WHERE target_name = 'plate 3'")
                .get(1);
        expectNoSuchThing(did);
        expectJobsAreTheirOwners(did);

        node("POST", "/home/ann/closed/image.fits", "DataNode", "ispublic", "true");
        expectSame(before, "public below a closed container");
        node("POST", "/home/ann/closed", "ContainerNode", "ispublic", "true");
        assertThat(csv(null, "SELECT COUNT(*) AS n FROM ivoa.obscore")).containsExactly("n", "2");
        assertThat(get("/files/home/ann/closed/image.fits", null)).startsWith("SIMPLE");
        node("POST", "/home/ann/closed", "ContainerNode", "ispublic", "false");
        // At once, with the answer to the request: for bytes and for rows.
        expectSame(before, "closed again");
        expectNoSuchThing(did);

        put("/files/home/ann/moving.fits", SmallFits.image("plate 4", 14.5, 41));
        expectSeen(bob, 2);
        move("/home/ann/moving.fits", "/home/ann/closed/moved.fits");
        expectSame(before, "moved into a closed container");
        expectSeen(ann, 3);
        expectSame(before, "moved and described anew");

        assertThat(send("DELETE", "/vos/nodes/home/ann/closed/moved.fits", ann, null)
                        .statusCode())
                .isEqualTo(204);
        expectSame(before, "in the trash");
        assertThat(csv(ann, "SELECT COUNT(*) AS n FROM ivoa.obscore")).containsExactly("n", "2");

        put("/files/home/ann/going.fits", SmallFits.image("plate 5", 15.5, 41));
        expectSeen(bob, 2);
        node("POST", "/home/ann/going.fits", "DataNode", "ispublic", "false");
        expectSame(before, "closed itself");
        expectSeen(ann, 3);
        assertThat(send("DELETE", "/files/home/ann/going.fits", ann, null).statusCode())
                .isEqualTo(204);
        expectSame(before, "deleted");
    }

    @Test
    @Demand("V29")
    void aFileThatIsDescribedTellsOfItsLinks() throws Exception {
        String node = get("/vos/nodes/home/ann/neighbour.fits", null);
        assertThat(node).contains("<vos:capability uri=\"ivo://ivoa.net/std/DataLink#links-1.1\">");
        String endpoint = node.replaceAll("(?s).*<vos:endpoint>(.*?)</vos:endpoint>.*", "$1");
        assertThat(endpoint).startsWith(base + "/datalink/links?ID=");
        assertThat(get(endpoint.substring(base.toString().length()), null))
                .contains("/neighbour.fits", "#this")
                .doesNotContain("NotFoundFault");
    }

    /** What others are answered at every door. */
    private static Map<String, String> answers() throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String caller : Arrays.asList(null, bob)) {
            String who = caller == null ? "anonymous: " : "bob: ";
            for (String query : QUERIES) {
                HttpResponse<String> answer = query(caller, query);
                answers.put(who + query, answer.statusCode() + " " + sorted(answer.body()));
            }
            for (String table : csv(caller, "SELECT table_name FROM tap_schema.tables")) {
                if (!table.equals("table_name") && !table.startsWith("tap_schema.")) {
                    answers.put(
                            who + table,
                            sorted(query(caller, "SELECT * FROM " + table).body()));
                }
            }
            for (String door : DOORS) {
                HttpResponse<String> answer = send("GET", door, caller, null);
                // The name of a query's answer and of its moment says nothing.
                answers.put(
                        who + door,
                        answer.statusCode() + " " + TIME.matcher(answer.body()).replaceAll("TIME"));
            }
        }
        return answers;
    }

    private static void expectSame(Map<String, String> before, String when) throws Exception {
        Map<String, String> now = answers();
        assertThat(now.keySet()).as(when).isEqualTo(before.keySet());
        before.forEach((door, answer) ->
                assertThat(now.get(door)).as("%s, %s", when, door).isEqualTo(answer));
    }

    /** Who knows what a thing is called learns no more than of a thing that is not there. */
    private static void expectNoSuchThing(String did) throws Exception {
        long id = Long.parseLong(did.substring(did.indexOf('?') + 1));
        String missing = did.replace("?" + id, "?" + (id + 5000));
        List<String[]> pairs = new ArrayList<>();
        for (String door : List.of("/datalink/links?ID=", "/soda/sync?CIRCLE=13.5%2041%200.01&ID=", "/soda/sync?ID=")) {
            pairs.add(new String[] {door + ServerConformance.encode(did), door + ServerConformance.encode(missing)});
        }
        pairs.add(new String[] {
            "/datalink/links?ID=" + ServerConformance.encode("ivo://example.org/home?" + id + "&x"),
            "/datalink/links?ID=" + ServerConformance.encode("ivo://example.org/home?" + (id + 5000) + "&x")
        });
        pairs.add(new String[] {"/files/node:" + id + "/image.fits", "/files/node:" + (id + 5000) + "/image.fits"});
        pairs.add(
                new String[] {"/previews/node:" + id + "/image.fits", "/previews/node:" + (id + 5000) + "/image.fits"});
        for (String door : List.of(
                "/files/home/ann/",
                "/vos/nodes/home/ann/",
                "/previews/home/ann/",
                "/xs/home/ann/",
                "/vos/synctrans?REQUEST=redirect&TARGET=" + SPACE + "/home/ann/",
                "/vos/search?TARGET=" + SPACE + "/home/ann/",
                "/tap/sync?LANG=ADQL&QUERY=SELECT%20*%20FROM%20TAP_UPLOAD.t&UPLOAD=t," + SPACE + "/home/ann/",
                "/tap/sync?LANG=ADQL&QUERY=SELECT%20*%20FROM%20TAP_UPLOAD.t&UPLOAD=t,xing:/home/ann/")) {
            for (String name : List.of("", "/image.fits", "/text.csv")) {
                pairs.add(new String[] {door + "closed" + name, door + "absent" + name});
            }
        }
        for (String caller : Arrays.asList(null, bob)) {
            for (String[] pair : pairs) {
                HttpResponse<String> hidden = send("GET", pair[0], caller, null);
                HttpResponse<String> absent = send("GET", pair[1], caller, null);
                assertThat(hidden.statusCode() + " " + plain(hidden.body(), id))
                        .as(pair[0])
                        .isEqualTo(absent.statusCode() + " " + plain(absent.body(), id));
                assertThat(hidden.body()).as(pair[0]).doesNotContain("plate 3", "a,b");
            }
        }
    }

    private static String plain(String text, long id) {
        return TIME.matcher(text)
                .replaceAll("TIME")
                .replace("absent", "closed")
                .replace(Long.toString(id + 5000), Long.toString(id));
    }

    /** A job about a closed file, and one that brings something into a closed container. */
    private static void expectJobsAreTheirOwners(String did) throws Exception {
        String query = "SELECT target_name FROM ivoa.obscore WHERE obs_publisher_did = '" + did + "'";
        HttpResponse<String> made = form(
                "/tap/async", ann, "LANG=ADQL&RESPONSEFORMAT=csv&PHASE=RUN&QUERY=" + ServerConformance.encode(query));
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        assertThat(finished(job, ann)).contains("COMPLETED");
        assertThat(get(job + "/results/result", ann)).contains("plate 3");
        for (String caller : Arrays.asList(null, bob)) {
            for (String part : List.of("", "/results/result", "/parameters", "/phase")) {
                HttpResponse<String> answer = send("GET", job + part, caller, null);
                assertThat(answer.statusCode()).as(job + part).isEqualTo(caller == null ? 401 : 403);
                assertThat(answer.body()).doesNotContain("plate 3", did);
            }
            assertThat(get("/tap/async", caller)).doesNotContain(job.substring(job.lastIndexOf('/') + 1));
            String into =
                    "LANG=ADQL&PHASE=RUN&QUERY=" + ServerConformance.encode("SELECT TOP 1 * FROM tap_schema.tables")
                            + "&DEST=" + SPACE + "/home/ann/";
            assertThat(ended(form("/tap/async", caller, into + "closed/x.vot"), caller))
                    .isEqualTo(ended(form("/tap/async", caller, into + "absent/x.vot"), caller)
                            .replace("absent", "closed"));
        }
    }

    /** What a job says of its end. */
    private static String ended(HttpResponse<String> made, @Nullable String caller) throws Exception {
        if (made.statusCode() != 303) {
            return made.statusCode() + made.body();
        }
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        return finished(job, caller)
                .replaceAll("(?s).*<uws:phase>(.*?)</uws:phase>.*?(<uws:message>.*</uws:message>)?.*", "$1 $2");
    }

    /** The document of a job that has come to its end. */
    private static String finished(String job, @Nullable String caller) throws Exception {
        String document = get(job + "?WAIT=20", caller);
        while (document.contains(">QUEUED<") || document.contains(">EXECUTING<")) {
            document = get(job + "?WAIT=20", caller);
        }
        return document;
    }

    // Requests --------------------------------------------------------------------------------------------------

    /** The catalogue describes what is new in the background: asks until it has done. */
    private static void expectSeen(String caller, int rows) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        List<String> counted = List.of();
        while (!counted.equals(List.of("n", Integer.toString(rows)))) {
            assertThat(Instant.now()).as("rows: %s, expected %d", counted, rows).isBefore(end);
            counted = csv(caller, "SELECT COUNT(*) AS n FROM ivoa.obscore");
        }
    }

    private static String user(String name) throws Exception {
        assertThat(form("/admin/users", operator, "name=" + name).statusCode()).isBetween(200, 299);
        return form("/admin/tokens", operator, "user=" + name).body().strip();
    }

    private static void node(String method, String path, String type, String property, String value) throws Exception {
        String document = "<vos:node xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + SPACE + path
                + "' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='vos:" + type
                + "'><vos:properties><vos:property uri='ivo://ivoa.net/vospace/core#" + property + "'>" + value
                + "</vos:property></vos:properties></vos:node>";
        assertThat(send(method, "/vos/nodes" + path, ann, document.getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isBetween(200, 201);
    }

    private static void move(String from, String to) throws Exception {
        String document = "<vos:transfer xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0'><vos:target>" + SPACE + from
                + "</vos:target><vos:direction>" + SPACE + to
                + "</vos:direction><vos:keepBytes>false</vos:keepBytes></vos:transfer>";
        HttpResponse<String> made =
                send("POST", "/vos/transfers?PHASE=RUN", ann, document.getBytes(StandardCharsets.UTF_8));
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        assertThat(finished(job, ann)).contains("COMPLETED");
    }

    private static void put(String path, byte[] body) throws Exception {
        assertThat(send("PUT", path, ann, body).statusCode()).isEqualTo(201);
    }

    private static String next(String changes) {
        return changes.replaceAll("(?s).* next=\"([0-9a-f.]+)\".*", "$1");
    }

    /** The lines without regard to their order. */
    private static String sorted(String text) {
        return String.join("\n", text.lines().sorted().toList());
    }

    private static List<String> csv(@Nullable String caller, String adql) throws Exception {
        HttpResponse<String> response = query(caller, adql);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().toList();
    }

    private static HttpResponse<String> query(@Nullable String caller, String adql) throws Exception {
        return send(
                "GET", "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + ServerConformance.encode(adql), caller, null);
    }

    private static String get(String path, @Nullable String caller) throws Exception {
        return send("GET", path, caller, null).body();
    }

    private static HttpResponse<String> form(String path, @Nullable String caller, String fields) throws Exception {
        return Http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields)),
                caller);
    }

    private static HttpResponse<String> send(
            String method, String path, @Nullable String caller, byte @Nullable [] body) throws Exception {
        return Http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)),
                caller);
    }
}
