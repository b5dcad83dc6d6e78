package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.Progress;
import org.xingvo.server.Archive;

/** The door {@code /xs} of a started server, as curl, GNU tar and Java's client meet it. */
class XsConformanceIT {
    @TempDir
    static Path folder;

    private static Archive archive;
    private static URI base;
    private static String operator;
    private static String writer;
    private static String stranger;
    private static String catalogued;

    @BeforeAll
    static void start() throws Exception {
        Path files = Files.createDirectory(folder.resolve("plates"));
        Files.writeString(files.resolve("plate.fits"), SmallFits.at("plate", 120.5, -33.25));
        archive = Archive.open(PublishedArchive.config(folder.resolve("data"), null));
        archive.publish(List.of(files), Progress.silent());
        base = archive.serve().local();
        operator = Archive.operatorToken(archive.dataDirectory());
        catalogued = Http.get(base + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                        + ServerConformance.encode("SELECT obs_collection FROM ivoa.obscore"))
                .lines()
                .toList()
                .get(1);
        for (String user : List.of("wim", "sam")) {
            post("/admin/users", Map.of("name", user));
        }
        writer = post("/admin/tokens", Map.of("user", "wim")).strip();
        stranger = post("/admin/tokens", Map.of("user", "sam")).strip();
        post("/care/create", Map.of("name", "open", "writers", "wim"));
        post("/care/create", Map.of("name", "closed", "readers", "wim"));
    }

