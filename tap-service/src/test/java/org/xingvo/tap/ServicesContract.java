package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;

/** What the query services answer, whatever the sky geometry: seen by a plain client, by STILTS and by pyvo. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServicesContract {
    private static final String DID = Samples.AUTHORITY + "survey/plate1/survey-0001.fits";
    private static final String SECRET_DID = Samples.AUTHORITY + "secret/plate1/secret-0001.fits";

    private TestServer server;
    private Http http;
    private String[] member;

    abstract PostgresExtension postgres();

    @BeforeAll
    void start() throws IOException, SQLException {
        server = TestServer.start(postgres());
        server.identities().addUser("owner", false);
        Samples.insert(postgres().dataSource(), server.identities().accessClass(false, "owner", List.of()));
        member = new String[] {
            "Authorization",
            "Bearer "
                    + server.identities()
                            .createToken("owner", Duration.ofHours(1))
                            .text()
        };
        http = new Http(server.base());
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    // Queries ------------------------------------------------------------------------------------------------

    @Test
    void aQueryIsAnswered() throws IOException {
        assertThat(http.rows("SELECT COUNT(*) AS n FROM ivoa.obscore").getFirst())
                .containsExactly((long) Samples.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=\"<<x>>\""})
    void aQueryMayBePosted(String type) {
        String multipart = """

                --<<x>>
                Content-Disposition: form-data; name="query"

                SELECT TOP 1 obs_id FROM ivoa.obscore ORDER BY 1
                --<<x>>
                Content-Disposition: form-data; name="FORMAT"

                csv
                --<<x>>--
                """;
        String form = "query=SELECT+TOP+1+obs_id+FROM+ivoa.obscore+ORDER+BY+1&FORMAT=csv&PHASE=RUN&tapclient=x";
        String body = type.startsWith("multipart") ? multipart.replace("\n", "\r\n") : form;
        HttpResponse<byte[]> answer = http.post("/tap/sync", type, body);
        assertThat(Http.text(answer)).isEqualTo("obs_id\r\nobs-0\r\n");
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/csv;header=present");
        assertThat(answer.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"tap-result.csv\"");
    }

    /** A replaced table is known by its notice or a quarter of a second later; queries come in between. */
    @Test
    void aQueryThatMeetsAReplacedTableIsAnsweredByTheNewOne() throws SQLException {
        String[][] tables = {
            {"ra", "integer", "int", "7"},
            {"ra_icrs", "double precision", "double", "7.0"},
            {"ra", "double precision", "double", "7.0"},
            {"ra_icrs", "integer", "int", "7"}
        };
        Samples.replaceMoving(postgres().dataSource(), "ra_first", "integer", "int");
        while (http.get("/scs/data.moving?RA=0&DEC=0&SR=0").statusCode() != 200) {
            Thread.onSpinWait();
        }
        for (String[] table : tables) {
            Samples.replaceMoving(postgres().dataSource(), table[0], table[1], table[2]);
            assertThat(Http.text(http.get("/scs/data.moving?RA=10&DEC=0&SR=1&RESPONSEFORMAT=csv")))
                    .isEqualTo(table[0] + ",dec,serial\r\n10.0,0.0," + table[3] + "\r\n");
            // often enough for a plan that every connection keeps
            for (int i = 0; i < 60; i++) {
                assertThat(http.query("SELECT serial FROM data.moving", "&FORMAT=csv"))
                        .isEqualTo("serial\r\n" + table[3] + "\r\n");
            }
        }
        Samples.dropMoving(postgres().dataSource());
    }

    @Test
    @Demand("1.3")
    void anErrorSaysWhere() {
        HttpResponse<byte[]> answer =
                http.get("/tap/sync?LANG=ADQL&QUERY=" + Http.escaped("SELECT s_ra\nFROM ivoa.obscore WHERE"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-votable+xml");
        assertThat(Http.text(answer))
                .containsPattern(
                        "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">[^<]*line 2[^<]*column[^<]*expected[^<]*<");
    }

    @Test
    @Demand({"1.8", "1.10"})
    void rowsAreCutAtMaxrecAndThisIsToldOnlyThen() {
        String all = "SELECT obs_id FROM ivoa.obscore";
        assertThat(http.query(all, "&MAXREC=3")).contains("value=\"OVERFLOW\"");
        assertThat(http.query(all, "&MAXREC=" + Samples.PUBLIC)).doesNotContain("OVERFLOW");
        assertThat(http.query(all, "&MAXREC=0")).contains("<FIELD").contains("value=\"OVERFLOW\"");
        assertThat(http.query("SELECT TOP 3 obs_id FROM ivoa.obscore", "&MAXREC=3"))
                .doesNotContain("OVERFLOW");
    }

    @Test
    void accessUrlsStartWithTheAddressOfTheRequest() {
        assertThat(http.query(
                        "SELECT access_url FROM ivoa.obscore WHERE obs_publisher_did = '" + DID + "'", "&FORMAT=tsv"))
                .isEqualTo("access_url\n" + server.base() + "/files/survey/plate1/survey-0001.fits\n");
    }

    @Test
    void everyDeclaredFeatureWorks() throws IOException {
        for (String expression : List.of(
                "COORD1(POINT('ICRS', 1, 2))",
                "COORD2(POINT('ICRS', 1, 2))",
                "CONTAINS(POINT('ICRS', 1, 2), CIRCLE('ICRS', 1, 2, 1))",
                "CONTAINS(POINT(1, 2), BOX(1, 2, 1, 1))",
                "INTERSECTS(CIRCLE(1, 2, 1), POLYGON(1, 1, 1, 3, 3, 3))",
                "DISTANCE(POINT(1, 2), POINT(1, 3))",
                "AREA(CIRCLE(1, 2, 1))",
                "COORD2(CENTROID(CIRCLE(1, 2, 1)))",
                "LOWER('A')",
                "UPPER('a')")) {
            assertThat(http.rows("SELECT TOP 1 " + expression + " AS x FROM ivoa.obscore")
                            .getFirst()[0])
                    .as(expression)
                    .isNotNull();
        }
        assertThat(http.rows("SELECT obs_id FROM ivoa.obscore WHERE obs_id ILIKE 'OBS-1%' ORDER BY obs_id OFFSET 2"))
                .hasSize(109);
        String names = AdqlFeatures.ALL.toString();
        assertThat(names)
                .contains("POINT", "CIRCLE", "BOX", "POLYGON", "CONTAINS", "INTERSECTS", "DISTANCE", "AREA", "CENTROID")
                .contains("COORD1", "COORD2", "LOWER", "UPPER", "ILIKE", "OFFSET");
    }

    @Test
    void sqlAndPlanAreForOperators() {
        server.identities().addUser("boss", true);
        String[] operator = {
            "Authorization",
            "Bearer "
                    + server.identities()
                            .createToken("boss", Duration.ofHours(1))
                            .text()
        };
        String cone = "/tap/translate?QUERY="
                + Http.escaped(
                        "SELECT obs_id FROM ivoa.obscore WHERE DISTANCE(s_ra, s_dec, 10, 20) * 60 < 5 AND obs_id <> 'it''s'");
        assertThat(http.get(cone).statusCode()).isEqualTo(403);
        assertThat(http.get(cone, member).statusCode()).isEqualTo(403);
        assertThat(Http.text(http.get(cone, operator)))
                .startsWith("select (t0.\"obs_id\")::text")
                .contains("'it''s'::text", "\"access_class\" = any(", "cost=");
        assertThat(Http.text(http.get(cone + "&AS=operator", operator)))
                .contains("cost=")
                .doesNotContain("access_class\" = any(");
        assertThat(http.get("/tap/translate?QUERY=SELECT+1+FROM", operator).statusCode())
                .isEqualTo(400);
        assertThat(Http.text(http.get("/tap/translate?QUERY=SELECT+1+FROM", operator)))
                .isEqualTo("Syntax error at line 1, column 14: expected a table, found end of query\n");
        assertThat(http.get("/tap/translate", operator).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG=PQL", "REQUEST=getThings", "FORMAT=png", "MAXREC=many", "UPLOAD=a"})
    void aParameterThatCannotBeMetIsAnError(String parameter) {
        String text = http.query("SELECT TOP 1 obs_id FROM ivoa.obscore", "&" + parameter)
                .replaceAll("\\s", " ");
        if (parameter.startsWith("LANG")) {
            text = Http.text(http.get("/tap/sync?LANG=PQL&QUERY=SELECT+1"));
        }
        assertThat(text)
                .contains("value=\"ERROR\">Parameter "
                        + parameter.substring(0, parameter.indexOf('=')).replace("FORMAT", "RESPONSEFORMAT"));
    }

    @Test
    void gzipIsSentWhenItIsAskedFor() throws IOException {
        HttpResponse<byte[]> answer = http.get(
                "/tap/sync?FORMAT=csv&QUERY=" + Http.escaped("SELECT obs_id FROM ivoa.obscore"),
                "Accept-Encoding",
                "gzip, deflate");
        assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(answer.body()))) {
            assertThat(in.readAllBytes()).asString().hasLineCount(1 + Samples.PUBLIC);
        }
    }

    // Visibility ---------------------------------------------------------------------------------------------

    @Test
    void aPrivateCollectionIsNowhereForOthers() throws IOException {
        assertThat(Http.text(http.get("/tap/tables"))).contains("data.survey").doesNotContain("secret");
        assertThat(http.get("/tap/tables/data.secret").statusCode()).isEqualTo(404);
        assertThat(http.query("SELECT * FROM data.secret", "")).contains("value=\"ERROR\"");
        assertThat(http.query("SELECT * FROM tap_schema.columns", "&FORMAT=csv"))
                .doesNotContain("secret");
        assertThat(http.query("SELECT * FROM tap_schema.keys", "&FORMAT=csv")).doesNotContain("secret");
        assertThat(http.query("SELECT * FROM ivoa.obscore", "&FORMAT=csv")).doesNotContain("secret");
        assertThat(http.query("SELECT obs_publisher_did FROM xing.cards", "&FORMAT=csv"))
                .doesNotContain("secret");
        assertThat(Http.text(http.get("/scs/data.secret?RA=0&DEC=0&SR=1"))).contains("name=\"Error\"");
        assertThat(Http.text(http.get("/datalink/links?ID=" + Http.escaped(SECRET_DID))))
                .contains("NotFoundFault")
                .doesNotContain("access_url>");
    }

    @Test
    void itsOwnerSeesIt() throws IOException {
        assertThat(Http.text(http.get("/tap/tables", member))).contains("data.secret");
        assertThat(http.rows("SELECT COUNT(*) AS n FROM data.secret", member).getFirst())
                .containsExactly((long) Samples.PRIVATE);
        assertThat(http.rows("SELECT COUNT(*) AS n FROM ivoa.obscore", member).getFirst())
                .containsExactly((long) Samples.PUBLIC + Samples.PRIVATE);
        assertThat(Http.text(http.get("/datalink/links?ID=" + Http.escaped(SECRET_DID), member)))
                .contains("/files/secret/plate1/secret-0001.fits");
        assertThat(Http.text(http.get("/scs/data.secret?RA=0&DEC=0&SR=180", member)))
                .contains("secret-0001.fits");
    }

    // Cone search --------------------------------------------------------------------------------------------

    @Test
    void aConeGivesWhatIsInside() throws IOException {
        @Nullable
        Object[] one = http.rows("SELECT ra, dec FROM data.survey WHERE obs_publisher_did = '" + DID + "'")
                .getFirst();
        for (String table : List.of("data.survey", "ivoa.obscore")) {
            assertThat(Http.text(http.get("/scs/" + table + "?RA=" + one[0] + "&DEC=" + one[1] + "&SR=0.001&VERB=1")))
                    .contains("ucd=\"POS_EQ_RA_MAIN\"", "ucd=\"POS_EQ_DEC_MAIN\"", "ucd=\"ID_MAIN\"")
                    .contains("<TD>" + DID + "</TD>")
                    .contains("ref=\"obs_publisher_did\"");
        }
    }

    @Test
    @Demand("5.9")
    void anEmptyConeHasTheSameFieldsAsAFullOne() {
        String empty = Http.text(http.get("/scs/data.survey?RA=0&DEC=0&SR=0"));
        String full = Http.text(http.get("/scs/data.survey?RA=0&DEC=0&SR=180"));
        assertThat(empty.lines().filter(line -> line.startsWith("<FIELD")).toList())
                .isNotEmpty()
                .isEqualTo(
                        full.lines().filter(line -> line.startsWith("<FIELD")).toList());
        assertThat(empty).doesNotContain("<TR>").doesNotContain("OVERFLOW");
        assertThat(full).contains("value=\"OVERFLOW\"");
    }

    @Test
    @Demand("2.13")
    void aBadConeIsToldWithStatus200() {
        HttpResponse<byte[]> answer = http.get("/scs/data.survey?RA=x&DEC=0&SR=1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Http.text(answer))
                .contains("<INFO name=\"Error\" value=\"Parameter RA: expected a number from 0 to 360, found 'x'\"/>");
    }

    @Test
    void examplesAreOfWhatTheCallerMaySeeAndEachOneRuns() throws Exception {
        assertThat(examples()).isNotEmpty().noneMatch(query -> query.contains("data.secret"));
        List<String> all = examples(member);
        assertThat(all).anyMatch(query -> query.contains("data.secret"));
        for (String query : all) {
            assertThat(http.rows(query, member)).as(query).isNotNull();
        }
    }

    private List<String> examples(String... headers) throws Exception {
        HttpResponse<byte[]> answer = http.get("/tap/examples", headers);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/xhtml+xml;charset=UTF-8");
        NodeList elements = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body()))
                .getElementsByTagName("pre");
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> elements.item(i).getTextContent())
                .toList();
    }

    // Links --------------------------------------------------------------------------------------------------

    @Test
    @Demand("6.9")
    void everyIdHasARow() {
        HttpResponse<byte[]> answer = http.post(
                "/datalink/links",
                "application/x-www-form-urlencoded",
                "ID=" + Http.escaped(DID) + "&ID=nothing&RESPONSEFORMAT=votable");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-votable+xml;content=datalink");
        assertThat(Http.text(answer))
                .contains("<TD>" + server.base() + "/files/survey/plate1/survey-0001.fits</TD>")
                .contains("<TD>#this</TD><TD>The file survey-0001.fits</TD><TD>application/fits</TD><TD>28800</TD>")
                .contains("<TD>nothing</TD><TD/><TD/><TD>NotFoundFault: there is no dataset with this ID</TD>");
    }

    // Judges -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"TMV TME TMS TMC CPV CAP AVV EXA", "QGE QPO", "TMV TME CPV CAP MDQ", "TMV TME CPV CAP OBS"})
    void taplintFindsNothing(String stages) {
        Judge judge = Judge.stilts("taplint", "tapurl=" + server.base() + "/tap", "stages=" + stages, "report=EWSF");
        assertThat(judge.findings()).as(judge.output()).isEmpty();
        assertThat(judge.output()).contains("S-" + stages.substring(stages.lastIndexOf(' ') + 1));
    }

    @Test
    @Demand("3.16")
    void votlintFindsNothing() {
        for (String path : List.of(
                "/tap/sync?FORMAT=votable/td&QUERY=" + Http.escaped("SELECT * FROM ivoa.obscore"),
                "/tap/sync?FORMAT=votable/b2&QUERY=" + Http.escaped("SELECT * FROM ivoa.obscore"),
                "/tap/sync?FORMAT=votable/b2&QUERY=" + Http.escaped("SELECT * FROM data.survey"),
                "/tap/sync?FORMAT=votable/td&QUERY=" + Http.escaped("SELECT * FROM xing.rejects"),
                "/scs/data.survey?RA=10&DEC=20&SR=30&VERB=3",
                "/scs/ivoa.obscore?RA=10&DEC=20&SR=30&VERB=2",
                "/datalink/links?ID=" + Http.escaped(DID))) {
            Judge judge = Judge.stilts("votlint", "votable=" + server.base() + path);
            assertThat(judge.findings()).as(path + "\n" + judge.output()).isEmpty();
        }
    }

    @Test
    @Demand("3.17")
    void datalinklintFindsNothing() {
        Judge judge =
                Judge.stilts("datalinklint", "votable=" + server.base() + "/datalink/links?ID=" + Http.escaped(DID));
        assertThat(judge.findings()).as(judge.output()).isEmpty();
    }

    @Test
    void stiltsQueriesAndSearchesCones() {
        Judge query = Judge.stilts(
                "tapquery",
                "sync=true",
                "tapurl=" + server.base() + "/tap",
                "adql=SELECT TOP 5 obs_id, s_ra FROM ivoa.obscore ORDER BY s_ra",
                "ofmt=csv");
        assertThat(query.output()).hasLineCount(6).startsWith("obs_id,s_ra");
        Judge cone = Judge.stilts(
                "cone",
                "serviceurl=" + server.base() + "/scs/data.survey",
                "lon=180",
                "lat=0",
                "radius=90",
                "ofmt=csv");
        assertThat(cone.output()).startsWith("obs_publisher_did,ra,dec");
        assertThat(cone.output().lines().count()).isGreaterThan(50);
    }

    @Test
    @Demand({"6.1", "6.3", "6.9"})
    void pyvoQueriesSearchesAndFollowsLinks() {
        Judge judge = Judge.python("""
                import sys, warnings
                import pyvo
                from astropy.utils.exceptions import AstropyWarning
                warnings.simplefilter("error", AstropyWarning)
                base = sys.argv[1]
                tap = pyvo.dal.TAPService(base + "/tap")
                print("limits", tap.maxrec, tap.hardlimit)
                print("tables", len(tap.tables), "data.survey" in tap.tables.keys())
                result = tap.run_sync("SELECT TOP 3 * FROM ivoa.obscore WHERE dataproduct_type='spectrum' ORDER BY obs_id")
                print("rows", len(result), result["obs_id"][0], result["obs_title"][0])
                for link in result.iter_datalinks():
                    this = next(link.bysemantics("#this", include_narrower=False))
                    print("link", this.access_url == this.getdataurl(), this.content_type, this.content_length)
                try:
                    tap.run_sync("SELECT nothing FROM ivoa.obscore")
                except pyvo.dal.DALQueryError as e:
                    print("error", "line 1" in str(e))
                warnings.simplefilter("ignore")
                cone = pyvo.dal.SCSService(base + "/scs/data.survey")
                found = cone.search(pos=(180, 0), radius=60)
                print("cone", len(found) > 20, found[0].id.startswith("ivo://"), found[0].pos.ra.deg >= 0)
                """, server.base());
        assertThat(judge.output())
                .contains("limits 1000 5000", "tables 11 True", "rows 3 obs-1 A spectrum, α", "error True")
                .contains("link True application/fits 28800", "cone True True True");
    }

    @Test
    void astroqueryQueries() {
        Judge judge = Judge.python("""
                import sys
                from astroquery.utils.tap.core import TapPlus
                tap = TapPlus(url=sys.argv[1] + "/tap")
                job = tap.launch_job("SELECT TOP 3 obs_id, s_ra FROM ivoa.obscore ORDER BY obs_id")
                print("rows", len(job.get_results()), job.get_results()["obs_id"][0])
                try:
                    tap.launch_job("SELECT nothing FROM ivoa.obscore")
                except Exception as e:
                    print("error", "line 1" in str(e))
                """, server.base());
        assertThat(judge.output()).contains("rows 3 obs-0", "error True");
    }
}
