package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;

/** Queries that take tables from the space of their caller and bring results there. */
class SpaceQueriesIT {
    private static final String SPACE = "vos://example.org~vos";

    @TempDir
    static Path directory;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        archive = Archive.open(PublishedArchive.config(directory, null));
        operator = archive.newOperatorToken().orElseThrow();
        base = archive.serve().local();
        String closed =
                "<vos:node xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + SPACE + "/home/operator/mine'"
                        + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='vos:ContainerNode'><vos:properties>"
                        + "<vos:property uri='ivo://ivoa.net/vospace/core#ispublic'>false</vos:property></vos:properties></vos:node>";
        assertThat(send("PUT", "/vos/nodes/home/operator/mine", operator, closed)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", "/files/home/operator/mine/stars.csv", operator, "n,ra\n1,10.5\n2,20.5\n")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        archive.close();
        client.close();
    }

    @Test
    void aTableOfTheSpaceIsAnUploadForThoseWhoMayReadIt() throws Exception {
        for (String uri : new String[] {
            SPACE + "/home/operator/mine/stars.csv",
            "vos://example.org!vos/home/operator/mine/stars.csv",
            "xing:/home/operator/mine/stars.csv"
        }) {
            Map<String, String> query = query("select sum(ra) from tap_upload.mine", "UPLOAD", "mine," + uri);
            assertThat(form("/tap/sync", operator, query).body()).as(uri).contains("31.0");
            HttpResponse<String> refused = form("/tap/sync", null, query);
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("NodeNotFound");
        }
    }

    @Test
    void aJobBringsItsResultIntoTheSpaceAndAnUploadTakesItFromThere() throws Exception {
        String done = job(query(
                "select n, ra from tap_upload.mine where n = 2",
                "UPLOAD",
                "mine,xing:/home/operator/mine/stars.csv",
                "DEST",
                SPACE + "/home/operator/mine/answer.csv"));
        assertThat(done).contains("phase>COMPLETED<").contains(base + "/files/home/operator/mine/answer.csv");
        assertThat(send("GET", "/files/home/operator/mine/answer.csv", operator, null)
                        .body()
                        .replace("\r", ""))
                .isEqualTo("n,ra\n2,20.5\n");
        assertThat(form(
                                "/tap/sync",
                                operator,
                                query(
                                        "select ra from tap_upload.mine",
                                        "UPLOAD",
                                        "mine,xing:home/operator/mine/answer.csv"))
                        .body())
                .contains("20.5");
    }

    @Test
    void aResultThatIsBroughtIntoAFolderHasANameOfItsOwn() throws Exception {
        String done = job(query("select top 1 table_name from tap_schema.tables", "DEST", SPACE + "/home/operator/"));
        assertThat(done).contains("phase>COMPLETED<").contains(base + "/files/home/operator/");
    }

    @Test
    void whatCannotBeBroughtThereIsSaid() throws Exception {
        assertThat(job(query("select top 1 table_name from tap_schema.tables", "DEST", SPACE + "/home/nobody/x.csv")))
                .contains("phase>ERROR<")
                .containsAnyOf("ContainerNotFound", "PermissionDenied");
        assertThat(job(query("select top 1 table_name from tap_schema.tables", "DEST", "https://example.org/x")))
                .contains("phase>ERROR<")
                .contains("InvalidURI");
        HttpResponse<String> sync = form(
                "/tap/sync",
                operator,
                query("select top 1 table_name from tap_schema.tables", "DEST", SPACE + "/home/operator/x.csv"));
        assertThat(sync.statusCode()).isEqualTo(400);
        assertThat(sync.body()).contains("DEST");
    }

    @Test
    void aTokenForReadingBringsNothingThere() throws Exception {
        String reading = send(
                        "POST",
                        "/admin/tokens",
                        operator,
                        "user=operator&scope=read&name=r",
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .body()
                .strip();
        Map<String, String> query =
                query("select top 1 table_name from tap_schema.tables", "DEST", SPACE + "/home/operator/mine/no.csv");
        HttpResponse<String> refused = form("/tap/async", reading, query);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("DEST", "scope");
        query.remove("DEST");
        assertThat(form("/tap/async", reading, query).statusCode()).isEqualTo(303);
    }

    /** Runs a job to its end and gives its document. */
    private static String job(Map<String, String> query) throws Exception {
        Map<String, String> run = new TreeMap<>(query);
        run.put("PHASE", "RUN");
        HttpResponse<String> made = form("/tap/async", operator, run);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        String document = "";
        for (int i = 0; i < 10 && !document.matches("(?s).*phase>(COMPLETED|ERROR)<.*"); i++) {
            document = send("GET", job + "?WAIT=20", operator, null).body();
        }
        return document;
    }

    private static Map<String, String> query(String adql, String... more) {
        Map<String, String> query = new TreeMap<>(Map.of("LANG", "ADQL", "RESPONSEFORMAT", "csv", "QUERY", adql));
        for (int i = 0; i < more.length; i += 2) {
            query.put(more[i], more[i + 1]);
        }
        return query;
    }

    private static HttpResponse<String> form(String path, @Nullable String token, Map<String, String> fields)
            throws Exception {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + ServerConformance.encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, token, body, "Content-Type", "application/x-www-form-urlencoded");
    }

    private static HttpResponse<String> send(
            String method, String path, @Nullable String token, @Nullable String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
