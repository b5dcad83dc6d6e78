package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.server.Archive;
import org.xingvo.testing.Demand;

/** Requests as the programs of astronomers send them, byte for byte where it matters, to a server with a small survey. */
class ClientsConformanceIT {
    /** What Java's own client sends, which STILTS, TOPCAT and Aladin are built on. */
    private static final String JAVA_ACCEPT = "text/html, image/gif, image/jpeg, */*; q=0.2";

    private static final String SHORT = "SELECT COUNT(*) AS n FROM tap_schema.tables";

    /** Takes minutes, if nobody stops it. */
    private static final String LONG = "SELECT COUNT(*) AS n FROM tap_schema.columns AS a, tap_schema.columns AS b,"
            + " tap_schema.columns AS c, tap_schema.columns AS d, tap_schema.columns AS e";

    @TempDir
    static Path folder;

    private static Archive archive;
    private static String base;
    private static String tap;

    @BeforeAll
    static void publish() throws Exception {
        Path survey = folder.resolve("survey");
        DemoSurvey.write(survey, 12, 1, done -> {});
        archive = Archive.open(PublishedArchive.config(folder.resolve("data"), null));
        archive.publish(List.of(survey), Progress.silent());
        base = archive.serve().local().toString();
        tap = base + "/tap";
    }

    @AfterAll
    static void stop() throws Exception {
        archive.close();
    }

    // Answers in general ------------------------------------------------------------------------------------

    @Test
    @Demand({"2.1", "2.2", "2.6"})
    void answersHaveTheirOwnTypeAndNoEncodingWhateverJavaSaysItAccepts() throws Exception {
        for (String path : everywhere()) {
            HttpResponse<String> plain = get(path);
            HttpResponse<String> java = get(path, "Accept", JAVA_ACCEPT);
            assertThat(type(java)).as(path).isEqualTo(type(plain)).isNotEmpty();
            assertThat(java.statusCode()).as(path).isEqualTo(200);
            assertThat(java.headers().firstValue("Content-Encoding")).as(path).isEmpty();
        }
        String columns = tap + "/sync?LANG=ADQL&QUERY=" + encode("SELECT * FROM tap_schema.columns");
        for (String zipped : List.of(columns, tap + "/tables", base + "/scs/ivoa.obscore?RA=0&DEC=0&SR=180")) {
            assertThat(get(zipped, "Accept-Encoding", "gzip, deflate").headers().firstValue("Content-Encoding"))
                    .as(zipped)
                    .hasValue("gzip");
        }
    }

