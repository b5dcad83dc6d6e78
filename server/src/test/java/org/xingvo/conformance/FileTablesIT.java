package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/** Files that users drop into the space as tables of TAP, for those who may read them and nobody else. */
class FileTablesIT {
    private static final String SPACE = "vos://example.org~vos";
    private static final String CORE = "ivo://ivoa.net/vospace/core#";
    private static final String TABLE = "ivo://xingvo.org/vospace/core#table";
    private static final String STARS = "name,ra,dec,mag\nVega,279.2347,38.7837,0.03\nDeneb,310.358,45.2803,1.25\n";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static String ann;
    private static String bob;
    private static String eve;

    @BeforeAll
    static void start() throws Exception {
        archive = Archive.open(PublishedArchive.config(directory, null));
        operator = archive.newOperatorToken().orElseThrow();
        base = archive.serve().local();
        for (String user : List.of("ann", "bob", "eve")) {
            form("/admin/users", operator, Map.of("name", user));
        }
        ann = form("/admin/tokens", operator, Map.of("user", "ann")).body().strip();
        bob = form("/admin/tokens", operator, Map.of("user", "bob")).body().strip();
        eve = form("/admin/tokens", operator, Map.of("user", "eve")).body().strip();
        form("/groups", ann, Map.of("name", "friends"));
        assertThat(form("/groups/friends/members", ann, Map.of("user", "bob")).statusCode())
                .isBetween(200, 299);
        assertThat(get("/vos/nodes/home/ann", ann).statusCode()).isEqualTo(200);
        change("/home/ann", "ContainerNode", CORE + "ispublic", "true");
    }

    @AfterAll
    static void stop() {
        archive.close();
        client.close();
    }

    @Test
    @Demand("V29")
    void everyFormatCanBeAskedSoonAfterItWasDropped() throws Exception {
        folder("/home/ann/forms", true);
        // the bytes decide, whatever the name
        long millis = drop("/home/ann/forms/stars", STARS.getBytes(StandardCharsets.UTF_8), "ann/forms/stars");
        System.out.printf("a dropped table can be asked after %d ms%n", millis);
        for (String format : List.of("votable", "votable/td", "fits", "ecsv", "parquet", "csv")) {
            String name = "stars-" + format.replace('/', '-');
            byte[] bytes = bytes(
                    "/tap/sync?LANG=ADQL&RESPONSEFORMAT=" + ServerConformance.encode(format) + "&QUERY="
                            + ServerConformance.encode("select name, ra, dec from vos.\"ann/forms/stars\""),
                    ann);
            long took = drop("/home/ann/forms/" + name, bytes, "ann/forms/" + name);
            System.out.printf("%s: asked after %d ms%n", format, took);
            assertThat(rows(ann, "select name from vos.\"ann/forms/" + name + "\" where ra < 300"))
                    .containsExactly("name", "Vega");
            // found by their UCDs or names, and indexed
            assertThat(rows(
                            ann,
                            "select name from vos.\"ann/forms/" + name
                                    + "\" where 1 = contains(point(ra, dec), circle(310, 45, 1))"))
                    .containsExactly("name", "Deneb");
        }
        byte[] plain = STARS.getBytes(StandardCharsets.UTF_8);
        drop("/home/ann/forms/stars.csv.gz", gzip(plain), "ann/forms/stars.csv.gz");
        // by way of an archive
        drop("/home/ann/forms?view=zip", zip("packed.csv", plain), "ann/forms/packed.csv");
        put("/home/ann/forms/image.fits", SmallFits.at("plate", 120, 30).getBytes(StandardCharsets.UTF_8));
        for (String uri : List.of("/home/ann/forms/stars", SPACE + "/home/ann/forms/stars", "ann/forms/stars")) {
            assertThat(rows(null, "select count(*) as n from vos.\"" + uri + "\""))
                    .containsExactly("n", "2");
        }
        String node = get("/vos/nodes/home/ann/forms/stars?detail=max", ann).body();
        assertThat(node)
                .contains(TABLE + "\" readOnly=\"true\">vos.&quot;ann/forms/stars&quot;<")
                .contains("capability uri=\"ivo://ivoa.net/std/TAP\"")
                .contains(base + "/tap<");
        assertThat(rows(
                        null,
                        "select column_name, ucd from tap_schema.columns where table_name = 'vos.\"ann/forms/stars-votable\"'"
                                + " and ucd like 'pos.eq.%' order by column_name"))
                .containsExactly("column_name\tucd", "dec\tpos.eq.dec;meta.main", "ra\tpos.eq.ra;meta.main");
        assertThat(get("/vos/nodes/home/ann/forms/image.fits", ann).body()).doesNotContain("core#table");
        assertThat(get("/tap/tables", null).body()).contains("<name>vos.&quot;ann/forms/stars-fits&quot;</name>");
        assertThat(get("/tap/tables/" + segment("vos.\"ann/forms/stars\""), null)
                        .body())
                .contains("<name>mag</name>");
    }

