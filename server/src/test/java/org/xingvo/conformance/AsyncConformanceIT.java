package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xingvo.conformance.Judge.Verdict;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/** Asynchronous jobs of a server whose only tables are its own, as clients drive them. */
class AsyncConformanceIT {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Takes minutes, if nobody stops it. */
    private static final String LONG = "SELECT COUNT(*) AS n FROM tap_schema.columns AS a, tap_schema.columns AS b,"
            + " tap_schema.columns AS c, tap_schema.columns AS d, tap_schema.columns AS e";

    private static final String SHORT = "SELECT COUNT(*) AS n FROM tap_schema.tables";

    private static final JobLimits LIMITS = twoAtOnce(JobLimits.STANDARD);

    private static Path directory;
    private static Archive archive;
    private static String base;
    private static String operator;

    @BeforeAll
    static void start() throws Exception {
        directory = Files.createTempDirectory("xingvo-async");
        open();
    }

    private static void open() throws IOException {
        archive = Archive.open(PublishedArchive.config(directory, null, LIMITS));
        base = archive.serve().local().toString();
        operator = Archive.operatorToken(directory);
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

    @Test
    void aJobIsCreatedRunWaitedForReadAndDeleted() throws Exception {
        String job = create("QUERY=" + encode(SHORT) + "&LANG=ADQL&RESPONSEFORMAT=csv&RUNID=mine&PHASE=RUN", null);
        assertThat(job).startsWith(base + "/tap/async/");

        String document = await(job);

        assertThat(document)
                .contains("<uws:phase>COMPLETED</uws:phase>", "<uws:runId>mine</uws:runId>", "version=\"1.1\"")
                .contains("xlink:href=\"" + job + "/results/result\"");
        HttpResponse<String> result = get(job + "/results/result");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
        assertThat(result.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"tap-result.csv\"");
        assertThat(result.headers().firstValue("Server"))
                .hasValueSatisfying(name -> assertThat(name).startsWith("XingVO/"));
        assertThat(result.body()).startsWith("n\r\n");

        HttpResponse<String> gone = send(HttpRequest.newBuilder(URI.create(job)).DELETE(), null);
        assertThat(gone.statusCode()).isEqualTo(303);
        assertThat(gone.headers().firstValue("Location")).hasValue(base + "/tap/async");
        assertThat(get(job).statusCode()).isEqualTo(404);
        assertThat(get(job + "/results/result").statusCode()).isEqualTo(404);
    }

    @Test
    void aResultIsGivenInRangesAndZippedToWhoAsks() throws Exception {
        String job =
                create("QUERY=" + encode("SELECT * FROM tap_schema.columns") + "&RESPONSEFORMAT=csv&PHASE=RUN", null);
        await(job);
        String url = job + "/results/result";
        byte[] whole = CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(whole).hasSizeGreaterThan(5_000);

        HttpResponse<String> part = send(HttpRequest.newBuilder(URI.create(url)).header("Range", "bytes=5-14"), null);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(new String(whole, 5, 10, StandardCharsets.UTF_8));

        HttpResponse<byte[]> zipped = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (var plain = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body()))) {
            assertThat(plain.readAllBytes()).isEqualTo(whole);
        }

        HttpResponse<String> head =
                send(HttpRequest.newBuilder(URI.create(url)).method("HEAD", HttpRequest.BodyPublishers.noBody()), null);
        assertThat(head.headers().firstValue("Content-Length")).hasValue(Integer.toString(whole.length));
        String etag = head.headers().firstValue("ETag").orElseThrow();
        assertThat(send(HttpRequest.newBuilder(URI.create(url)).header("If-None-Match", etag), null)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    @Demand("1.2")
    void whatIsWrongIsSaidByTheJobAndNotAtItsCreation() throws Exception {
        for (String wrong : List.of(
                "QUERY=" + encode("SELECT nonsense FROM nowhere") + "&LANG=ADQL",
                "QUERY=" + encode(SHORT) + "&LANG=SQL",
                "LANG=ADQL",
                "QUERY=" + encode(SHORT) + "&UPLOAD=a,http://127.0.0.1/x")) {
            String job = create(wrong + "&PHASE=RUN", null);
            String document = await(job);
            assertThat(document)
                    .contains("<uws:phase>ERROR</uws:phase>", "<uws:errorSummary type=\"fatal\" hasDetail=\"true\">");
            HttpResponse<String> error = get(job + "/error");
            assertThat(error.statusCode()).isEqualTo(200);
            assertThat(error.body()).contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">");
            assertThat(get(job + "/results/result").statusCode()).isEqualTo(404);
        }
    }

