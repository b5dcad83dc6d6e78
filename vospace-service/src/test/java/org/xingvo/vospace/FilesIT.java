package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.PostgresExtension;

class FilesIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static byte[] image;

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(postgres.dataSource(), directory);
        ann = space.user("ann");
        image = new byte[300_000];
        new Random(7).nextBytes(image);
        space.dataset("survey", 0x00110010, "plate 1/图-1.fits", image, 0);
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    @Test
    void aCollectionFileComesWhole() throws Exception {
        HttpResponse<byte[]> answer = space.get(null, "/files/data/survey/plate%201/%E5%9B%BE-1.fits");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(image);
        assertThat(header(answer, "Content-Length")).isEqualTo("300000");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/fits");
        assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(answer, "Access-Control-Expose-Headers")).contains("Content-Range");
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"_-1.fits\"; filename*=UTF-8''%E5%9B%BE-1.fits");
        assertThat(header(answer, "Digest")).isEqualTo("md5=" + md5(image));
        assertThat(header(answer, "ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(header(answer, "Last-Modified")).endsWith(" GMT");
    }

    @Test
    void headSaysTheSameWithoutTheBytes() {
        HttpResponse<byte[]> answer = space.send(null, "HEAD", "/files/data/survey/plate%201/%E5%9B%BE-1.fits", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("300000");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 10",
        "bytes=299990-, 299990, 300000",
        "bytes=-5, 299995, 300000",
        "bytes=1000-400000, 1000, 300000"
    })
    void oneRangeComesAsItIs(String range, int from, int to) {
        HttpResponse<byte[]> answer = space.get(null, "/files/data/survey/plate%201/%E5%9B%BE-1.fits", "Range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(image, from, to));
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/300000");
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(to - from));
    }

    @Test
    void severalRangesComeAsMultipart() {
        HttpResponse<byte[]> answer =
                space.get(null, "/files/data/survey/plate%201/%E5%9B%BE-1.fits", "Range", "bytes=10-12,-2");
        assertThat(answer.statusCode()).isEqualTo(206);
        String boundary = header(answer, "Content-Type").replace("multipart/byteranges; boundary=", "");
        String expected =
                "\r\n--" + boundary + "\r\nContent-Type: application/fits\r\nContent-Range: bytes 10-12/300000\r\n\r\n"
                        + latin(image, 10, 13) + "\r\n--" + boundary
                        + "\r\nContent-Type: application/fits\r\nContent-Range: bytes 299998-299999/300000\r\n\r\n"
                        + latin(image, 299_998, 300_000) + "\r\n--" + boundary + "--\r\n";
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
    }

    @Test
    void aRangeBeyondTheEndIsNotSatisfiable() {
        HttpResponse<byte[]> answer =
                space.get(null, "/files/data/survey/plate%201/%E5%9B%BE-1.fits", "Range", "bytes=300000-");
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */300000");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void conditionsAreHeard() {
        String path = "/files/data/survey/plate%201/%E5%9B%BE-1.fits";
        String etag = header(space.get(null, path), "ETag");
        String date = header(space.get(null, path), "Last-Modified");
        assertThat(space.get(null, path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(space.get(null, path, "If-None-Match", etag).body()).isEmpty();
        assertThat(space.get(null, path, "If-Modified-Since", date).statusCode())
                .isEqualTo(304);
        assertThat(space.get(null, path, "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        assertThat(space.get(null, path, "If-Match", etag).statusCode()).isEqualTo(200);
        assertThat(space.get(null, path, "Range", "bytes=0-0", "If-Range", etag).statusCode())
                .isEqualTo(206);
        assertThat(space.get(null, path, "Range", "bytes=0-0", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFilePutIsThereAtOnceAndQueued() throws Exception {
        HttpResponse<byte[]> put = space.put(ann, "/files/home/ann/a%20(1).fits", image);
        assertThat(text(put)).isEmpty();
        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(header(put, "Digest")).isEqualTo("md5=" + md5(image));
        assertThat(header(put, "Location")).isEqualTo(space.base + "/files/home/ann/a%20(1).fits");
        HttpResponse<byte[]> answer = space.get(null, "/files/home/ann/a%20(1).fits");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(image);
        assertThat(header(answer, "ETag")).isEqualTo(header(put, "ETag"));
        assertThat(header(answer, "Content-Type")).isEqualTo("application/fits");
        assertThat(space.queued("/files/home/ann/a%20(1).fits"))
                .singleElement()
                .asString()
                .startsWith("/files/home/ann/a (1).fits 0 ann/")
                .endsWith("/a (1).fits");
    }

    @Test
    void newBytesReplaceTheOldOnes() throws Exception {
        assertThat(space.put(ann, "/files/home/ann/twice.txt", bytes("one")).statusCode())
                .isEqualTo(201);
        String first = header(space.get(null, "/files/home/ann/twice.txt"), "ETag");
        assertThat(space.put(ann, "/files/home/ann/twice.txt", bytes("two"), "If-Match", "\"x\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(space.put(ann, "/files/home/ann/twice.txt", bytes("two"), "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(412);
        assertThat(space.put(ann, "/files/home/ann/twice.txt", bytes("two"), "If-Match", first)
                        .statusCode())
                .isEqualTo(201);
        assertThat(text(space.get(null, "/files/home/ann/twice.txt"))).isEqualTo("two");
        assertThat(space.queued("/files/home/ann/twice.txt")).hasSize(1);
        assertThat(space.rows("select path from archive.ingest_queue where access_path like '/files/node:%/twice.txt'"))
                .isEqualTo(space.rows("select store_path from archive.node where name = 'twice.txt'"));
    }

    @Test
    void aWrongDigestLeavesNothing() {
        String wrong = "md5=" + Base64.getEncoder().encodeToString(new byte[16]);
        HttpResponse<byte[]> answer = space.put(ann, "/files/home/ann/wrong.fits", bytes("abc"), "Digest", wrong);
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(space.get(ann, "/files/home/ann/wrong.fits").statusCode()).isEqualTo(404);
        assertThat(space.put(ann, "/files/home/ann/wrong.fits", bytes("abc"), "Digest", "md5=xx")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRightDigestIsTakenInEveryForm() throws Exception {
        byte[] body = bytes("abc");
        assertThat(space.put(ann, "/files/home/ann/d1", body, "Digest", "md5=" + md5(body))
                        .statusCode())
                .isEqualTo(201);
        assertThat(space.put(ann, "/files/home/ann/d2", body, "Digest", "MD5=900150983cd24fb0d6963f7d28e17f72")
                        .statusCode())
                .isEqualTo(201);
        assertThat(space.put(
                                ann,
                                "/files/home/ann/d3",
                                body,
                                "Content-Digest",
                                "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:")
                        .statusCode())
                .isEqualTo(201);
        assertThat(space.put(ann, "/files/home/ann/d4", bytes("abd"), "Content-MD5", md5(body))
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void anEmptyFileIsAFile() {
        assertThat(space.put(ann, "/files/home/ann/empty", new byte[0]).statusCode())
                .isEqualTo(201);
        HttpResponse<byte[]> answer = space.get(null, "/files/home/ann/empty");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
        assertThat(space.get(null, "/files/home/ann/empty", "Range", "bytes=0-").statusCode())
                .isEqualTo(416);
    }

    @Test
    void anOfferOfSegmentsDoesNotTouchTheFile() {
        space.put(ann, "/files/home/ann/big", bytes("as it was"));
        HttpResponse<byte[]> answer = space.put(
                ann, "/files/home/ann/big", new byte[0], "x-put-txn-op", "start", "x-total-length", "6000000");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("x-put-txn-id")).isPresent();
        assertThat(text(space.get(null, "/files/home/ann/big"))).isEqualTo("as it was");
    }

    @Test
    void deleteTakesFileQueueAndBytes() throws Exception {
        space.put(ann, "/files/home/ann/gone.fits", bytes("SIMPLE  ="));
        String stored = space.rows("select store_path from archive.node where name = 'gone.fits'")
                .getFirst();
        assertThat(space.send(null, "DELETE", "/files/home/ann/gone.fits", null).statusCode())
                .isEqualTo(401);
        assertThat(space.send(ann, "DELETE", "/files/home/ann/gone.fits", null).statusCode())
                .isEqualTo(204);
        assertThat(space.get(ann, "/files/home/ann/gone.fits").statusCode()).isEqualTo(404);
        assertThat(space.queued("/files/home/ann/gone.fits")).isEmpty();
        String id = space.rows("select node_id from archive.trash where path = '/home/ann/gone.fits'")
                .getFirst();
        assertThat(space.send(ann, "DELETE", "/vos/trash/" + id, null).statusCode())
                .isEqualTo(204);
        space.keepHouse();
        assertThat(space.store.head(new org.xingvo.storage.ObjectKey(new org.xingvo.storage.CollectionId(16), stored)))
                .isEmpty();
    }

    @Test
    void whoMayNotWriteIsToldAsItShouldBe() {
        String bob = space.identities.users().list().stream()
                        .anyMatch(user -> user.name().equals("bob"))
                ? space.identities.createToken("bob", null).text()
                : space.user("bob");
        space.put(ann, "/files/home/ann/mine", bytes("x"));
        assertThat(space.put(null, "/files/home/ann/mine", bytes("y")).statusCode())
                .isEqualTo(401);
        assertThat(space.put(bob, "/files/home/ann/mine", bytes("y")).statusCode())
                .isEqualTo(403);
        assertThat(space.put("xing_wrong", "/files/home/ann/mine", bytes("y")).statusCode())
                .isEqualTo(401);
        assertThat(space.put(space.operator, "/files/data/survey/x", bytes("y")).statusCode())
                .isEqualTo(403);
        assertThat(space.put(null, "/files/data/survey/x", bytes("y")).statusCode())
                .isEqualTo(401);
        assertThat(space.put(ann, "/files/home/ann/no/such/place", bytes("y")).statusCode())
                .isEqualTo(404);
        assertThat(space.put(space.operator, "/files/home/ann/mine", bytes("z")).statusCode())
                .isEqualTo(201);
        assertThat(space.put(space.operator, "/files/home/nobody/x", bytes("z")).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/../etc/passwd", "/files/home/ann/%2e%2e/x", "/files/home/ann/a%2Fb", "/files/home/ann/a%5Cb",
                "/files/home/ann/a%00b", "/files/home/ann/%C0%AF", "/files//home/ann/x", "/files/home/ann/%FF"
            })
    void aDangerousPathIsRefused(String path) throws IOException {
        for (String method : new String[] {"GET", "PUT"}) {
            String answer = raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Authorization: Bearer " + ann + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void aRefusedUploadIsNotReadWhenTheClientAsks() throws IOException {
        String answer = raw("PUT /files/home/ann/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + 1_000_000
                + "\r\nExpect: 100-continue\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("100 Continue");
    }

    @Test
    void anAllowedUploadIsAskedFor() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), space.base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes("PUT /files/home/ann/asked HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                    + "Authorization: Bearer " + ann + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(21), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue");
            out.write(bytes("abc"));
            out.flush();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("HTTP/1.1 201");
        }
        assertThat(text(space.get(null, "/files/home/ann/asked"))).isEqualTo("abc");
    }

    @Test
    void aClientThatOffersAnUpgradeMayUpload() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest put = HttpRequest.newBuilder(space.base.resolve("/files/home/ann/upgrade"))
                    .header("Authorization", "Bearer " + ann)
                    .PUT(HttpRequest.BodyPublishers.ofString("abc"))
                    .build();
            assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
        }
        assertThat(text(space.get(null, "/files/home/ann/upgrade"))).isEqualTo("abc");
    }

    @Test
    void aHalfUploadLeavesNothing() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), space.base.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes("PUT /files/home/ann/half HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                    + "Authorization: Bearer " + ann + "\r\n\r\nabc"));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertThat(space.get(ann, "/files/home/ann/half").statusCode()).isEqualTo(404);
    }

    @Test
    void htmlIsNeverShownInPlace() {
        space.put(ann, "/files/home/ann/x.html", bytes("<script>alert(1)</script>"), "Content-Type", "text/html");
        HttpResponse<byte[]> answer = space.get(null, "/files/home/ann/x.html");
        assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
        assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void preflightAndOtherMethodsAreAnswered() {
        HttpResponse<byte[]> options = space.send(null, "OPTIONS", "/files/home/ann/x", null);
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Access-Control-Allow-Methods")).contains("PUT");
        assertThat(space.send(null, "PATCH", "/files/home/ann/x", null).statusCode())
                .isEqualTo(405);
        assertThat(header(space.get(null, "/files/nothing/here"), "Access-Control-Allow-Origin"))
                .isEqualTo("*");
    }

    @Test
    void aBigFileGoesThroughBothWays() throws Exception {
        byte[] big = new byte[40_000_000];
        new Random(11).nextBytes(big);
        assertThat(space.put(ann, "/files/home/ann/big.dat", big).statusCode()).isEqualTo(201);
        assertThat(md5(space.get(null, "/files/home/ann/big.dat").body())).isEqualTo(md5(big));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), space.base.getPort())) {
            socket.getOutputStream().write(bytes(request));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("(no " + name + ")");
    }

    private static String latin(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String md5(byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