    @Test
    void aTableOfAHiddenFileIsUnknownAtEveryDoor() throws Exception {
        folder("/home/ann/closed", false);
        drop("/home/ann/closed/secret.csv", STARS.getBytes(StandardCharsets.UTF_8), "ann/closed/secret.csv");
        assertSeen(operator, "ann/closed/secret.csv");
        for (String caller : Arrays.asList(null, bob, eve)) {
            assertHidden(caller, "ann/closed/secret.csv");
        }
        assertThat(job(eve, "select * from vos.\"ann/closed/secret.csv\"")).contains("phase>ERROR<");
        assertThat(job(ann, "select * from vos.\"ann/closed/secret.csv\"")).contains("phase>COMPLETED<");

        // a job that was made while its owner could read the file, and runs later
        change("/home/ann/closed", "ContainerNode", CORE + "groupread", "ivo://example.org/gms?friends");
        change("/home/ann/closed/secret.csv", "DataNode", CORE + "groupread", "ivo://example.org/gms?friends");
        assertSeen(bob, "ann/closed/secret.csv");
        assertHidden(eve, "ann/closed/secret.csv");
        String pending = made(bob, "select * from vos.\"ann/closed/secret.csv\"", false);
        change("/home/ann/closed", "ContainerNode", CORE + "groupread", "");
        assertHidden(bob, "ann/closed/secret.csv");
        form(pending + "/phase", bob, Map.of("PHASE", "RUN"));
        assertThat(end(bob, pending)).contains("phase>ERROR<").contains("Unknown table");

        // open to all, by the file and all above it
        change("/home/ann/closed/secret.csv", "DataNode", CORE + "ispublic", "true");
        assertHidden(null, "ann/closed/secret.csv");
        change("/home/ann/closed", "ContainerNode", CORE + "ispublic", "true");
        assertSeen(null, "ann/closed/secret.csv");
        change("/home/ann/closed", "ContainerNode", CORE + "ispublic", "false");
        assertHidden(null, "ann/closed/secret.csv");
    }

    @Test
    void aTableGoesWhereItsFileGoes() throws Exception {
        folder("/home/ann/from", true);
        folder("/home/ann/shut", false);
        drop("/home/ann/from/stars.csv", STARS.getBytes(StandardCharsets.UTF_8), "ann/from/stars.csv");
        move("/home/ann/from/stars.csv", "/home/ann/from/other \"name\".csv");
        assertHidden(ann, "ann/from/stars.csv");
        assertSeen(null, "ann/from/other \"name\".csv");
        move("/home/ann/from/other \"name\".csv", "/home/ann/shut/stars.csv");
        assertHidden(null, "ann/shut/stars.csv");
        assertHidden(null, "ann/from/other \"name\".csv");
        assertSeen(ann, "ann/shut/stars.csv");
        // the container above
        move("/home/ann/shut", "/home/ann/still");
        assertSeen(ann, "ann/still/stars.csv");
        assertHidden(eve, "ann/still/stars.csv");

        // a copy is a file of its own
        transfer("/home/ann/still", "/home/ann/twin", true);
        until(() -> query(ann, "select * from vos.\"ann/twin/stars.csv\"").statusCode() == 200);
        assertHidden(eve, "ann/twin/stars.csv");

        send("DELETE", "/vos/nodes/home/ann/still", ann, null);
        assertHidden(ann, "ann/still/stars.csv");
        assertHidden(ann, "ann/shut/stars.csv");
        String trash = get("/vos/trash", ann).body();
        String id = trash.replaceAll("(?s).*id=\"([0-9]+)\".*", "$1");
        assertThat(send("POST", "/vos/trash/" + id, ann, null).statusCode()).isEqualTo(200);
        assertSeen(ann, "ann/still/stars.csv");
        assertHidden(null, "ann/still/stars.csv");
    }