    @Test
    @Demand("9.4")
    void pagesOfOtherSitesMayReadEveryAnswer() throws Exception {
        String job = create("QUERY=" + encode(SHORT) + "&PHASE=RUN");
        await(job);
        String file = one("SELECT TOP 1 access_url FROM ivoa.obscore");
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String path : everywhere()) {
            answers.add(get(path));
        }
        answers.add(get(tap + "/sync?LANG=ADQL&QUERY=nonsense"));
        answers.add(get(tap + "/tables/no.thing"));
        answers.add(get(tap + "/nothing"));
        answers.add(get(tap + "/async/nothing"));
        answers.add(get(tap + "/async/nothing/results/result"));
        answers.add(get(job + "/results/result", "Range", "bytes=0-9"));
        answers.add(get(file));
        answers.add(get(file, "Range", "bytes=0-9"));
        answers.add(get(file + "/nothing"));
        answers.add(post(tap + "/async", "QUERY=x"));
        for (String path : List.of(
                tap + "/sync", tap + "/async", job, job + "/results/result", file, base + "/previews/nothing")) {
            HttpResponse<String> options = Http.send(
                    HttpRequest.newBuilder(URI.create(path))
                            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                            .header("Origin", "https://aladin.example.org")
                            .header("Access-Control-Request-Method", "GET"),
                    null);
            assertThat(options.statusCode()).as(path).isIn(200, 204);
            answers.add(options);
        }
        for (HttpResponse<String> answer : answers) {
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .as(answer.statusCode() + " of " + answer.request())
                    .containsExactly("*");
            assertThat(answer.headers().firstValue("Server").orElse(""))
                    .as(answer.request().toString())
                    .startsWith("XingVO/");
        }
        assertThat(answers).extracting(HttpResponse::statusCode).contains(200, 206, 303, 400, 404);
    }

    @Test
    @Demand({"1.3", "8.1"})
    void errorsAreVotablesWithTheTextThatClientsLookFor() throws Exception {
        for (String wrong : List.of(
                tap + "/sync?LANG=ADQL&QUERY=" + encode("SELECT nothing FROM ivoa.obscore"),
                tap + "/sync?LANG=PQL&QUERY=" + encode(SHORT),
                tap + "/sync?LANG=ADQL",
                tap + "/sync?LANG=ADQL&MAXREC=many&QUERY=" + encode(SHORT),
                tap + "/sync?LANG=ADQL&RESPONSEFORMAT=png&QUERY=" + encode(SHORT),
                tap + "/tables/no.thing",
                tap + "/async/nothing",
                tap + "/async/nothing/error",
                tap + "/async/nothing/results/result")) {
            HttpResponse<String> answer = get(wrong);
            assertThat(answer.statusCode()).as(wrong).isBetween(400, 499);
            assertThat(type(answer)).as(wrong).isEqualTo("application/x-votable+xml");
            assertThat(answer.body())
                    .as(wrong)
                    .startsWith("<?xml")
                    .containsPattern(
                            "<RESOURCE type=\"results\">\\s*<INFO name=\"QUERY_STATUS\" value=\"ERROR\">[^<]+</")
                    .containsOnlyOnce("QUERY_STATUS");
        }
    }

    @Test
    @Demand({"1.4", "1.6"})
    void namesHaveThePrefixesThatParsersCompare() throws Exception {
        assertThat(get(tap + "/capabilities").body())
                .contains("<vosi:capabilities ", "<capability ", " xsi:type=\"", "<interface ", "<language>")
                .contains("<outputFormat ", "<accessURL ");
        assertThat(get(tap + "/tables").body())
                .contains("<vosi:tableset ", "<schema>", "<table ", "<column ", "<dataType xsi:type=\"vs:");
        String job = create("QUERY=" + encode(SHORT) + "&RUNID=r&PHASE=RUN");
        assertThat(await(job))
                .contains("<uws:job ", "<uws:jobId>", "<uws:runId>r<", "<uws:phase>COMPLETED<", "<uws:quote>")
                .contains("<uws:parameter id=\"", "<uws:result id=\"result\" xlink:type=\"simple\" xlink:href=\"");
        assertThat(get(tap + "/async").body()).contains("<uws:jobs ", "<uws:jobref id=\"", "<uws:phase>");
        assertThat(get(tap + "/sync?LANG=ADQL&QUERY=" + encode(SHORT)).body())
                .contains("<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">")
                .contains("<RESOURCE type=\"results\">", "<TABLE ", "<FIELD ");
    }

    @Test
    @Demand("1.5")
    void addressesHaveNoSlashAtTheirEndAndAreThoseThatTheClientAsked() throws Exception {
        Pattern address = Pattern.compile("<accessURL[^>]*>([^<]*)</accessURL>");
        assertThat(accessUrls(get(tap + "/capabilities").body()))
                .contains(tap, tap + "/capabilities", tap + "/tables", tap + "/availability", tap + "/examples")
                .noneMatch(url -> url.endsWith("/"));
        String other = RawHttp.answer(
                URI.create(base),
                "GET /tap/capabilities HTTP/1.0",
                "X-Forwarded-Host: trusted.by.nobody.example.org",
                "Accept: */*");
        assertThat(other).doesNotContain("trusted.by.nobody");
        assertThat(address.matcher(other).results().map(url -> url.group(1)))
                .allMatch(url -> url.startsWith("http://localhost"));
    }

    private static List<String> accessUrls(String capabilities) {
        return Pattern.compile("<accessURL[^>]*>([^<]*)</accessURL>")
                .matcher(capabilities)
                .results()
                .map(url -> url.group(1))
                .toList();
    }

    /** What taplint has no schema for is declared elsewhere. */
    @Test
    @Demand("3.5")
    void capabilitiesOfTapHaveNothingThatIsNotTap() throws Exception {
        String document = get(tap + "/capabilities").body();
        assertThat(document)
                .doesNotContainPattern("xsi:type=\"(cs|sia|ssap|ssa|sla):")
                .doesNotContain("forMode");
        assertThat(document.replaceAll("(?s)<(/?)([A-Za-z]+)[^>]*>[^<]*", "$1$2 "))
                .containsPattern(
                        "dataModel .*language .*outputFormat .*retentionPeriod .*executionDuration .*outputLimit");
    }

    @Test
    void answersTellWhoGaveThemAndTheFramesOfTheirColumns() throws Exception {
        String query = "QUERY=" + encode("SELECT TOP 1 obs_publisher_did, s_ra, s_dec, t_min FROM ivoa.obscore");
        String answer = get(tap + "/sync?LANG=ADQL&" + query).body();
        assertThat(answer)
                .contains("<INFO name=\"service_protocol\" value=\"ivo://ivoa.net/std/TAP\"/>")
                .contains("<INFO name=\"publisher\" value=\"Conformance\"/>")
                .contains("<INFO name=\"server_software\" value=\"XingVO/")
                .contains("<INFO name=\"request\" value=\"" + tap + "/sync\"/>")
                .containsPattern("<INFO name=\"request_date\" value=\"20[-0-9]{8}T[0-9:]{8}Z\"/>")
                .contains("<INFO name=\"QUERY\" value=\"SELECT TOP 1 obs_publisher_did")
                .contains("<COOSYS ID=\"frame_icrs\" system=\"ICRS\"/>", "<TIMESYS ID=\"time_utc\" timescale=\"UTC\"")
                .containsPattern("<FIELD name=\"s_ra\"[^>]* ref=\"frame_icrs\"")
                .containsPattern("<FIELD name=\"t_min\"[^>]* ref=\"time_utc\"")
                .containsPattern("<FIELD ID=\"obs_publisher_did\"")
                .contains("<RESOURCE type=\"meta\" utype=\"adhoc:service\"", base + "/datalink/links");
        String job = create(query + "&PHASE=RUN");
        await(job);
        assertThat(get(job + "/results/result").body()).contains("<INFO name=\"request\" value=\"" + job + "\"/>");
        assertThat(get(base + "/scs/ivoa.obscore?RA=0&DEC=0&SR=0").body())
                .contains("<INFO name=\"request\" value=\"" + base + "/scs/ivoa.obscore\"/>");
    }

    /** Every key that TAP_SCHEMA tells of can be joined by. */
    @Test
    void whatIsSaidToBelongTogetherDoes() throws Exception {
        List<String> keys = csv("SELECT from_table, target_table, from_column, target_column FROM tap_schema.keys"
                + " NATURAL JOIN tap_schema.key_columns");
        for (String key : keys) {
            String[] of = key.split(",", -1);
            csv("SELECT TOP 1 a.%s FROM %s AS a JOIN %s AS b ON a.%s = b.%s"
                    .formatted(of[2], of[0], of[1], of[2], of[3]));
        }
        List<String> collections = csv("SELECT table_name FROM tap_schema.tables WHERE schema_name = 'data'");
        assertThat(collections).isNotEmpty();
        for (String collection : collections) {
            assertThat(keys).contains(collection + ",ivoa.obscore,obs_publisher_did,obs_publisher_did");
            assertThat(csv("SELECT COUNT(*) AS n FROM " + collection + " JOIN ivoa.obscore USING (obs_publisher_did)"))
                    .isEqualTo(csv("SELECT COUNT(*) AS n FROM " + collection));
        }
    }

    // Queries ------------------------------------------------------------------------------------------------

    @Test
    @Demand("1.8")
    void moreRowsThanAllowedAreAskedForWithoutHarm() throws Exception {
        for (String maxrec : List.of("20000000", "1000000", "9223372036854775807", "99999999999999999999")) {
            HttpResponse<String> answer =
                    get(tap + "/sync?LANG=ADQL&RESPONSEFORMAT=csv&MAXREC=" + maxrec + "&QUERY=" + encode(SHORT));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).startsWith("n\r\n");
        }
        String none = get(tap + "/sync?LANG=ADQL&RESPONSEFORMAT=votable/td&MAXREC=0&QUERY=" + encode(SHORT))
                .body();
        assertThat(none).contains("<FIELD name=\"n\"", "</TABLE>").doesNotContain("<TR>");
    }

    @Test
    @Demand("1.9")
    void parametersThatNobodyKnowsAreIgnoredAndNamesMayHaveAnyCase() throws Exception {
        String extra = "DUMMY=1&tapclient=TapPlus&jobname=x&PHASE=RUN&format=csv&FORMAT=csv&lang=ADQL&request=doQuery"
                + "&query=" + encode(SHORT);
        assertThat(get(tap + "/sync?" + extra).body()).startsWith("n\r\n");
        assertThat(post(tap + "/sync", extra).body()).startsWith("n\r\n");
        assertThat(await(create(extra))).contains("<uws:phase>COMPLETED<");
    }

    @Test
    void aQueryTypedIntoCurlMayHaveSignsUnescaped() throws Exception {
        String query = "/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+COUNT(*)+AS+n+FROM+\"tap_schema\".tables+WHERE+";
        assertThat(Judge.curl(base + query + "1<0+OR+0>1").output()).isEqualTo("n\r\n0\r\n");
        assertThat(RawHttp.answer(URI.create(base), "GET " + query + "%zz HTTP/1.1"))
                .startsWith("HTTP/1.1 400 ")
                .contains("two hexadecimal digits");
    }

    @Test
    @Demand({"5.5", "5.6"})
    void everyNameOfAFormatAndOfTheLanguageIsUnderstood() throws Exception {
        String document = get(tap + "/capabilities").body();
        List<String> names = new ArrayList<>();
        Matcher format = Pattern.compile("(?s)<outputFormat(?: ivo-id=\"([^\"]*)\")?>(.*?)</outputFormat>")
                .matcher(document);
        while (format.find()) {
            if (format.group(1) != null) {
                names.add(format.group(1));
            }
            Pattern.compile("<(?:mime|alias)>([^<]*)<")
                    .matcher(format.group(2))
                    .results()
                    .forEach(name -> names.add(name.group(1)));
        }
        assertThat(names).hasSizeGreaterThan(25).contains("votable", "votable/b2", "votable/td", "csv", "fits");
        names.addAll(List.of(
                "application/x-votable+xml; serialization=TABLEDATA",
                "Application/X-VOTable+XML;Serialization=Binary2",
                "application/x-votable+xml ; serialization=\"binary\"",
                "VOTABLE",
                "CSV"));
        for (String name : names) {
            for (String parameter : List.of("FORMAT", "RESPONSEFORMAT")) {
                HttpResponse<String> answer =
                        get(tap + "/sync?LANG=ADQL&" + parameter + "=" + encode(name) + "&QUERY=" + encode(SHORT));
                assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(200);
                assertThat(type(answer).contains("votable") || type(answer).matches("(text|application)/xml.*"))
                        .as(name + " is " + type(answer))
                        .isEqualTo(name.toLowerCase(Locale.ROOT).matches(".*(votable|xml|binary|tabledata).*")
                                && !name.contains("xhtml"));
            }
        }
        for (String language : List.of("ADQL", "ADQL-2.0", "ADQL-2.1", "adql-2.1")) {
            assertThat(get(tap + "/sync?FORMAT=csv&LANG=" + language + "&QUERY=" + encode(SHORT))
                            .statusCode())
                    .as(language)
                    .isEqualTo(200);
        }
        assertThat(document).contains("ivo-id=\"ivo://ivoa.net/std/ADQL#v2.0\">2.0<", "#v2.1\">2.1<");
    }

    @Test
    @Demand({"5.1", "5.3"})
    void metadataComeAsTopcatReadsThem() throws Exception {
        List<String> tables = csv("SELECT table_name FROM TAP_SCHEMA.tables");
        assertThat(tables).hasSizeGreaterThan(10);
        for (String table : tables) {
            String escaped = encode(table).replace("+", "%20").replace(".", "%2E");
            HttpResponse<String> one = get(tap + "/tables/" + escaped);
            assertThat(one.statusCode()).as(table).isEqualTo(200);
            assertThat(one.body()).contains("<name>" + table + "</name>", "<column ");
        }
        assertThat(get(tap + "/tables/%22ivoa%22.%22obscore%22").body()).contains("<name>ivoa.obscore</name>");
        assertThat(get(tap + "/tables/data/nothing%20%22here%22").statusCode()).isEqualTo(404);
        assertThat(get(tap + "/tables?detail=min").body())
                .contains("<name>ivoa.obscore</name>")
                .doesNotContain("<column");
        for (String table : List.of("schemas", "tables", "columns", "keys", "key_columns")) {
            assertThat(csv("SELECT TOP 1 * FROM TAP_SCHEMA." + table)).as(table).isNotEmpty();
            assertThat(csv("SELECT COUNT(*) AS nrow FROM TAP_SCHEMA." + table)).hasSize(1);
        }
        assertThat(csv("SELECT key_id, from_column, target_column, target_table FROM TAP_SCHEMA.key_columns"
                        + " NATURAL JOIN TAP_SCHEMA.keys WHERE from_table = 'xing.cards'"))
                .isNotEmpty()
                .allMatch(row -> row.endsWith("obs_publisher_did,obs_publisher_did,ivoa.obscore"));
        assertThat(csv("SELECT key_id FROM TAP_SCHEMA.keys NATURAL JOIN TAP_SCHEMA.key_columns"
                        + " WHERE from_table = 'XING.CARDS'"))
                .isEmpty();
        assertThat(csv("SELECT c.column_name FROM TAP_SCHEMA.columns AS c JOIN TAP_SCHEMA.tables AS t"
                        + " ON c.table_name = t.table_name WHERE t.schema_name = 'ivoa'"))
                .contains("s_ra");
    }

    @Test
    @Demand("5.8")
    void answersAreGroupedAndOrderedByTheirOwnNames() throws Exception {
        assertThat(csv("SELECT ROUND(s_ra, 0) AS r, COUNT(*) AS n, MIN(DISTANCE(POINT('ICRS', s_ra, s_dec),"
                        + " POINT('ICRS', 10, 10)) * 3600.0) AS d FROM ivoa.obscore GROUP BY r ORDER BY d"))
                .isNotEmpty();
    }

    @Test
    @Demand("9.1")
    void aladinReadsTheSchemaAndRunsAJob() throws Exception {
        for (String adql : List.of(
                "SELECT COUNT(*) FROM TAP_SCHEMA.columns",
                "SELECT * FROM TAP_SCHEMA.columns",
                "SELECT * FROM TAP_SCHEMA.columns WHERE table_name='ivoa.obscore'",
                "SELECT * FROM TAP_SCHEMA.tables",
                "SELECT * FROM TAP_SCHEMA.keys JOIN TAP_SCHEMA.key_columns"
                        + " ON TAP_SCHEMA.keys.key_id=TAP_SCHEMA.key_columns.key_id")) {
            HttpResponse<String> answer = get(
                    tap + "/sync?REQUEST=doQuery&LANG=ADQL&MAXREC=20000000"
                            + "&FORMAT=application%2Fx-votable%2Bxml%3Bserialization%3DTABLEDATA&QUERY=" + encode(adql),
                    "Accept",
                    JAVA_ACCEPT);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("<TABLEDATA>", "<TD>").doesNotContain("OVERFLOW");
        }
        String boundary = "---------------------------7d21";
        StringBuilder body = new StringBuilder();
        for (String[] field : new String[][] {
            {"REQUEST", "doQuery"},
            {"LANG", "ADQL"},
            {"PHASE", "RUN"},
            {"FORMAT", "application/x-votable+xml;serialization=TABLEDATA"},
            {"MAXREC", "20000000"},
            {"QUERY", SHORT}
        }) {
            body.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, field[0], field[1]));
        }
        HttpResponse<String> made = Http.send(
                HttpRequest.newBuilder(URI.create(tap + "/async"))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofString(body + "--" + boundary + "--\r\n")),
                null);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        String job = made.headers().firstValue("Location").orElseThrow();
        await(job);
        assertThat(get(job + "/results/result").body()).contains("<TABLEDATA>");
    }

    @Test
    @Demand("2.11")
    void aVeryLongQueryComesByGet() throws Exception {
        String many = "SELECT COUNT(*) AS n FROM tap_schema.tables WHERE table_name IN ('x'"
                + ", 'yyyyyyyy'".repeat(4_000) + ")";
        assertThat(many).hasSizeGreaterThan(48_000);
        String url = tap + "/sync?LANG=ADQL&FORMAT=csv&QUERY=" + encode(many);
        assertThat(url).hasSizeGreaterThan(64 << 10);
        assertThat(get(url).body()).isEqualTo("n\r\n0\r\n");
    }

    @Test
    @Demand({"9.5", "5.9"})
    void conesAndLinksAreTabledataForBrowsers() throws Exception {
        String did = one("SELECT TOP 1 obs_publisher_did FROM ivoa.obscore");
        assertThat(get(base + "/scs/ivoa.obscore?RA=0&DEC=0&SR=180&VERB=2").body())
                .contains("<TABLEDATA>");
        HttpResponse<String> links = get(base + "/datalink/links?ID=" + encode(did));
        assertThat(type(links)).isEqualTo("application/x-votable+xml;content=datalink");
        assertThat(links.body()).contains("<TABLEDATA>");
        for (String end : List.of("?RA=0&DEC=0&SR=0", "?&RA=0&DEC=0&SR=0&VERB=1", "?VERB=3&&RA=1e1&DEC=-5.&SR=.0")) {
            assertThat(get(base + "/scs/ivoa.obscore" + end).body())
                    .contains("ucd=\"POS_EQ_RA_MAIN\"", "ucd=\"POS_EQ_DEC_MAIN\"", "</TABLEDATA>")
                    .doesNotContain("<TR>", "name=\"Error\"");
        }
    }

    // Jobs ---------------------------------------------------------------------------------------------------

    @Test
    @Demand({"1.1", "12.11"})
    void whoWaitsIsHeldUntilThePhaseChanges() throws Exception {
        assertThat(JobLimits.STANDARD.longestWait().toSeconds()).isBetween(30L, 50L);
        String job = create("QUERY=" + encode(LONG) + "&PHASE=RUN");
        while (!get(job + "/phase").body().equals("EXECUTING")) {
            get(job + "?WAIT=5&PHASE=QUEUED");
        }
        CompletableFuture<HttpResponse<String>> held = CompletableFuture.supplyAsync(() -> {
            try {
                return get(job + "?WAIT=-1");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        for (String now : List.of("?WAIT=-1&PHASE=QUEUED", "?PHASE=PENDING&WAIT=40", "?WAIT=0", "")) {
            assertThat(get(job + now).body()).as(now).contains("<uws:phase>EXECUTING<");
        }
        assertThat(get(job + "?WAIT=1&PHASE=EXECUTING").body()).contains("<uws:phase>EXECUTING<");
        assertThat(held).isNotDone();
        assertThat(post(job + "/phase", "PHASE=ABORT").statusCode()).isEqualTo(303);
        assertThat(held.get(30, TimeUnit.SECONDS).body()).contains("<uws:phase>ABORTED<");
        assertThat(get(job + "?WAIT=-1").body()).contains("<uws:phase>ABORTED<");
        assertThat(get(tap + "/async").body()).contains(job);

        String pending = create("QUERY=" + encode(SHORT));
        post(pending + "/phase", "PHASE=ABORT");
        assertThat(get(pending + "/phase").body()).isEqualTo("ABORTED");
    }

    @Test
    @Demand({"1.2", "2.9"})
    void aWrongQueryIsAJobAllTheSame() throws Exception {
        for (String wrong : List.of("QUERY=nonsense", "QUERY=SELECT+x+FROM+no.where", "LANG=PQL&QUERY=x", "MAXREC=y")) {
            String job = create(wrong + "&PHASE=RUN");
            String document = await(job);
            assertThat(document).contains("<uws:phase>ERROR<").containsPattern("<uws:message>[^<]+<");
            HttpResponse<String> error = get(job + "/error");
            assertThat(error.statusCode()).isEqualTo(200);
            assertThat(type(error)).isEqualTo("application/x-votable+xml");
        }
    }

    @Test
    @Demand({"2.5", "2.8", "2.10", "2.9"})
    void aJobIsChangedAsClientsDoIt() throws Exception {
        String job = create("QUERY=nonsense&LANG=ADQL");
        redirects(job, post(job, "MAXREC=5"));
        redirects(job, post(job + "/parameters", "QUERY=" + encode(SHORT)));
        redirects(job, post(job + "/parameters", "runId=first"));
        redirects(job, post(job, "RUNID=second"));
        String sent = Instant.now()
                .plus(2, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        redirects(job, post(job + "/destruction", "DESTRUCTION=" + encode(sent.replace("Z", ".123456Z"))));
        redirects(job, post(job + "/executionduration", "EXECUTIONDURATION=77"));
        String document = get(job).body();
        assertThat(document)
                .contains("<uws:runId>second<", "<uws:executionDuration>77<", "<uws:phase>PENDING<")
                .contains("<uws:destruction>" + sent.replace("Z", ""));
        assertThat(Pattern.compile("(?i)<uws:parameter id=\"runid\"")
                        .matcher(document)
                        .results())
                .hasSize(1);
        redirects(job, post(job + "/phase", "PHASE=RUN"));
        document = await(job);
        assertThat(document).contains("<uws:phase>COMPLETED<");
        for (String name : List.of("phase", "quote", "executionduration", "destruction", "owner")) {
            HttpResponse<String> text = get(job + "/" + name);
            assertThat(type(text)).as(name).startsWith("text/plain");
            String element = switch (name) {
                case "executionduration" -> "executionDuration";
                case "owner" -> "ownerId";
                default -> name;
            };
            assertThat(document).containsPattern("<uws:" + element + "[^>]*>" + Pattern.quote(text.body()));
        }
        MatchResult result = Pattern.compile("<uws:result id=\"result\"[^>]* xlink:href=\"([^\"]*)\"")
                .matcher(document)
                .results()
                .findFirst()
                .orElseThrow();
        assertThat(result.group(1)).isEqualTo(job + "/results/result");
        assertThat(get(result.group(1)).statusCode()).isEqualTo(200);
        redirects(tap + "/async", post(job, "ACTION=DELETE"));
        assertThat(get(job).statusCode()).isEqualTo(404);

        String other = create("QUERY=" + encode(SHORT));
        redirects(
                tap + "/async",
                Http.send(HttpRequest.newBuilder(URI.create(other)).DELETE(), null));
        assertThat(get(other).statusCode()).isEqualTo(404);
    }

    /** A client takes the last step of the address for the name of the job. */
    private static void redirects(String to, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(to);
    }

    // Requests -----------------------------------------------------------------------------------------------

    /** One address of every kind that answers with 200. */
    private static List<String> everywhere() throws Exception {
        String job = create("QUERY=" + encode(SHORT) + "&PHASE=RUN");
        await(job);
        String did = one("SELECT TOP 1 obs_publisher_did FROM ivoa.obscore");
        return List.of(
                tap + "/sync?LANG=ADQL&QUERY=" + encode(SHORT),
                tap + "/sync?LANG=ADQL&FORMAT=csv&QUERY=" + encode(SHORT),
                tap + "/capabilities",
                tap + "/availability",
                tap + "/tables",
                tap + "/tables/ivoa.obscore",
                tap + "/examples",
                tap + "/async",
                job,
                job + "/phase",
                job + "/quote",
                job + "/owner",
                job + "/destruction",
                job + "/executionduration",
                job + "/parameters",
                job + "/results",
                job + "/results/result",
                base + "/scs/ivoa.obscore?RA=0&DEC=0&SR=1",
                base + "/scs/ivoa.obscore?RA=x&DEC=0&SR=1",
                base + "/scs/ivoa.obscore/capabilities",
                base + "/datalink/links?ID=" + encode(did),
                base + "/datalink/capabilities");
    }

    private static String one(String adql) throws Exception {
        return csv(adql).getFirst();
    }

    /** Lines of an answer behind the first. */
    private static List<String> csv(String adql) throws Exception {
        return Http.get(tap + "/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + encode(adql))
                .lines()
                .skip(1)
                .toList();
    }

    private static String create(String form) throws Exception {
        HttpResponse<String> made = post(tap + "/async", form);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        String job = made.headers().firstValue("Location").orElseThrow();
        assertThat(job).startsWith(tap + "/async/");
        assertThat(get(job).body()).contains("<uws:jobId>" + job.substring(job.lastIndexOf('/') + 1) + "<");
        return job;
    }

    /** The document of a job at its end. */
    private static String await(String job) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            String document = get(job + "?WAIT=10").body();
            if (!document.matches("(?s).*<uws:phase>(PENDING|QUEUED|EXECUTING)<.*")) {
                return document;
            }
            assertThat(Instant.now()).as(document).isBefore(end);
        }
    }

    private static HttpResponse<String> get(String url, String... header) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (header.length > 0) {
            request.header(header[0], header[1]);
        }
        return Http.send(request, null);
    }

    private static HttpResponse<String> post(String url, String form) throws Exception {
        return Http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                null);
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private static String encode(String text) {
        return ServerConformance.encode(text);
    }
}
