package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.conformance.Judge.Verdict;
import org.xingvo.testing.Demand;

/** What outside programs say of a server that has published the real files. */
abstract class ServerConformance {
    @TempDir
    Path folder;

    /** The server under judgement. */
    abstract PublishedArchive archive();

    /** A stage, the earlier ones whose findings it needs, and the line that shows how much it has looked at. */
    @ParameterizedTest
    @Demand({"3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10", "3.12", "3.14", "3.15", "4.1"})
    @CsvSource(delimiter = '|', textBlock = """
            TMV |             | S-TMV-VALI-1 SAX report: warnings 0, errors 0, fatal 0
            TME | TMV         | S-TME-SUMM-1 Schemas: 5, Tables: [23][0-9], Columns: [0-9]{4}, Foreign Keys: [0-9]+
            TMS |             | S-TMS-QNUM-1 Successful/submitted TAP queries: ([0-9]{2})/\\1
            TMC | TMV TME TMS | S-TMS-SUMM-1 Schemas: 5, Tables: [23][0-9], Columns: [0-9]{4}, Foreign Keys: [0-9]+
            CPV |             | S-CPV-VALI-1 SAX report: warnings 0, errors 0, fatal 0
            CAP |             | Section CAP: .*
            AVV |             | S-AVV-VALI-1 SAX report: warnings 0, errors 0, fatal 0
            QGE | TME TMS     | S-QGE-QNUM-1 Successful/submitted TAP queries: ([0-9]+)/\\1
            QPO | TME TMS     | S-QPO-QNUM-1 Successful/submitted TAP queries: ([0-9]+)/\\1
            QAS | TME TMS     | S-QAS-QNUM-1 Successful/submitted TAP queries: ([0-9]+)/\\1
            UWS | TME         | Section UWS: .*
            MDQ | TME TMS     | S-MDQ-QNUM-1 Successful/submitted TAP queries: ([23][0-9])/\\1
            EXA | TME CPV CAP | S-EXA-.*
            UPL | CPV CAP     | Section UPL: .*
            OBS | TME TMS     | S-OBS-COLS-1 ivoa.ObsCore columns: 30/30 required.*
            """)
    void taplintHasNeitherErrorNorWarning(String stage, String before, String evidence) throws Exception {
        String stages = before == null ? stage : before + " " + stage;
        Verdict verdict = Judge.stilts(
                "taplint",
                "report=EWSF",
                "stages=" + stages,
                "tapurl=" + archive().url("/tap"));

        assertThat(verdict.lines()).as(verdict.output()).anyMatch(line -> line.matches(evidence));
        assertThat(verdict.lines()).as(verdict.output()).noneMatch(line -> line.matches("[EWF]-.*"));
        assertThat(verdict.output()).contains("Totals: Errors: 0; Warnings: 0;");
    }

    @Test
    @Demand("1.7")
    void metadataAreTheSameEverywhere() throws Exception {
        PublishedColumns columns = new PublishedColumns(archive());
        Map<String, List<String>> tables = columns.ofTables();
        assertThat(tables).hasSizeGreaterThan(20).containsExactlyInAnyOrderEntriesOf(columns.ofSchema());
        for (Map.Entry<String, List<String>> table : tables.entrySet()) {
            assertThat(columns.ofAnswer(table.getKey())).as(table.getKey()).isEqualTo(table.getValue());
        }
        assertThat(columns.indexedOfTables())
                .isEqualTo(columns.indexedOfSchema())
                .isNotEmpty();
        assertThat(columns.keysOfTables()).isEqualTo(columns.keysOfSchema()).isNotEmpty();
    }

    @Test
    void stiltsTapqueryReadsWhatCurlReads() throws Exception {
        String adql = "SELECT COUNT(*) AS n FROM ivoa.obscore WHERE dataproduct_type = 'spectrum'";
        Verdict stilts = Judge.stilts(
                "tapquery", "tapurl=" + archive().url("/tap"), "sync=true", "adql=" + adql, "ofmt=csv-noheader");
        assertThat(stilts.exitCode()).as(stilts.output()).isZero();
        assertThat(archive().csv(adql)).isEqualTo("n\n" + stilts.output().strip() + "\n");
        assertThat(Integer.parseInt(stilts.output().strip())).isGreaterThan(200);
    }