    @Test
    void newBytesAreANewTableAndDamagedOnesAreNone() throws Exception {
        folder("/home/ann/new", true);
        drop("/home/ann/new/t.csv", STARS.getBytes(StandardCharsets.UTF_8), "ann/new/t.csv");
        put("/home/ann/new/t.csv", "name,z\na,1\nb,2\nc,3\n".getBytes(StandardCharsets.UTF_8));
        until(() -> query(ann, "select sum(z) as s from vos.\"ann/new/t.csv\"")
                .body()
                .contains("6"));
        assertThat(query(ann, "select ra from vos.\"ann/new/t.csv\"").body()).contains("Unknown column ra");

        put("/home/ann/new/t.csv", "<VOTABLE><RESOURCE><TABLE>".getBytes(StandardCharsets.UTF_8));
        until(() -> get("/vos/nodes/home/ann/new/t.csv", ann).body().contains("core#tableproblem"));
        assertThat(get("/vos/nodes/home/ann/new/t.csv", ann).body()).contains("t.csv: expected");
        assertHidden(ann, "ann/new/t.csv");
        assertThat(bytes("/files/home/ann/new/t.csv", ann)).asString().startsWith("<VOTABLE>");
        assertThat(get("/admin/events?action=table.refuse", operator).body()).contains("/home/ann/new/t.csv");

        for (String damaged : List.of("<VOTABLE>", "# %ECSV 1.0\n# ---\n# datatype: [\n", "PAR1")) {
            put("/home/ann/new/d.csv", damaged.getBytes(StandardCharsets.UTF_8));
            put("/home/ann/new/mark.csv", ("a,b\n1," + damaged.hashCode() + "\n").getBytes(StandardCharsets.UTF_8));
            until(() ->
                    query(ann, "select b from vos.\"ann/new/mark.csv\"").body().contains("" + damaged.hashCode()));
            String now = get("/vos/nodes/home/ann/new/d.csv", ann).body();
            assertThat(now).contains("core#tableproblem").contains("d.csv: expected a table that can be read, found: ");
            assertThat(now).doesNotContain(".tmp");
        }

        put("/home/ann/new/t.csv", "Nothing to see, really.\nPlain text\n".getBytes(StandardCharsets.UTF_8));
        put("/home/ann/new/text", "Nothing to see, really.\nPlain text\n".getBytes(StandardCharsets.UTF_8));
        drop("/home/ann/new/u.csv", STARS.getBytes(StandardCharsets.UTF_8), "ann/new/u.csv");
        put("/home/ann/new/u.csv", new byte[0]);
        assertHidden(ann, "ann/new/u.csv");
        assertHidden(ann, "ann/new/text");
        assertThat(get("/vos/nodes/home/ann/new/text", ann).body()).doesNotContain("core#table");
    }

    @Test
    void whatWasUploadedBeforeAStopIsATableAfterTheStart() throws Exception {
        folder("/home/ann/stop", false);
        drop("/home/ann/stop/before.csv", STARS.getBytes(StandardCharsets.UTF_8), "ann/stop/before.csv");
        for (int i = 0; i < 20; i++) {
            put("/home/ann/stop/n" + i + ".csv", ("a,b\n" + i + ",2\n").getBytes(StandardCharsets.UTF_8));
        }
        archive.close();
        archive = Archive.open(PublishedArchive.config(directory, null));
        base = archive.serve().local();
        assertSeen(ann, "ann/stop/before.csv");
        assertHidden(eve, "ann/stop/before.csv");
        for (int i = 0; i < 20; i++) {
            String adql = "select a from vos.\"ann/stop/n" + i + ".csv\"";
            String answer = "a\n" + i;
            until(() -> query(ann, adql).body().strip().equals(answer));
        }
        assertThat(rows(ann, "select count(*) as n from tap_schema.tables where table_name like 'vos.\"ann/stop/%'"))
                .containsExactly("n", "21");
    }

    private static void assertSeen(@Nullable String caller, String path) throws Exception {
        String table = "vos.\"" + path.replace("\"", "\"\"") + '"';
        assertThat(rows(caller, "select count(*) as n from " + table)).containsExactly("n", "2");
        assertThat(rows(caller, listed(table))).containsExactly("n", "1");
        assertThat(get("/tap/tables", caller).body()).contains("<name>" + escaped(table) + "</name>");
    }

