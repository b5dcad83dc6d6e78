package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/** Jobs of a server that is killed with signal 9 amid them, and of one whose room for results is full. */
class JobsSurviveIT {
    private static final String COLUMNS =
            "SELECT * FROM tap_schema.columns ORDER BY table_name, column_index, column_name";

    /** Takes minutes, if nobody stops it. */
    private static final String LONG = "SELECT COUNT(*) AS n FROM tap_schema.columns AS a, tap_schema.columns AS b,"
            + " tap_schema.columns AS c, tap_schema.columns AS d, tap_schema.columns AS e";

    /** Takes a second or two, most of it for writing. */
    private static final String MANY = "SELECT TOP 400000 a.table_name, b.column_name, c.description"
            + " FROM tap_schema.columns AS a, tap_schema.columns AS b, tap_schema.columns AS c";

    @TempDir
    Path folder;

    @Test
    @Demand("12.5")
    void jobsOfAKilledServerAreWholeOrRunAgain() throws Exception {
        String finished;
        String result;
        String writing;
        String counting;
        String waiting;
        ChildServer killed = ChildServer.start(folder);
        try {
            String base = killed.base().toString();
            finished = create(base, COLUMNS);
            await(base + finished);
            result = get(base + finished + "/results/result").body();
            parametersCanBeReadOneByOne(base);
            counting = create(base, LONG);
            writing = create(base, MANY);
            awaitExecuting(base + counting);
            awaitExecuting(base + writing);
            waiting = create(base, COLUMNS);
            assertThat(get(base + waiting + "/phase").body()).isEqualTo("QUEUED");
        } finally {
            killed.kill();
        }
        try (ChildServer next = ChildServer.start(folder)) {
            String base = next.base().toString();
            assertThat(get(base + finished + "/results/result").body())
                    .isEqualTo(result)
                    .hasLineCount(lines(result));

            assertThat(await(base + writing)).contains("<uws:phase>COMPLETED<");
            String many = get(base + writing + "/results/result").body();
            assertThat(many).endsWith("\r\n");
            assertThat(many.lines().count()).isEqualTo(400_001);

            awaitExecuting(base + counting);
            post(base + counting + "/phase", "PHASE=ABORT");
            assertThat(await(base + waiting)).contains("<uws:phase>COMPLETED<");
            assertThat(get(base + waiting + "/results/result").body()).isEqualTo(result);
            aFullQuotaIsToldAndFreedByDeletion(base);
        }
    }

    private static int lines(String text) {
        return (int) text.lines().count();
    }

    private static void parametersCanBeReadOneByOne(String base) throws Exception {
        HttpResponse<String> made = Http.send(
                HttpRequest.newBuilder(URI.create(base + "/tap/async"))
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofString("""
                                --x
                                Content-Disposition: form-data; name="QUERY"

                                SELECT 1 AS "<one>"
                                --x
                                Content-Disposition: form-data; name="stars"; filename="stars.vot"

                                some bytes
                                --x--
                                """.replace("\n", "\r\n"))),
                null);
        assertThat(made.statusCode()).isEqualTo(303);
        String job = made.headers().firstValue("Location").orElseThrow();
        String file = get(job + "/parameters")
                .body()
                .replaceAll("(?s).*<uws:parameter id=\"stars\" byReference=\"true\">([^<]*)<.*", "$1");
        assertThat(file).startsWith(job + "/parameters/");
        assertThat(get(file).body()).isEqualTo("some bytes");
        HttpResponse<String> query = get(job + "/parameters/query");
        assertThat(query.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(query.body()).isEqualTo("SELECT 1 AS \"<one>\"");
        assertThat(get(job + "/parameters/nothing").statusCode()).isEqualTo(404);
    }

    private void aFullQuotaIsToldAndFreedByDeletion(String base) throws Exception {
        XsFiles results = new XsFiles(
                URI.create(base), Archive.operatorToken(folder.resolve("data")), "xing.jobs", new Random(1));
        results.set("quota=10000000");
        String first = create(base, MANY);
        assertThat(await(base + first)).contains("<uws:phase>ERROR<", "There is no room for the result");
        assertThat(get(base + first + "/results/result").statusCode()).isEqualTo(404);
        assertThat(get(base + first + "/error").body())
                .contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">There is no room for the result");
        results.set("quota=1000000000");
        String second = create(base, MANY);
        assertThat(await(base + second)).contains("<uws:phase>COMPLETED<");
    }

    /** The path of a new job that is to be run. */
    private static String create(String base, String adql) throws Exception {
        HttpResponse<String> made = post(
                base + "/tap/async",
                "PHASE=RUN&MAXREC=1000000&RESPONSEFORMAT=csv&QUERY=" + ServerConformance.encode(adql));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        return made.headers().firstValue("Location").orElseThrow().substring(base.length());
    }

    private static String await(String job) throws Exception {
        Instant end = Instant.now().plusSeconds(120);
        while (true) {
            String document = get(job + "?WAIT=10").body();
            if (!document.matches("(?s).*<uws:phase>(PENDING|QUEUED|EXECUTING)<.*")) {
                return document;
            }
            assertThat(Instant.now()).as(document).isBefore(end);
        }
    }

    private static void awaitExecuting(String job) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (!get(job + "?WAIT=5&PHASE=QUEUED").body().contains("<uws:phase>EXECUTING<")) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return Http.send(HttpRequest.newBuilder(URI.create(url)), null);
    }

    private static HttpResponse<String> post(String url, String form) throws Exception {
        return Http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                null);
    }
}