    @AfterAll
    static void stop() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void anObjectIsMadeOnceReplacedAndDeleted() throws Exception {
        String url = "/xs/open/once/a.txt";
        HttpResponse<String> made = send("POST", url, "one", operator);
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue(url);
        String etag = made.headers().firstValue("ETag").orElseThrow();
        assertAnswer(
                send("POST", url, "two", operator),
                409,
                "{\"status\":409,\"error\":\"once/a.txt of collection open: exists\"}\n");
        assertThat(send("PUT", url, "two", operator, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(send("PUT", url, "two", operator).statusCode()).isEqualTo(204);
        HttpResponse<String> got = send("GET", url, null, null);
        assertThat(got.body()).isEqualTo("two");
        assertThat(got.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(got.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(got.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(etag);
        assertThat(send("DELETE", url, null, operator, "If-Match", etag).statusCode())
                .isEqualTo(412);
        assertThat(send("DELETE", url, null, operator).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", url, null, operator).statusCode()).isEqualTo(404);
        assertAnswer(
                send("GET", url, null, null),
                404,
                "{\"status\":404,\"error\":\"once/a.txt of collection open: not there\"}\n");
    }

    @Test
    void whatWasDeletedComesBackAndNamesChange() throws Exception {
        String url = "/xs/open/back/a";
        HttpResponse<String> made = send("PUT", url, "one", operator);
        assertThat(send("POST", url + "?rename=back/b", null, operator).body())
                .startsWith("{\"name\":\"back/b\",\"size\":3,");
        assertThat(send("GET", url, null, null).statusCode()).isEqualTo(404);
        assertThat(send("GET", "/xs/open/back/b", null, null).body()).isEqualTo("one");
        assertThat(send("DELETE", "/xs/open/back/b", null, operator).statusCode())
                .isEqualTo(204);
        assertThat(send("POST", "/xs/open/back/b?undelete", null, operator).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/xs/open/back/b", null, null).body()).isEqualTo("one");
        assertThat(send("POST", "/xs/open/back/b?rename=../x", null, operator).statusCode())
                .isEqualTo(400);
        assertThat(send("POST", "/xs/open/back/none?undelete", null, operator).statusCode())
                .isEqualTo(404);
        String etag = made.headers().firstValue("ETag").orElseThrow();
        assertThat(send("PUT", "/xs/open/back/b", "two", operator, "If-Match", etag)
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("PUT", "/xs/open/back/b", "three", operator, "If-Match", etag)
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void whatIsStoredCompressedIsSentSoToThoseWhoTakeIt() throws Exception {
        String text = "the same words again and again, ".repeat(10_000);
        assertThat(send("PUT", "/xs/open/words.txt", text, operator).statusCode())
                .isEqualTo(201);
        HttpResponse<String> plain = send("GET", "/xs/open/words.txt", null, null);
        assertThat(plain.body()).isEqualTo(text);
        assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        HttpResponse<String> packed = send("GET", "/xs/open/words.txt", null, null, "Accept-Encoding", "gzip, zstd");
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("zstd");
        assertThat(packed.headers().firstValueAsLong("Content-Length").orElse(0))
                .isLessThan(text.length() / 10);
        assertThat(packed.headers().firstValue("ETag"))
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(send("GET", "/xs/open/words.txt", null, null, "Accept-Encoding", "zstd", "Range", "bytes=4-7")
                        .body())
                .isEqualTo("same");
    }

    @Test
    void theQuotaIsKept() throws Exception {
        post("/care/create", Map.of("name", "narrow", "quota", "1000"));
        HttpResponse<String> refused = send("PUT", "/xs/narrow/a", "x".repeat(2000), operator);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).startsWith("{\"status\":413,\"error\":\"");
        assertThat(send("GET", "/xs/narrow?stat", null, null).body())
                .startsWith("{\"name\":\"narrow\",\"id\":\"")
                .contains("\"objects\":0,\"bytes\":0,", "\"quotaBytes\":1000,");
    }

    @Test
    void partsAndConditionsAreHonoured() throws Exception {
        String url = "/xs/open/parts";
        assertThat(send("PUT", url, "0123456789", operator).statusCode()).isEqualTo(201);
        HttpResponse<String> part = send("GET", url, null, null, "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
        HttpResponse<String> parts = send("GET", url, null, null, "Range", "bytes=0-1,-2");
        assertThat(parts.statusCode()).isEqualTo(206);
        assertThat(parts.body()).contains("\r\n\r\n01\r\n").contains("\r\n\r\n89\r\n");
        HttpResponse<String> outside = send("GET", url, null, null, "Range", "bytes=10-");
        assertAnswer(outside, 416, "{\"status\":416,\"error\":\"expected a range within 10 bytes\"}\n");
        assertThat(outside.headers().firstValue("Content-Range")).hasValue("bytes */10");
        String etag = part.headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", url, null, null, "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(send("GET", url, null, null, "If-Match", "\"other\"").statusCode())
                .isEqualTo(412);
        HttpResponse<String> head = send("HEAD", url, null, null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("10");
    }

    /** None of these sends a byte of its body, and none is told to. */
    @Test
    void whatIsRefusedAnywayIsRefusedBeforeTheBody() throws Exception {
        post("/care/create", Map.of("name", "small", "quota", "1000"));
        assertThat(send("PUT", "/xs/open/there", "x", operator).statusCode()).isEqualTo(201);
        for (String expect : List.of("Expect: 100-continue", "X-Expect: nothing")) {
            for (List<String> refused : List.of(
                    List.of("401", "", "PUT /xs/open/x", "5", ""),
                    List.of("401", "xing_wrong", "PUT /xs/open/x", "5", ""),
                    List.of("403", stranger, "PUT /xs/open/x", "5", ""),
                    List.of("404", stranger, "PUT /xs/closed/x", "5", ""),
                    List.of("404", operator, "PUT /xs/nowhere/x", "5", ""),
                    List.of("403", stranger, "PUT /xs/" + catalogued + "/x", "5", ""),
                    List.of("409", operator, "POST /xs/open/there", "5", ""),
                    List.of("412", operator, "PUT /xs/open/there", "5", "If-Match: \"other\""),
                    List.of("412", operator, "PUT /xs/open/none", "5", "If-Match: *"),
                    List.of("412", operator, "PUT /xs/open/there", "5", "If-None-Match: *"),
                    List.of("413", operator, "PUT /xs/small/x", "100001", ""),
                    List.of("413", operator, "PUT /xs/open/x", "9999999999999", ""),
                    List.of("415", operator, "PUT /xs/open/x", "5", "Content-Encoding: br"),
                    // a TiB: more than any disk of a test has left, twice
                    List.of("507", operator, "PUT /xs/open/x", "1099511627776", ""))) {
                String answer = RawHttp.answer(
                        base,
                        refused.get(2) + " HTTP/1.1",
                        refused.get(1).isEmpty() ? "X-Nobody: yes" : "Authorization: Bearer " + refused.get(1),
                        "Content-Length: " + refused.get(3),
                        refused.get(4).isEmpty() ? "X-No: condition" : refused.get(4),
                        expect);
                assertThat(answer)
                        .as(expect + " " + refused)
                        .startsWith("HTTP/1.1 " + refused.getFirst() + " ")
                        .contains("{\"status\":" + refused.getFirst() + ",\"error\":\"");
            }
        }
        assertThat(send("GET", "/xs/small?stat", null, operator).body()).contains("\"objects\":0,\"bytes\":0,");
    }

    @Test
    void aBodyThatIsWantedIsAskedForAndALengthIsNeeded() throws Exception {
        String head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + operator + "\r\n";
        try (RawHttp raw = new RawHttp(base)) {
            for (String name : List.of("one", "two")) {
                raw.send("PUT /xs/open/asked/" + name + head + "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n");
                assertThat(raw.head()).startsWith("HTTP/1.1 100 ");
                raw.send("body");
                assertThat(raw.head())
                        .startsWith("HTTP/1.1 201 ")
                        .contains("ETag: \"230d8358dc8e8890b4c58deeb62912ee\"");
            }
            raw.send("GET /xs/open/asked/two" + head + "\r\n");
            assertThat(raw.head() + raw.body()).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nbody");
            raw.send("GET /xs/open/asked/two" + head + "Range: bytes=0-0,2-\r\n\r\n");
            assertThat(raw.head() + raw.body())
                    .startsWith("HTTP/1.1 206 ")
                    .contains("multipart/byteranges; boundary=", "Content-Range: bytes 0-0/4\r\n\r\nb\r\n")
                    .contains("Content-Range: bytes 2-3/4\r\n\r\ndy\r\n");
            for (String method : List.of("GET", "HEAD", "DELETE")) {
                raw.send(method + " /xs/open/asked/two" + head + "If-Match: \"other\"\r\n\r\n");
                assertThat(raw.head()).as(method).startsWith("HTTP/1.1 412 ");
                if (!method.equals("HEAD")) {
                    assertThat(raw.body()).startsWith("{\"status\":412,");
                }
            }
        }
        assertThat(RawHttp.answer(base, "PUT /xs/open/x HTTP/1.1", "Authorization: Bearer " + operator))
                .startsWith("HTTP/1.1 411 ")
                .endsWith(
                        "{\"status\":411,\"error\":\"expected a Content-Length or a body in chunks, found neither\"}\n");
    }

    @Test
    void aBodyThatIsNotTheAnnouncedOneIsRefused() throws Exception {
        String right = "md5="
                + Base64.getEncoder()
                        .encodeToString(java.security.MessageDigest.getInstance("MD5")
                                .digest("body".getBytes(StandardCharsets.UTF_8)));
        assertThat(send("PUT", "/xs/open/digest", "changed", operator, "Digest", right)
                        .statusCode())
                .isEqualTo(412);
        assertThat(send("GET", "/xs/open/digest", null, null).statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/xs/open/digest", "body", operator, "Digest", right)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", "/xs/open/packed", "body", operator, "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(415);
        assertThat(send("PUT", "/xs/open/part", "body", operator, "Content-Range", "bytes 0-3/9")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void largeObjectsComeBackByteForByte() throws Exception {
        byte[] bytes = new byte[5_000_003];
        new Random(7).nextBytes(bytes);
        Path file = Files.write(folder.resolve("large"), bytes);
        assertThat(curl("-T", file.toString(), "-H", "Authorization: Bearer " + operator, base + "/xs/open/large"))
                .isEmpty();
        Path back = folder.resolve("back");
        curl("-o", back.toString(), base + "/xs/open/large");
        assertThat(back).hasSameBinaryContentAs(file);
        curl("-o", back.toString(), "-r", "70000-4900000", base + "/xs/open/large");
        assertThat(Files.readAllBytes(back)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 70_000, 4_900_001));
    }

    @Test
    void listsArePagedInByteOrder() throws Exception {
        for (String name : List.of("b/2", "a", "b/1", "c%20d")) {
            assertThat(send("PUT", "/xs/open/list/" + name, "x", operator).statusCode())
                    .isEqualTo(201);
        }
        String first = send("GET", "/xs/open/?prefix=list/&limit=2", null, null).body();
        assertThat(first)
                .startsWith(
                        "{\"collection\":\"open\",\"prefix\":\"list/\",\"objects\":[{\"name\":\"list/a\",\"size\":1,"
                                + "\"type\":\"application/octet-stream\",\"sha256\":\"2d711642b726b04401627ca9fbac32f5c8530fb"
                                + "1903cc4db02258717921a4881\",\"md5\":\"9dd4e461268c8034f5c8564e155c67a6\",\"stored\":\"2")
                .endsWith(",\"next\":\"list/b/1\"}\n");
        String second = send("GET", "/xs/open/list/?after=list/b/1", null, null).body();
        assertThat(second)
                .contains("\"name\":\"list/b/2\"", "\"name\":\"list/c d\"")
                .doesNotContain("list/a\"", "next");
        assertThat(send("GET", "/xs/open/?prefix=list/&delimiter=/", null, null).body())
                .contains("\"name\":\"list/a\"", "\"prefixes\":[\"list/b/\"]")
                .doesNotContain("list/b/1");
        String longest = "x".repeat(500);
        assertThat(send("PUT", "/xs/open/" + longest, "x", operator).statusCode())
                .isEqualTo(201);
        assertThat(send("GET", "/xs/open/?prefix=xxx", null, null).body()).contains("\"" + longest + "\"");
        assertAnswer(
                send("PUT", "/xs/open/" + longest.substring(1) + "/x", "x", operator),
                400,
                "{\"status\":400,\"error\":\"object name: expected 1 to 500 bytes of UTF-8, found 501\"}\n");
        assertAnswer(
                send("GET", "/xs/open/?limit=0", null, null),
                400,
                "{\"status\":400,\"error\":\"limit: expected 1 to 10,000, found '0'\"}\n");
    }

    @Test
    void gnuTarIsStoredAndReadBack() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/deep/er"));
        String long200 = "n".repeat(200);
        Files.writeString(tree.resolve(long200), "long name");
        Files.writeString(tree.resolve("ü ö"), "umlauts");
        Files.write(tree.resolve("big"), new byte[2_000_000]);
        Path tar = folder.resolve("tree.tar");
        run("tar", "cf", tar.toString(), "-C", folder.resolve("tree").toString(), ".");
        String answer = curl(
                "-w",
                "%{http_code}",
                "-H",
                "Content-Type: application/x-tar",
                "-H",
                "Authorization: Bearer " + writer,
                "-T",
                tar.toString(),
                "-X",
                "POST",
                base + "/xs/open");
        assertThat(answer)
                .contains("{\"name\":\"deep/er/big\",\"status\":201,\"size\":2000000,\"etag\":\"")
                .endsWith("{\"stored\":3,\"bytes\":2000016,\"refused\":0,\"complete\":true}\n201");
        Path out = Files.createDirectory(folder.resolve("out"));
        Path back = folder.resolve("back.tar");
        curl("-o", back.toString(), base + "/xs/open/?prefix=deep/&format=tar");
        run("tar", "xf", back.toString(), "-C", out.toString());
        assertThat(out.resolve("deep/er/" + long200)).hasContent("long name");
        assertThat(out.resolve("deep/er/ü ö")).hasContent("umlauts");
        assertThat(out.resolve("deep/er/big")).hasSize(2_000_000);
    }

    @Test
    void hostileNamesAndSpecialFilesAreRefusedOneByOne() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (String name : List.of("../up", "/absolute", "tar1/../x", "tar1//y", "tar1/good", "tar1/nul\u0001")) {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(4);
                tar.putArchiveEntry(entry);
                tar.write("body".getBytes(StandardCharsets.US_ASCII));
                tar.closeArchiveEntry();
            }
            TarArchiveEntry link = new TarArchiveEntry("tar1/link", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        HttpResponse<String> answer = tar("/xs/open", bytes.toByteArray(), bytes.size());
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body())
                .contains("{\"name\":\"../up\",\"status\":400,\"error\":\"path: ")
                .contains("{\"name\":\"tar1/link\",\"status\":400,\"error\":\"expected a regular file, found a symbolic"
                        + " link\"}\n")
                .contains("{\"name\":\"tar1/good\",\"status\":201,")
                .endsWith("{\"stored\":1,\"bytes\":4,\"refused\":6,\"complete\":true}\n");
        assertThat(send("GET", "/xs/open/?prefix=up", null, null).body()).doesNotContain("\"name\"");

        HttpResponse<String> again = tar("/xs/open", bytes.toByteArray(), bytes.size());
        assertThat(again.body()).contains("{\"name\":\"tar1/good\",\"status\":409,");
        HttpResponse<String> replaced = tar("/xs/open?mode=replace", bytes.toByteArray(), bytes.size());
        assertThat(replaced.body()).contains("{\"name\":\"tar1/good\",\"status\":201,");
    }

    /** As `tar --append` makes them; the first one takes longer. */
    @Test
    void ofTwoFilesOfOneNameInATarTheLaterOneCounts() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] first = new byte[900_000];
        new Random(5).nextBytes(first);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (int i = 0; i < 20; i++) {
                for (byte[] body : new byte[][] {first, new byte[] {7}}) {
                    TarArchiveEntry entry = new TarArchiveEntry("twice/" + i, true);
                    entry.setSize(body.length);
                    tar.putArchiveEntry(entry);
                    tar.write(body);
                    tar.closeArchiveEntry();
                }
            }
        }
        assertThat(tar("/xs/open?mode=replace", bytes.toByteArray(), bytes.size())
                        .body())
                .endsWith("{\"stored\":40,\"bytes\":18000020,\"refused\":0,\"complete\":true}\n");
        for (int i = 0; i < 20; i++) {
            assertThat(send("GET", "/xs/open/twice/" + i, null, null).body()).isEqualTo("\u0007");
        }
    }

    @Test
    void aTornTarStoresWhatWasWhole() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (String name : List.of("torn/first", "torn/second")) {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(2000);
                tar.putArchiveEntry(entry);
                tar.write(new byte[2000]);
                tar.closeArchiveEntry();
            }
        }
        HttpResponse<String> answer = tar("/xs/open", bytes.toByteArray(), 4000);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("{\"name\":\"torn/first\",\"status\":201,")
                .contains("{\"stored\":1,\"bytes\":2000,\"refused\":0,\"complete\":false,\"error\":\"tar stream: ");
        assertThat(send("GET", "/xs/open/torn/second", null, null).statusCode()).isEqualTo(404);
    }

    @Test
    void whoMayNotReadIsNotToldThatItIsThere() throws Exception {
        assertThat(send("PUT", "/xs/closed/secret", "s", operator).statusCode()).isEqualTo(201);
        assertThat(send("GET", "/xs/closed/secret", null, writer).body()).isEqualTo("s");
        for (String caller : new String[] {null, stranger}) {
            String gone = "{\"status\":404,\"error\":\"collection closed: not there\"}\n";
            assertAnswer(send("GET", "/xs/closed/secret", null, caller), 404, gone);
            assertAnswer(send("GET", "/xs/closed/", null, caller), 404, gone);
            assertAnswer(send("GET", "/xs/closed?stat", null, caller), 404, gone);
            assertAnswer(send("PUT", "/xs/closed/other", "o", caller), 404, gone);
            assertThat(send("GET", "/xs/", null, caller).body())
                    .contains("\"open\"")
                    .doesNotContain("closed");
            assertThat(send("GET", "/xs/home/", null, caller).statusCode()).isEqualTo(404);
        }
        assertThat(send("GET", "/xs/home/", null, operator).statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/xs/open/w", "w", null).statusCode()).isEqualTo(401);
        assertThat(send("PUT", "/xs/open/w", "w", stranger).statusCode()).isEqualTo(403);
        assertThat(send("PUT", "/xs/open/w", "w", writer).statusCode()).isEqualTo(201);
        assertThat(send("GET", "/xs/open/w", null, "xing_wrong").statusCode()).isEqualTo(401);
        assertThat(send("POST", "/care/create", null, writer).statusCode()).isEqualTo(403);
    }

    @Test
    void whatIsWrittenToACataloguedCollectionIsInTheCatalogueAMomentLater() throws Exception {
        String url = "/xs/" + catalogued + "/night/new.fits";
        assertThat(send("PUT", url, "x", null).statusCode()).isEqualTo(401);
        assertThat(send("PUT", url, "x", stranger).statusCode()).isEqualTo(403);
        // into a collection of files alone: never a row
        assertThat(send("PUT", "/xs/open/night/alone.fits", SmallFits.at("alone", 10, 20), operator)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", url, SmallFits.at("first", 10, 20), operator).statusCode())
                .isEqualTo(201);
        String row = "SELECT target_name FROM ivoa.obscore WHERE obs_publisher_did LIKE '%night/new.fits'";
        awaitRows(row, "first");
        awaitRows(
                "SELECT val FROM xing.cards WHERE keyword = 'OBJECT' AND obs_publisher_did LIKE '%night/new.fits'",
                "first");
        assertThat(send("PUT", url, SmallFits.at("second", 10, 20), operator).statusCode())
                .isEqualTo(204);
        awaitRows(row, "second");
        assertThat(send("GET", url + ".~1~", null, null).body()).isEqualTo(SmallFits.at("first", 10, 20));
        awaitRows("SELECT COUNT(*) FROM xing.versions WHERE superseded_by LIKE '%night/new.fits'", "1");
        assertThat(send("PUT", url + ".~7~", "x", operator).statusCode()).isEqualTo(400);
        assertThat(send("POST", url + "?rename=night/named.fits", null, operator)
                        .statusCode())
                .isEqualTo(200);
        awaitRows(row);
        awaitRows("SELECT target_name FROM ivoa.obscore WHERE obs_publisher_did LIKE '%night/named.fits'", "second");
        assertThat(send("DELETE", "/xs/" + catalogued + "/night/named.fits", null, operator)
                        .statusCode())
                .isEqualTo(204);
        awaitRows("SELECT target_name FROM ivoa.obscore WHERE obs_publisher_did LIKE '%night/named.fits'");
        assertThat(send("PUT", "/xs/" + catalogued + "/night/text.fits", "no FITS", operator)
                        .statusCode())
                .isEqualTo(201);
        awaitRows("SELECT reason FROM xing.rejects WHERE source LIKE '%night/text.fits'", "not-fits");
        HttpResponse<String> queue = send("GET", "/admin/queue", null, operator);
        assertThat(queue.body())
                .startsWith("id\tstate\tcollection\tpath\tattempts\tnext\treason\n")
                .doesNotContain("alone.fits");
        awaitRows("SELECT COUNT(*) FROM ivoa.obscore WHERE target_name = 'alone'", "0");
        assertThat(send("GET", "/admin/queue", null, stranger).statusCode()).isEqualTo(403);
    }

    @Test
    void aTarIntoACataloguedCollectionIsCataloguedFileByFile() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < 60; i++) {
                byte[] file =
                        (i % 20 == 7 ? "no FITS" : SmallFits.at("tar" + i, i, 20)).getBytes(StandardCharsets.US_ASCII);
                TarArchiveEntry entry = new TarArchiveEntry(i == 30 ? "../out.fits" : "batch/" + i + ".fits");
                entry.setSize(file.length);
                tar.putArchiveEntry(entry);
                tar.write(file);
                tar.closeArchiveEntry();
            }
        }
        HttpResponse<String> answer = tar("/xs/" + catalogued, bytes.toByteArray(), bytes.size());
        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body().lines().filter(line -> line.contains("\"status\":201")))
                .hasSize(59);
        assertThat(answer.body()).contains("../out.fits\",\"status\":400", "\"stored\":59", "\"refused\":1");
        awaitRows("SELECT COUNT(*) FROM ivoa.obscore WHERE target_name LIKE 'tar%'", "56");
        awaitRows("SELECT COUNT(*) FROM xing.rejects WHERE source LIKE '%/batch/%' AND reason = 'not-fits'", "3");
        assertThat(send("GET", "/admin/queue", null, operator).body().lines()).hasSize(1);
        HttpResponse<String> again = tar("/xs/" + catalogued, bytes.toByteArray(), bytes.size());
        assertThat(again.body().lines().filter(line -> line.contains("\"status\":409")))
                .hasSize(59);
        assertThat(send("GET", "/admin/queue", null, operator).body().lines()).hasSize(1);
    }

    /** Asks TAP until it answers with these values, a minute at most. */
    private static void awaitRows(String adql, String... values) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            List<String> rows = Http.get(
                            base + "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + ServerConformance.encode(adql))
                    .lines()
                    .skip(1)
                    .toList();
            if (rows.equals(List.of(values))) {
                return;
            }
            assertThat(Instant.now())
                    .as("%s: expected %s, found %s", adql, List.of(values), rows)
                    .isBefore(end);
        }
    }

    @Test
    void aCataloguedCollectionIsReadAsItsClassSays() throws Exception {
        String list = "/xs/" + catalogued + "/";
        assertThat(send("GET", list, null, null).body()).contains("plate.fits");
        post("/admin/collections/" + catalogued + "/access", Map.of("owner", "wim"));
        assertThat(send("GET", list, null, null).statusCode()).isEqualTo(404);
        assertThat(send("GET", list, null, writer).statusCode()).isEqualTo(200);
        post("/admin/collections/" + catalogued + "/access", Map.of("public", "true"));
        assertThat(send("GET", list, null, null).statusCode()).isEqualTo(200);
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    private static HttpResponse<String> send(
            String method, String path, @Nullable String body, @Nullable String token, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Http.send(request, token);
    }

    private static HttpResponse<String> tar(String path, byte[] bytes, int length) throws Exception {
        return Http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/x-tar")
                        .POST(BodyPublishers.ofByteArray(bytes, 0, length)),
                operator);
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
                        .POST(BodyPublishers.ofString(body)),
                operator);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isBetween(200, 299);
        return response.body();
    }

    private static String curl(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-sS"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