    /** The same words as for a table that never was. */
    private static void assertHidden(@Nullable String caller, String path) throws Exception {
        String table = "vos.\"" + path.replace("\"", "\"\"") + '"';
        String never = "vos.\"" + path.replaceFirst("[^/]*$", "zzzzzzzzz") + '"';
        HttpResponse<String> answer = query(caller, "select count(*) as n from " + table);
        HttpResponse<String> unknown = query(caller, "select count(*) as n from " + never);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body().replace(table, "T").replace(escaped(table), "T"))
                .isEqualTo(unknown.body().replace(never, "T").replace(escaped(never), "T"));
        assertThat(rows(caller, listed(table))).containsExactly("n", "0");
        assertThat(rows(caller, listed(table).replace("tap_schema.tables", "tap_schema.columns")))
                .containsExactly("n", "0");
        for (String list : List.of("/tap/tables", "/tap/tables?detail=min", "/tap/examples")) {
            assertThat(get(list, caller).body()).doesNotContain(path).doesNotContain(escaped(path));
        }
        assertThat(get("/tap/tables/" + segment(table), caller).statusCode()).isEqualTo(404);
    }

    private static String segment(String table) {
        return ServerConformance.encode(table).replace("%2F", "/").replace("+", "%20");
    }

    private static String escaped(String text) {
        return text.replace("\"", "&quot;");
    }

    private static String listed(String table) {
        return "select count(*) as n from tap_schema.tables where table_name = '" + table + "'";
    }

    /** Writes a file and waits until it can be asked; returns how long that took from the acknowledgement, in ms. */
    private static long drop(String path, byte[] bytes, String name) throws Exception {
        put(path, bytes);
        long acknowledged = System.nanoTime();
        until(() -> query(ann, "select count(*) from vos.\"" + name + '"').statusCode() == 200);
        return (System.nanoTime() - acknowledged) / 1_000_000;
    }

    /** Something that becomes so. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("within " + PATIENCE).isLessThan(end);
        }
    }

    private static void put(String path, byte[] bytes) throws Exception {
        HttpResponse<String> answer = client.send(
                request("/files" + path, ann)
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void folder(String path, boolean open) throws Exception {
        assertThat(send("PUT", "/vos/nodes" + path, ann, node(path, "ContainerNode", CORE + "ispublic", "" + open))
                        .statusCode())
                .isEqualTo(201);
    }

    private static void change(String path, String type, String property, String value) throws Exception {
        HttpResponse<String> answer = send("POST", "/vos/nodes" + path, ann, node(path, type, property, value));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String node(String path, String type, String property, String value) {
        return "<vos:node xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0' uri='" + SPACE + path
                + "' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='vos:" + type + "'><vos:properties>"
                + "<vos:property uri='" + property + "'>" + value + "</vos:property></vos:properties></vos:node>";
    }

    private static void move(String from, String to) throws Exception {
        transfer(from, to, false);
    }

    private static void transfer(String from, String to, boolean copy) throws Exception {
        String document = "<vos:transfer xmlns:vos='http://www.ivoa.net/xml/VOSpace/v2.0'><vos:target>" + SPACE
                + encoded(from) + "</vos:target><vos:direction>" + SPACE + encoded(to)
                + "</vos:direction><vos:keepBytes>" + copy + "</vos:keepBytes></vos:transfer>";
        HttpResponse<String> made = client.send(
                request("/vos/transfers?PHASE=RUN", ann)
                        .header("Content-Type", "text/xml")
                        .POST(BodyPublishers.ofString(document))
                        .build(),
                BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        String job = path(made);
        form(job + "/phase", ann, Map.of("PHASE", "RUN"));
        assertThat(end(ann, job)).contains("phase>COMPLETED<");
    }

    private static String encoded(String path) {
        return path.replace("\"", "%22").replace(" ", "%20");
    }

    private static String path(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow()).getPath();
    }

    private static String job(String caller, String adql) throws Exception {
        return end(caller, made(caller, adql, true));
    }

    private static String made(String caller, String adql, boolean run) throws Exception {
        Map<String, String> fields = new TreeMap<>(Map.of("LANG", "ADQL", "QUERY", adql));
        if (run) {
            fields.put("PHASE", "RUN");
        }
        HttpResponse<String> made = form("/tap/async", caller, fields);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        return path(made);
    }

    /** The document of a job that has ended. */
    private static String end(String caller, String job) throws Exception {
        String document = "";
        for (int i = 0; i < 10 && !document.matches("(?s).*phase>(COMPLETED|ERROR)<.*"); i++) {
            document = get(job + "?WAIT=20", caller).body();
        }
        return document;
    }

    private static List<String> rows(@Nullable String caller, String adql) throws Exception {
        HttpResponse<String> answer = query(caller, adql);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().toList();
    }

    private static HttpResponse<String> query(@Nullable String caller, String adql) throws Exception {
        return get("/tap/sync?LANG=ADQL&RESPONSEFORMAT=tsv&QUERY=" + ServerConformance.encode(adql), caller);
    }

    private static HttpResponse<String> get(String path, @Nullable String caller) throws Exception {
        return send("GET", path, caller, null);
    }

    private static byte[] bytes(String path, String caller) throws Exception {
        HttpResponse<byte[]> answer = client.send(request(path, caller).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> form(String path, String caller, Map<String, String> fields) throws Exception {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + ServerConformance.encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return client.send(
                request(path, caller)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String caller, @Nullable String body)
            throws Exception {
        return client.send(
                request(path, caller)
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, @Nullable String caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return caller == null ? request : request.header("Authorization", "Bearer " + caller);
    }
}