    @Test
    void metricsMoveWithQueriesAndAreNotForEverybody() throws Exception {
        double before = metric("xingvo_queries_total");
        double rows = metric("xingvo_query_rows_total");
        double wrong = metric("xingvo_query_failures_total{kind=\"usage\"}");
        archive().csv("SELECT TOP 7 table_name FROM tap_schema.tables");
        HttpResponse<String> refused = Http.send(
                HttpRequest.newBuilder(URI.create(archive().url("/tap/sync?LANG=ADQL&QUERY=SELECT+nothing"))), null);
        assertThat(refused.statusCode()).isEqualTo(400);

        assertThat(metric("xingvo_queries_total")).isGreaterThan(before);
        assertThat(metric("xingvo_query_rows_total")).isGreaterThanOrEqualTo(rows + 7);
        assertThat(metric("xingvo_query_failures_total{kind=\"usage\"}")).isGreaterThan(wrong);
        assertThat(metric("xingvo_pool_idle{pool=\"reader\"}")).isPositive();
        assertThat(metric("jvm_memory_used_bytes")).isPositive();

        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(archive().url("/metrics")))
                .header("Accept", "application/openmetrics-text; version=1.0.0, text/plain; q=0.5");
        HttpResponse<String> open = Http.send(request, null);
        assertThat(open.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).contains("# TYPE xingvo_queries counter").endsWith("# EOF\n");
        HttpRequest.Builder proxied =
                HttpRequest.newBuilder(URI.create(archive().url("/metrics"))).header("X-Forwarded-For", "192.0.2.1");
        assertThat(Http.send(proxied, null).statusCode()).isEqualTo(403);
    }

    private double metric(String name) throws Exception {
        return Http.get(archive().url("/metrics"))
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void stiltsConeFindsAPublishedSpectrum() throws Exception {
        String[] position = archive()
                .csv("SELECT TOP 1 s_ra, s_dec FROM ivoa.obscore WHERE s_ra IS NOT NULL ORDER BY obs_publisher_did")
                .lines()
                .toList()
                .getLast()
                .split(",", -1);
        Verdict verdict = Judge.stilts(
                "cone",
                "serviceurl=" + archive().url("/scs/ivoa.obscore"),
                "lon=" + position[0],
                "lat=" + position[1],
                "radius=0.001",
                "ofmt=csv-noheader");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).as(verdict.output()).isNotEmpty();
    }

    @ParameterizedTest
    @Demand("3.16")
    @ValueSource(strings = {"votable", "votable/td", "application/x-votable+xml;serialization=BINARY2"})
    void votlintIsContentWithEveryVotable(String format) throws Exception {
        Path answer = download("/tap/sync?REQUEST=doQuery&LANG=ADQL&RESPONSEFORMAT=" + encode(format) + "&QUERY="
                + encode("SELECT TOP 50 * FROM ivoa.obscore"));
        assertVotlintIsContent(answer);
    }

    @Test
    @Demand("3.16")
    void votlintIsContentWithConesAndErrors() throws Exception {
        assertVotlintIsContent(download("/scs/ivoa.obscore?RA=10&DEC=20&SR=30"));
        assertVotlintIsContent(download("/scs/ivoa.obscore?RA=nonsense&DEC=20&SR=1"));
        assertVotlintIsContent(download("/tap/sync?LANG=ADQL&QUERY=" + encode("SELECT nonsense FROM nowhere")));
    }

    @Test
    @Demand("3.17")
    void datalinklintHasNeitherErrorNorWarning() throws Exception {
        String did = archive()
                .csv("SELECT TOP 1 obs_publisher_did FROM ivoa.obscore ORDER BY obs_publisher_did")
                .lines()
                .toList()
                .getLast();
        Verdict verdict = Judge.stilts("datalinklint", "votable=" + archive().url("/datalink/links?ID=" + encode(did)));
        assertThat(verdict.output()).doesNotContainPattern("(?m)^[EW]-");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    }

    @Test
    @Demand({"6.1", "6.2", "6.3", "6.6", "6.9", "8.1"})
    void pyvoFindsAndDownloads() throws Exception {
        Verdict verdict = Judge.python(
                "pyvo",
                "pyvo_check.py",
                archive().url(""),
                PublishedArchive.sharedData().toString());
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).contains("done");
    }

    @Test
    @Demand("7.2")
    void astroqueryQueries() throws Exception {
        Verdict verdict =
                Judge.python("astroquery", "astroquery_check.py", archive().url(""));
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.lines()).contains("done");
    }

    @Test
    void theFrontPageNamesTheServices() throws Exception {
        assertThat(Http.get(archive().url("/")))
                .contains("Conformance")
                .contains(archive().url("/tap/tables"))
                .contains(archive().url("/vos/nodes"));
    }

    @Test
    void javasOwnClientGetsTypeAndBodyThoughItAsksForHttp2() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI sync = URI.create(archive().url("/tap/sync"));
            String form = "LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + encode("SELECT TOP 2 obs_id FROM ivoa.obscore");
            for (HttpRequest.Builder request : List.of(
                    HttpRequest.newBuilder(URI.create(sync + "?" + form)),
                    HttpRequest.newBuilder(sync)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form)))) {
                HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                assertThat(response.headers().firstValue("Content-Type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
                assertThat(response.body().lines()).hasSize(3);
            }
        }
    }

    @Test
    void curlResumesADownload() throws Exception {
        String url = archive()
                .csv("SELECT TOP 1 access_url FROM ivoa.obscore WHERE access_estsize > 20 ORDER BY obs_publisher_did")
                .lines()
                .toList()
                .getLast();
        Path whole = folder.resolve("whole");
        Path resumed = folder.resolve("resumed");
        assertThat(Judge.curl("-f", "-o", whole.toString(), url).exitCode()).isZero();
        assertThat(Judge.curl("-f", "-r", "0-999", "-o", resumed.toString(), url)
                        .exitCode())
                .isZero();
        assertThat(Files.size(resumed)).isEqualTo(1000);
        assertThat(Judge.curl("-f", "-C", "-", "-o", resumed.toString(), url).exitCode())
                .isZero();
        assertThat(resumed).hasSameBinaryContentAs(whole);

        Verdict head = Judge.curl("-f", "-I", url);
        assertThat(head.output())
                .containsIgnoringCase("content-length: " + Files.size(whole))
                .containsIgnoringCase("accept-ranges: bytes")
                .containsIgnoringCase("etag: \"")
                .containsIgnoringCase("content-disposition:")
                .containsIgnoringCase("server: XingVO/");
    }

    private void assertVotlintIsContent(Path votable) throws Exception {
        Verdict verdict = Judge.stilts("votlint", "votable=" + votable);
        assertThat(verdict.output()).doesNotContainPattern("(?m)^(ERROR|WARNING)");
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    }

    private Path download(String path) throws IOException, InterruptedException {
        Path target = folder.resolve("answer.vot");
        Verdict verdict = Judge.curl("-o", target.toString(), archive().url(path));
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        return target;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
