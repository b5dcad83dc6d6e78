package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xingvo.conformance.Judge.Verdict;
import org.xingvo.server.Archive;
import org.xingvo.server.tls.PemFiles;

/** The started server with a certificate of its own. */
class TlsConformanceIT {
    private static final int SIZE = 5_000_000;

    private static Path directory;
    private static Archive archive;
    private static PemFiles pem;
    private static URI base;
    private static URI local;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        directory = Files.createTempDirectory("xingvo-tls");
        pem = PemFiles.make(directory, "EC");
        archive = Archive.open(
                PublishedArchive.config(directory.resolve("data"), null).withTls(pem.files()));
        Archive.Address address = archive.serve();
        base = address.shown();
        local = address.local();
        token = archive.newOperatorToken().orElseThrow();
    }

    @AfterAll
    static void stop() throws Exception {
        archive.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesGoInAndOutOverBothVersions(HttpClient.Version version) throws Exception {
        byte[] bytes = new byte[SIZE];
        long seed = System.nanoTime();
        new Random(seed).nextBytes(bytes);
        URI file = base.resolve("/files/home/operator/" + version + ".bin");
        try (HttpClient client = client(version)) {
            HttpResponse<String> put = client.send(
                    HttpRequest.newBuilder(file)
                            .header("Authorization", "Bearer " + token)
                            .PUT(BodyPublishers.ofByteArray(bytes))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
            assertThat(put.version()).isEqualTo(version);
            HttpRequest.Builder get = HttpRequest.newBuilder(file).header("Authorization", "Bearer " + token);
            HttpResponse<byte[]> all = client.send(get.build(), BodyHandlers.ofByteArray());
            assertThat(all.statusCode()).isEqualTo(200);
            assertThat(all.body()).as("seed %d", seed).isEqualTo(bytes);
            HttpResponse<byte[]> some =
                    client.send(get.header("Range", "bytes=1000000-1999999").build(), BodyHandlers.ofByteArray());
            assertThat(some.statusCode()).isEqualTo(206);
            assertThat(some.body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 1_000_000, 2_000_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void queriesAreAnsweredOverBothVersionsManyAtATime(HttpClient.Version version) throws Exception {
        try (HttpClient client = client(version)) {
            URI query = base.resolve("/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
                    + ServerConformance.encode("select a.* from tap_schema.columns a, tap_schema.columns b"
                            + " where a.\"size\" is null and b.std = 1"));
            String alone = client.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString())
                    .body();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(client.sendAsync(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                assertThat(answer.get().version()).isEqualTo(version);
                assertThat(answer.get().body().lines().count())
                        .isEqualTo(alone.lines().count())
                        .isGreaterThan(1000);
            }
        }
    }

    @Test
    void addressesInAnswersAreThoseThatTheClientAsked() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            String capabilities = client.send(
                            HttpRequest.newBuilder(base.resolve("/tap/capabilities"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(capabilities).contains(">" + base + "/tap<").doesNotContain("http://localhost");
        }
    }

    @Test
    void anAddressThatHidesASlashIsRefusedOverHttp2() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(base + "/files/home/a%2Fb"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).startsWith("InvalidURI");
            assertThat(client.send(
                                    HttpRequest.newBuilder(base.resolve("/tap/availability"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void curlSpeaksBothVersionsAndTrustsTheCertificate() throws Exception {
        for (String version : List.of("--http1.1", "--http2")) {
            Verdict verdict = Judge.curl(
                    "-sS",
                    version,
                    "--cacert",
                    pem.files().certificates().toString(),
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code} %{http_version}",
                    base + "/tap/availability");
            assertThat(verdict.output()).isEqualTo("200 " + (version.endsWith("2") ? "2" : "1.1"));
        }
    }

    @Test
    void programsOnThisMachineReachTheServerWithoutTls() throws IOException, InterruptedException {
        assertThat(local.getScheme()).isEqualTo("http");
        assertThat(Http.get(local + "/tap/availability")).contains("available>true<");
        assertThat(Archive.running(directory.resolve("data"))).contains(local);
    }

    private static HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(pem.trusting())
                .build();
    }
}