    /** The server runs two jobs at once: a third one shows that the others do not hold it any more. */
    @Test
    void runningStatementsAreStoppedByAbort() throws Exception {
        List<String> held = List.of(
                create("QUERY=" + encode(LONG) + "&PHASE=RUN", null),
                create("QUERY=" + encode(LONG) + "&PHASE=RUN", null));
        for (String job : held) {
            awaitPhase(job, "EXECUTING");
        }
        String third = create("QUERY=" + encode(SHORT) + "&PHASE=RUN", operator);
        assertThat(send(HttpRequest.newBuilder(URI.create(third + "/phase")), operator)
                        .body())
                .isEqualTo("QUEUED");
        for (String job : held) {
            assertThat(post(job + "/phase", "PHASE=ABORT", null).statusCode()).isEqualTo(303);
            assertThat(get(job + "/phase").body()).isEqualTo("ABORTED");
        }
        assertThat(send(HttpRequest.newBuilder(URI.create(third + "?WAIT=30&PHASE=QUEUED")), operator)
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> done =
                send(HttpRequest.newBuilder(URI.create(third + "?WAIT=30&PHASE=EXECUTING")), operator);
        assertThat(phase(done.body())).isEqualTo("COMPLETED");
    }

    @Test
    void aJobThatExceedsItsTimeIsAbortedWithASentence() throws Exception {
        String job = create("QUERY=" + encode(LONG) + "&EXECUTIONDURATION=1&PHASE=RUN", null);
        awaitPhase(job, "EXECUTING");
        String document = await(job);
        assertThat(document)
                .contains("<uws:phase>ABORTED</uws:phase>")
                .contains("The job was stopped at its time limit (executionduration) of 1 s;"
                        + " at most 86400 s may be asked for");
    }

    @Test
    void jobsOfAUserAreHisAlone() throws Exception {
        String job = create("QUERY=" + encode(SHORT), operator);
        HttpResponse<String> stranger = get(job);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().allValues("WWW-Authenticate")).isNotEmpty();
        assertThat(get(job + "/results/result").statusCode()).isEqualTo(401);
        assertThat(get(base + "/tap/async").body()).doesNotContain(job);
        assertThat(post(job, "ACTION=DELETE", null).statusCode()).isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(URI.create(job)), operator).body())
                .contains("<uws:ownerId>operator</uws:ownerId>");
        assertThat(post(job, "ACTION=DELETE", operator).statusCode()).isEqualTo(303);
    }

    @Test
    void capabilitiesNameTheLimitsOfJobs() throws Exception {
        assertThat(get(base + "/tap/capabilities").body().replaceAll(">\\s+<", "><"))
                .contains("<retentionPeriod><default>604800</default><hard>2678400</hard></retentionPeriod>")
                .contains("<executionDuration><default>3600</default><hard>86400</hard></executionDuration>")
                .contains("<default unit=\"row\">20000</default><hard unit=\"row\">1000000</hard>");
    }

    @Test
    void stiltsRunsQueriesAsJobs() throws Exception {
        Verdict verdict = Judge.stilts("tapquery", "tapurl=" + base + "/tap", "adql=" + SHORT, "ofmt=csv-noheader");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(Integer.parseInt(verdict.lines().getLast().strip())).isGreaterThan(5);
    }

    @Test
    @Demand("6.4")
    void pyvoDrivesJobs() throws Exception {
        Verdict verdict = Judge.python("pyvo", "pyvo_jobs.py", base + "/tap");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).contains("done");
    }

    @Test
    @Demand("7.2")
    void astroqueryDrivesJobs() throws Exception {
        Verdict verdict = Judge.python("astroquery", "astroquery_jobs.py", base + "/tap");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).contains("done");
    }

    @Test
    @Demand("12.5")
    void jobsGoOnAfterTheServerWasStoppedInTheMiddle() throws Exception {
        String finished = path(create("QUERY=" + encode(SHORT) + "&RESPONSEFORMAT=csv&PHASE=RUN", null));
        await(base + finished);
        String waiting = path(create("QUERY=" + encode(SHORT), null));
        String executing = path(create("QUERY=" + encode(LONG) + "&PHASE=RUN", null));
        awaitPhase(base + executing, "EXECUTING");

        archive.close();
        open();

        assertThat(get(base + finished + "/results/result").body()).startsWith("n\r\n");
        assertThat(get(base + waiting + "/phase").body()).isEqualTo("PENDING");
        awaitPhase(base + executing, "EXECUTING");
        assertThat(post(base + executing + "/phase", "PHASE=ABORT", null).statusCode())
                .isEqualTo(303);
        post(base + waiting + "/phase", "PHASE=RUN", null);
        assertThat(await(base + waiting)).contains("<uws:phase>COMPLETED</uws:phase>");
    }

    private static JobLimits twoAtOnce(JobLimits limits) {
        return new JobLimits(
                limits.duration(),
                limits.hardDuration(),
                limits.retention(),
                limits.hardRetention(),
                2,
                limits.runningPerAccount(),
                limits.keptPerAccount(),
                limits.attempts(),
                limits.longestWait());
    }

    private static String create(String form, @Nullable String token) throws Exception {
        HttpResponse<String> made = post(base + "/tap/async", form, token);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        return made.headers().firstValue("Location").orElseThrow();
    }

    /** The document of a job at its end. */
    private static String await(String job) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            String document = get(job + "?WAIT=10").body();
            if (!phase(document).matches("PENDING|QUEUED|EXECUTING")) {
                return document;
            }
            assertThat(Instant.now()).as(document).isBefore(end);
        }
    }

    private static void awaitPhase(String job, String phase) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        for (String document = get(job).body(); !phase(document).equals(phase); ) {
            assertThat(Instant.now()).as(document).isBefore(end);
            document = get(job + "?WAIT=5&PHASE=" + phase(document)).body();
        }
    }

    private static String phase(String document) {
        Matcher phase = Pattern.compile("<uws:phase>([A-Z]+)</uws:phase>").matcher(document);
        assertThat(phase.find()).as(document).isTrue();
        return phase.group(1);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)), null);
    }

    private static HttpResponse<String> post(String url, String form, @Nullable String token) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, @Nullable String token) throws Exception {
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static String path(String url) {
        return url.substring(base.length());
    }

    private static String encode(String text) {
        return ServerConformance.encode(text);
    }
}
