package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.adql.Adql;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.TableDescription;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.dali.uws.Jobs;
import org.xingvo.schemas.SkySql;
import org.xingvo.tap.db.QueryDatabase;
import org.xingvo.tap.db.RowCursor;
import org.xingvo.tap.db.StatementCancel;
import org.xingvo.tap.result.SpoolSpace;
import org.xingvo.tap.upload.UploadDesk;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.tap.upload.UploadName;
import org.xingvo.tap.upload.UploadPlace;
import org.xingvo.tap.upload.Uploads;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.votable.Field;
import org.xingvo.votable.read.VotableReader;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.StarTableOutput;
import uk.ac.starlink.util.ByteArrayDataSource;

/** Tables that come with a query, whatever the sky geometry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UploadContract {
    private static final int ROWS = 2000;
    private static final URI PUBLIC = URI.create("http://archive.example");

    /** All types; the last row is of nulls, the one before of special values. */
    private static final String TYPES = """
            <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE name="types">
            <FIELD name="b" datatype="boolean"/>
            <FIELD name="u" datatype="unsignedByte"><VALUES null="255"/></FIELD>
            <FIELD name="s" datatype="short"><VALUES null="-99"/></FIELD>
            <FIELD name="i" datatype="int" unit="m" ucd="meta.number" utype="a:b.c"><DESCRIPTION>How &lt; many</DESCRIPTION><VALUES null="-1"/></FIELD>
            <FIELD name="Long" datatype="long"><VALUES null="-9223372036854775808"/></FIELD>
            <FIELD name="f" datatype="float"/>
            <FIELD name="d" datatype="double" unit="deg"/>
            <FIELD name="c1" datatype="char"/>
            <FIELD name="c" datatype="char" arraysize="8"/>
            <FIELD name="text" datatype="unicodeChar" arraysize="*"/>
            <FIELD name="at" datatype="char" arraysize="*" xtype="timestamp"/>
            <FIELD name="is" datatype="int" arraysize="3"/>
            <FIELD name="ds" datatype="double" arraysize="*"/>
            <FIELD name="p" datatype="double" arraysize="2" xtype="point"/>
            <FIELD name="k" datatype="double" arraysize="3" xtype="circle"/>
            <FIELD name="g" datatype="double" arraysize="*" xtype="polygon"/>
            <DATA><TABLEDATA>
            <TR><TD>T</TD><TD>200</TD><TD>-5</TD><TD>7</TD><TD>9007199254740993</TD><TD>1.5</TD><TD>0.1</TD><TD>x</TD><TD>ab cd</TD><TD>\u03b1\u2013\u03c9</TD><TD>2026-01-02T03:04:05.678</TD><TD>1 2 3</TD><TD>1.5 NaN</TD><TD>10 20</TD><TD>10 20 1</TD><TD>9 19 11 19 10 21</TD></TR>
            <TR><TD>F</TD><TD>0</TD><TD>0</TD><TD>0</TD><TD>0</TD><TD>NaN</TD><TD>-Inf</TD><TD>y</TD><TD>'</TD><TD>&amp;</TD><TD>1999-12-31T23:59:59</TD><TD>0 0 0</TD><TD>2</TD><TD>0 0</TD><TD>0 0 1</TD><TD>1 1 2 1 2 2</TD></TR>
            <TR><TD></TD><TD>255</TD><TD>-99</TD><TD>-1</TD><TD>-9223372036854775808</TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD><TD></TD></TR>
            </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
            """;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private Http http;

    abstract PostgresExtension postgres();

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException, SQLException {
        directory = temporary;
        UploadLimits limits = new UploadLimits(3, ROWS, new SentSpace(directory.resolve("sent"), 400_000), false);
        server = TestServer.start(
                postgres(),
                new TapConfig(
                        new Maxrec(10_000, 10_000),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(8),
                        new Maxrec(100, 1000),
                        SpoolSpace.STANDARD),
                limits);
        server.identities().addUser("owner", false);
        Samples.insert(postgres().dataSource(), server.identities().accessClass(false, "owner", List.of()));
        http = new Http(server.base());
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    /** Whatever became of a query. */
    @AfterEach
    void nothingIsLeft() throws SQLException, IOException {
        try (Connection connection = postgres().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_class where relpersistence = 't'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).as("temporary tables").isZero();
        }
        if (Files.isDirectory(directory.resolve("sent"))) {
            assertThat(directory.resolve("sent").toFile().list()).as("files").isEmpty();
        }
    }

    // Forms and types ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "votable-tabledata",
                "votable-binary-inline",
                "votable-binary2-inline",
                "votable-fits-inline",
                "fits-basic",
                "fits-plus",
                "colfits-basic",
                "csv",
                "ecsv"
            })
    void everyFormOfATableIsTaken(String format) throws IOException {
        String table = "<VOTABLE><RESOURCE><TABLE><FIELD name='id' datatype='int'/>"
                + "<FIELD name='ra' datatype='double' unit='deg' ucd='pos.eq.ra;meta.main'/>"
                + "<FIELD name='name' datatype='char' arraysize='*'/>"
                + "<DATA><TABLEDATA><TR><TD>1</TD><TD>10.25</TD><TD>a b</TD></TR>"
                + "<TR><TD>2</TD><TD>350.5</TD><TD>c</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
        StarTable star =
                new StarTableFactory(true).makeStarTable(new ByteArrayDataSource("t", bytes(table)), "votable");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        StarTableOutput output = new StarTableOutput();
        output.getHandler(format).writeStarTable(star, sent);
        byte[] answer = upload("SELECT name, ra, id FROM TAP_UPLOAD.t ORDER BY id", "t", sent.toByteArray());
        assertThat(rows(answer).stream().map(Arrays::asList).map(Objects::toString))
                .containsExactly("[a b, 10.25, 1]", "[c, 350.5, 2]");
    }

    @Test
    void typesAndMetadataComeBack() throws IOException {
        byte[] answer = upload("SELECT * FROM TAP_UPLOAD.Types", "types", bytes(TYPES));
        try (VotableReader reader = new VotableReader(new ByteArrayInputStream(answer))) {
            List<String> fields =
                    reader.fields().stream().map(UploadContract::words).toList();
            assertThat(fields)
                    .containsExactly(
                            "b BOOLEAN null null",
                            "u UNSIGNED_BYTE null null",
                            "s SHORT null null",
                            "i INT null null m meta.number a:b.c",
                            "Long LONG null null",
                            "f FLOAT null null",
                            "d DOUBLE null null deg null null",
                            "c1 CHAR * null",
                            "c CHAR * null",
                            "text UNICODE_CHAR * null",
                            "at CHAR * timestamp",
                            "is INT 3 null",
                            "ds DOUBLE * null",
                            "p DOUBLE 2 point",
                            "k DOUBLE 3 circle",
                            "g DOUBLE * polygon");
            List<String> rows = reader.rest().stream().map(Arrays::deepToString).toList();
            assertThat(rows.get(0))
                    .isEqualTo("[true, 200, -5, 7, 9007199254740993, 1.5, 0.1, x, ab cd, \u03b1\u2013\u03c9,"
                            + " 2026-01-02T03:04:05.678, [1, 2, 3], [1.5, NaN], [10.0, 20.0], [10.0, 20.0, 1.0],"
                            + " [9.0, 19.0, 11.0, 19.0, 10.0, 21.0]]");
            assertThat(rows.get(1))
                    .startsWith("[false, 0, 0, 0, 0, null, -Infinity, y, ', &, 1999-12-31T23:59:59, [0, 0, 0], [2.0]");
            assertThat(rows.get(2))
                    .startsWith("[null, null, null, null, null, ")
                    .contains(", null, null, null, null, ");
        }
        assertThat(new String(answer, StandardCharsets.UTF_8)).contains("<DESCRIPTION>How &lt; many</DESCRIPTION>");
    }

    private static String words(Field field) {
        String more = field.unit() == null ? "" : " " + field.unit() + " " + field.ucd() + " " + field.utype();
        return field.name() + " " + field.datatype() + " " + field.arraysize() + " " + field.xtype() + more;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT COUNT(*) FROM TAP_UPLOAD.t WHERE 1=CONTAINS(p, CIRCLE(10, 20, 0.1)) | 1",
                "SELECT COUNT(*) FROM TAP_UPLOAD.t WHERE 1=CONTAINS(POINT(10.5, 20), k) | 1",
                "SELECT COUNT(*) FROM TAP_UPLOAD.t WHERE 1=CONTAINS(POINT(10, 20), g) | 1",
                "SELECT COUNT(*) FROM TAP_UPLOAD.t WHERE DISTANCE(p, POINT(10, 20)) < 0.1 | 1",
                "SELECT COUNT(*) FROM TAP_UPLOAD.t a JOIN TAP_UPLOAD.t AS x ON 1=INTERSECTS(a.k, x.g) | 1",
                "SELECT COUNT(*) FROM t WHERE \"at\" > CAST('2026-01-01T00:00:00' AS TIMESTAMP) | 1",
                "SELECT COUNT(*) FROM tap_upload.T WHERE \"is\" IS NULL AND b IS NULL AND i IS NULL | 1",
                "SELECT MAX(t.\"Long\") FROM TAP_UPLOAD.t WHERE text LIKE '\u03b1%' | 9007199254740993",
                "SELECT COUNT(t.i) FROM TAP_UPLOAD.t, TAP_SCHEMA.schemas WHERE schema_name = 'ivoa' | 2",
            })
    void uploadsAreQueriedAsOtherTablesAre(String adql, String expected) throws IOException {
        assertThat(rows(upload(adql, "t", bytes(TYPES))).getFirst()[0]).hasToString(expected);
    }

    @Test
    void severalUploadsMayBeJoinedAndOneMayBeLeftAlone() throws IOException {
        HttpResponse<byte[]> answer = send(
                "SELECT a.x, b.y FROM TAP_UPLOAD.a JOIN TAP_UPLOAD.b ON a.id = b.id",
                "a,param:one;b,param:two;c,param:one",
                bytes("id,x\n1,one\n2,two\n"),
                zipped("id\ty\n2\tzwei\n3\tdrei\n"));
        assertThat(rows(answer.body()).stream().map(Arrays::toString)).containsExactly("[two, zwei]");
    }

    @Test
    void oddNamesAreKeptInQuotes() throws IOException {
        String csv = "my col,select,RA,ra,\"a\"\"b\"\n1,2,3,4,5\n";
        byte[] answer = upload(
                "SELECT t.*, \"my col\" + \"select\" AS s FROM TAP_UPLOAD.t WHERE \"a\"\"b\" = 5", "t", bytes(csv));
        try (VotableReader reader = new VotableReader(new ByteArrayInputStream(answer))) {
            assertThat(reader.fields().stream().map(Field::name))
                    .containsExactly("my col", "select", "RA", "ra_2", "a\"b", "s");
        }
    }

    @Test
    void aTableWithoutRowsHasNone() throws IOException {
        String empty = TYPES.replaceAll("(?s)<TABLEDATA>.*</TABLEDATA>", "<TABLEDATA/>");
        assertThat(rows(upload("SELECT * FROM TAP_UPLOAD.t", "t", bytes(empty))))
                .isEmpty();
        assertThat(rows(upload("SELECT COUNT(*) FROM TAP_UPLOAD.t", "t", bytes(empty)))
                        .getFirst())
                .containsExactly(0L);
    }

    // What is refused ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t,param:none | Upload t: expected a part 'none' in the request, found none",
                "t,param:one;u,param:none | Upload u: expected a part 'none'",
                "t,vos://a.example!vospace/x | expected param:NAME, or a URL with http or https, found 'vos://",
                "t,ftp://a.example/x | expected param:NAME, or a URL with http or https",
                "t,ht tp://x | expected param:NAME or a URL, found",
                "t,http://127.0.0.1:1/x | expected an address of the public Internet, found 127.0.0.1",
                "t,http://localhost:1/x | expected an address of the public Internet, found ",
                "t,http://[::1]/x | expected an address of the public Internet",
                "t,http://10.1.2.3/x | expected an address of the public Internet, found 10.1.2.3",
                "t,http://169.254.169.254/latest/meta-data | expected an address of the public Internet",
            })
    void aPlaceThatIsNoneIsRefused(String upload, String message) throws IOException {
        HttpResponse<byte[]> answer =
                send("SELECT TOP 1 obs_id FROM ivoa.obscore", upload, bytes("a\n1\n"), bytes("a\n1\n"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.text(answer))
                .contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">Upload ")
                .contains(message);
    }

    @Test
    void whatIsNoTableIsRefused() throws IOException {
        assertThat(fault("SELECT * FROM TAP_UPLOAD.t", bytes("<html>no</html>")))
                .contains(
                        "400 ",
                        "Upload t: expected a table in FITS, VOTable, CSV, ECSV or Parquet, found '&lt;html&gt;");
        assertThat(fault("SELECT * FROM TAP_UPLOAD.t", bytes(TYPES.substring(0, TYPES.indexOf("<TR><TD>F")))))
                .contains("400 ", "Upload t: expected a table that can be read, found: ");
        assertThat(fault(
                        "SELECT * FROM TAP_UPLOAD.t", bytes("<VOTABLE><RESOURCE><TABLE></TABLE></RESOURCE></VOTABLE>")))
                .contains("400 ", "Upload t: expected ");
        assertThat(fault("SELECT * FROM TAP_UPLOAD.t", new byte[0])).contains("400 ", "found an empty file");
        assertThat(fault(
                        "SELECT * FROM TAP_UPLOAD.t",
                        bytes("<!DOCTYPE VOTABLE [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + TYPES)))
                .contains("400 ", "a DOCTYPE without declarations");
    }

    @Test
    void limitsAreNamed() throws IOException {
        String column = "a\n" + "1\n".repeat(ROWS);
        assertThat(rows(upload("SELECT COUNT(*) FROM TAP_UPLOAD.t", "t", bytes(column)))
                        .getFirst())
                .containsExactly((long) ROWS);
        assertThat(fault("SELECT * FROM TAP_UPLOAD.t", bytes(column + "1\n")))
                .contains("413 ", "Upload t: expected at most 2,000 rows, found ");
        String votable = TYPES.replace("</TABLEDATA>", "<TR></TR>".repeat(ROWS) + "</TABLEDATA>");
        assertThat(fault("SELECT COUNT(*) FROM TAP_UPLOAD.t", bytes(votable)))
                .contains("413 ", "Upload t: expected at most 2,000 rows, found more");
        assertThat(fault("SELECT * FROM TAP_UPLOAD.t", new byte[400_001]))
                .contains("413 ", "File one: expected at most 400,000 bytes in one request, found more");
        assertThat(fault("SELECT * FROM TAP_UPLOAD.t", zipped("a\n" + "1\n".repeat(300_000))))
                .contains("413 ", "Upload t: expected at most 400,000 bytes in one request, found more");
        assertThat(Http.text(send("SELECT 1", "a,x;b,x;c,x;d,x", bytes(""), bytes(""))))
                .contains("Parameter UPLOAD: expected at most 3 tables, found 4");
        assertThat(Http.text(http.get("/tap/capabilities")))
                .contains("TAPRegExt#upload-inline", "TAPRegExt#upload-http", "<hard unit=\"byte\">400000</hard>");
    }

    @Test
    void errorsInTheQueryKnowTheUpload() throws IOException {
        assertThat(fault("SELECT idd FROM TAP_UPLOAD.t", bytes("id,x\n1,2\n")))
                .contains("400 ", "Unknown column idd", "id");
        assertThat(fault("SELECT id FROM TAP_UPLOAD.tt", bytes("id,x\n1,2\n")))
                .contains("Unknown table TAP_UPLOAD.tt", "TAP_UPLOAD.t");
        assertThat(fault("SELECT 1/(id-id) FROM TAP_UPLOAD.t", bytes("id,x\n1,2\n")))
                .contains("A value cannot be computed");
        assertThat(fault("SELECT * FROM data.secret, TAP_UPLOAD.t", bytes("id,x\n1,2\n")))
                .contains("Unknown table data.secret");
        assertThat(fault("SELECT * FROM pg_temp.u1", bytes("id,x\n1,2\n"))).contains("Unknown table pg_temp.u1");
    }

    // Joins --------------------------------------------------------------------------------------------------

    @Test
    void positionsAreMatchedByTheIndexOfTheLargeTable() throws Exception {
        int stars = 60_000;
        try (Connection connection = postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table data.sphere as select i as id, ra, dec, 0 as access_class from (select i,"
                    + " random() * 360 as ra, degrees(asin(2 * random() - 1)) as dec from generate_series(1, " + stars
                    + ") i) s order by floor(dec), ra");
            statement.execute(SkySql.of(postgres().dialect()).pointIndex("data.sphere", "ra", "dec"));
            statement.execute("grant select on data.sphere to xingvo_reader");
            statement.execute("analyze data.sphere");
        }
        TableDescription sphere = new TableDescription(
                "data",
                "sphere",
                "data",
                "sphere",
                List.of(
                        ColumnDescription.of("id", "int", null),
                        ColumnDescription.of("ra", "double", null),
                        ColumnDescription.of("dec", "double", null)),
                0,
                true);
        UploadLimits limits =
                new UploadLimits(3, 1_000_000, new SentSpace(directory.resolve("sent"), 100 << 20), false);
        for (int rows : new int[] {10, 1000, 25_000}) {
            try (Uploads uploads = open(limits, positions(rows))) {
                for (String adql : List.of(
                        "SELECT s.id, t.n FROM TAP_UPLOAD.t JOIN sphere s ON 1=CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.RAJ2000, t.DEJ2000, 3/3600.))",
                        "SELECT s.id, t.n FROM sphere s, TAP_UPLOAD.t WHERE 1=CONTAINS(POINT('ICRS', t.RAJ2000, t.DEJ2000), CIRCLE('ICRS', s.ra, s.dec, 3/3600.))",
                        "SELECT s.id, t.n, DISTANCE(t.RAJ2000, t.DEJ2000, s.ra, s.dec) AS d FROM TAP_UPLOAD.t, sphere s WHERE DISTANCE(t.RAJ2000, t.DEJ2000, s.ra, s.dec) < 3/3600.",
                        "SELECT t.n, s.id FROM TAP_UPLOAD.t LEFT JOIN sphere s ON DISTANCE(s.ra, s.dec, t.RAJ2000, t.DEJ2000) < t.r/3600.")) {
                    if (rows > 1000 && !adql.contains("JOIN")) {
                        continue; // making them takes its time
                    }
                    CompiledQuery query = Adql.compile(
                            adql,
                            Catalogue.of(List.of(sphere)).with(uploads.descriptions()),
                            new CompileOptions(postgres().dialect(), Visibility.PUBLIC_ONLY, CompileOptions.NO_LIMIT));
                    String plan = String.join(
                            "\n", database().plan(query, uploads.temporary(), PUBLIC, Duration.ofSeconds(60)));
                    assertThat(plan)
                            .as(rows + " " + adql)
                            .containsPattern("(?s)Index Scan (using|on) sphere_.*Index Cond")
                            .containsPattern("Seq Scan on u1")
                            .doesNotContain("Seq Scan on sphere");
                }
            }
        }
        try (Connection connection = postgres().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table data.sphere");
        }
    }

    /** A self-join of an upload needs an index of its own. */
    @Test
    void anUploadIsMatchedWithItself() throws Exception {
        byte[] answer = upload(
                "SELECT COUNT(*) FROM TAP_UPLOAD.t a JOIN TAP_UPLOAD.t b ON DISTANCE(a.ra, a.dec, b.ra, b.dec) < 1/3600.",
                "t",
                bytes(positions(ROWS).replace("RAJ2000", "ra").replace("DEJ2000", "dec")));
        assertThat(rows(answer).getFirst()).containsExactly((long) ROWS);
    }

    @Test
    void aQueryThatIsStoppedLeavesNothing() throws Exception {
        UploadLimits limits = new UploadLimits(3, 100_000, new SentSpace(directory.resolve("sent"), 100 << 20), false);
        try (Uploads uploads = open(limits, positions(20_000))) {
            CompiledQuery query = Adql.compile(
                    "SELECT COUNT(*) FROM t a, t b, t c",
                    Catalogue.of(List.of()).with(uploads.descriptions()),
                    new CompileOptions(postgres().dialect(), Visibility.PUBLIC_ONLY, CompileOptions.NO_LIMIT));
            StatementCancel before = new StatementCancel();
            before.cancel();
            StatementCancel later = new StatementCancel();
            Thread.startVirtualThread(() -> {
                later.begun().join();
                later.cancel();
            });
            for (StatementCancel cancel : List.of(before, later)) {
                assertThat(failure(() ->
                                database().open(query, uploads.temporary(), PUBLIC, Duration.ofSeconds(60), cancel)))
                        .contains("stopped");
            }
            assertThat(failure(() -> database()
                            .open(query, uploads.temporary(), PUBLIC, Duration.ofMillis(700), new StatementCancel())))
                    .contains("time limit");
        }
    }

    /** Even if a query could say more than SELECT. */
    @Test
    void theConnectionThatMakesTablesRunsQueriesAsTheRoleThatReads() {
        UploadLimits limits = new UploadLimits(3, 100, new SentSpace(directory.resolve("sent"), 1 << 20), false);
        try (Uploads uploads = open(limits, "n\n1\n")) {
            for (String sql : List.of(
                    "delete from pg_temp.u1 returning c1::text",
                    "insert into pg_temp.u1 values (2) returning c1::text",
                    "select name::text from archive.setting",
                    "select set_config('transaction_read_only', 'off', true) from pg_authid")) {
                assertThat(failure(() -> database()
                                .open(
                                        raw(sql),
                                        uploads.temporary(),
                                        PUBLIC,
                                        Duration.ofSeconds(60),
                                        new StatementCancel())))
                        .as(sql)
                        .contains("SQLSTATE 42501");
            }
            assertThat(failure(() -> database()
                            .open(
                                    raw("select current_user::text where current_user = 'xingvo_reader'"),
                                    uploads.temporary(),
                                    PUBLIC,
                                    Duration.ofSeconds(60),
                                    new StatementCancel())))
                    .isEqualTo("a row");
        }
    }

    private static CompiledQuery raw(String sql) {
        ResultColumn column = new ResultColumn("x", "char", "*", null, null, null, null, null, SqlType.TEXT, null);
        return new CompiledQuery(sql, List.of(), sql, List.of(column), CompileOptions.NO_LIMIT, -1);
    }

    private static String failure(java.util.function.Supplier<RowCursor> opening) {
        try (RowCursor cursor = opening.get()) {
            return cursor.next() == null ? "no row" : "a row";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private QueryDatabase database() {
        return new QueryDatabase(
                postgres().readerDataSource(),
                postgres().readerDataSource(),
                postgres().dataSource(),
                postgres().dialect());
    }

    private static Uploads open(UploadLimits limits, String csv) {
        return new UploadDesk(limits, List.of())
                .open(
                        List.of(new UploadName("t", "param:x")),
                        name -> java.util.Optional.of(
                                limits.space().take(new ByteArrayInputStream(bytes(csv)), name, limits.bytes())),
                        new UploadPlace.Client(
                                new Jobs.Asker(Caller.ANONYMOUS, "here"), PUBLIC, Duration.ofSeconds(1)));
    }

    private static String positions(int rows) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder csv = new StringBuilder("n,RAJ2000,DEJ2000,r\n");
        for (int i = 0; i < rows; i++) {
            csv.append(i)
                    .append(String.format(
                            Locale.ROOT,
                            ",%.6f,%.6f,3%n",
                            360 * random.nextDouble(),
                            Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))));
        }
        return csv.toString();
    }

    // The client ---------------------------------------------------------------------------------------------

    private String fault(String adql, byte[] table) throws IOException {
        HttpResponse<byte[]> answer = send(adql, "t,param:one", table, bytes(""));
        return answer.statusCode() + " " + Http.text(answer).replaceAll("\\s+", " ");
    }

    private byte[] upload(String adql, String name, byte[] table) throws IOException {
        HttpResponse<byte[]> answer = send(adql, name + ",param:one", table, bytes(""));
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<byte[]> send(String adql, String upload, byte[] one, byte[] two) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String boundary = "<<<--------------MULTIPART-BOUNDARY------->>>";
        for (String[] field : new String[][] {{"QUERY", adql}, {"LANG", "ADQL"}, {"UPLOAD", upload}}) {
            body.write(bytes("\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field[0]
                    + "\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n" + field[1]));
        }
        for (int i = 0; i < 2; i++) {
            body.write(bytes("\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\""
                    + (i == 0 ? "one" : "two") + "\"; filename=\"x\"\r\nContent-Type: None\r\n\r\n"));
            body.write(i == 0 ? one : two);
        }
        body.write(bytes("\r\n--" + boundary + "--\r\n"));
        return http.post("/tap/sync", "multipart/form-data; boundary=\"" + boundary + "\"", body.toByteArray());
    }

    private static List<@Nullable Object[]> rows(byte[] answer) throws IOException {
        try (VotableReader reader = new VotableReader(new ByteArrayInputStream(answer))) {
            return new ArrayList<>(reader.rest());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(bytes(text));
        }
        return bytes.toByteArray();
    }
}
