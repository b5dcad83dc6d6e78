package org.xingvo.tap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.PostgresExtension;
import uk.ac.starlink.fits.FitsTableBuilder;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;
import uk.ac.starlink.votable.VOTableBuilder;

/** A table with a column of every type of PostgreSQL that may be published, from the database to the reader. */
class TypesIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    /**
     * A column with two values. The third row between them is null.
     *
     * @param sql its type in the database
     * @param some values as SQL has them
     * @param expected the same as a reader of BINARY2 has them
     */
    private record Column(
            String name,
            String sql,
            String datatype,
            @Nullable String arraysize,
            @Nullable String xtype,
            List<String> some,
            List<@Nullable Object> expected) {}

    private static final List<Column> COLUMNS = List.of(
            column("truth", "boolean", "boolean", null, "true", "false", true, false),
            column("byte", "smallint", "unsignedByte", null, "255", "0", (short) 255, (short) 0),
            column("short", "smallint", "short", null, "32767", "'-32768'", Short.MAX_VALUE, Short.MIN_VALUE),
            column("int", "integer", "int", null, "2147483647", "'-2147483648'", Integer.MAX_VALUE, Integer.MIN_VALUE),
            column(
                    "long",
                    "bigint",
                    "long",
                    null,
                    "9223372036854775807",
                    "'-9223372036854775808'",
                    Long.MAX_VALUE,
                    Long.MIN_VALUE),
            column("float", "real", "float", null, "1.1", "'-Infinity'", 1.1f, Float.NEGATIVE_INFINITY),
            column("nan", "real", "float", null, "'NaN'", "0", null, 0f),
            column("double", "double precision", "double", null, "0.1", "1e-320", 0.1, 1e-320),
            column("nans", "double precision", "double", null, "'NaN'", "'Infinity'", null, Double.POSITIVE_INFINITY),
            column("decimal", "numeric(20,10)", "double", null, "12345.0000000001", "'NaN'", 12345.0000000001, null),
            column("digits", "numeric", "long", null, "123456789012345678", "0.4", 123456789012345678L, 0L),
            column("words", "text", "unicodeChar", "*", "'星<&>\"'", "'x'", "星<&>\"", "x"),
            column("ascii", "varchar(9)", "char", "*", "'a,b'", "'ü'", "a,b", "?"),
            column("letters", "char(3)", "char", "3", "'xyz'", "'a'", "xyz", "a"),
            timed("day", "date", "'2020-02-29'", "'infinity'", "2020-02-29T00:00:00", "9999-12-31T23:59:59"),
            timed(
                    "moment",
                    "timestamp",
                    "'2020-01-02 03:04:05.123456'",
                    "'-infinity'",
                    "2020-01-02T03:04:05.123456",
                    "0001-01-01T00:00:00"),
            timed(
                    "old",
                    "timestamp",
                    "'4000-01-01 BC'",
                    "'294000-01-01'",
                    "0001-01-01T00:00:00",
                    "9999-12-31T23:59:59"),
            column("bytes", "bytea", "unsignedByte", "*", "'\\x00ff'", "'\\x7f'", new short[] {0, 255}, new short[] {127
            }),
            column(
                    "truths",
                    "boolean[]",
                    "boolean",
                    "*",
                    "'{t,f}'",
                    "'{t}'",
                    new boolean[] {true, false},
                    new boolean[] {true}),
            column("shorts", "smallint[]", "short", "*", "'{1,-1}'", "'{7,null}'", new short[] {1, -1}, new short[] {
                7, 0
            }),
            column("pair", "integer[]", "int", "2", "'{1,2,3}'", "'{7}'", new int[] {1, 2}, new int[] {7, 0}),
            column("longs", "bigint[]", "long", "*", "'[5:6]={1,2}'", "'{3}'", new long[] {1, 2}, new long[] {3}),
            column(
                    "floats",
                    "real[]",
                    "float",
                    "*",
                    "'{1.5,NaN,null}'",
                    "'{Infinity}'",
                    new float[] {1.5f, Float.NaN, Float.NaN},
                    new float[] {Float.POSITIVE_INFINITY}),
            column(
                    "matrix",
                    "double precision[]",
                    "double",
                    "2x2",
                    "'{{1,2},{3,4}}'",
                    "'{5}'",
                    new double[] {1, 2, 3, 4},
                    new double[] {5, Double.NaN, Double.NaN, Double.NaN}));

    private static TestServer server;
    private static Http http;

    @BeforeAll
    static void publish() throws IOException, SQLException {
        server = TestServer.start(POSTGRES);
        http = new Http(server.base());
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(COLUMNS.stream()
                    .map(column -> "\"" + column.name() + "\" " + column.sql())
                    .collect(Collectors.joining(
                            ", ", "create table data.types (", ", row integer, access_class integer default 0)")));
            statement.execute("insert into data.types (row) values (2)");
            for (int i = 0; i < 2; i++) {
                int row = i;
                statement.execute(COLUMNS.stream()
                        .map(column -> column.some().get(row))
                        .collect(
                                Collectors.joining(", ", "insert into data.types values (", ", " + (1 + 2 * i) + ")")));
            }
            statement.execute("insert into tap_schema.tables (schema_name, table_name, table_type)"
                    + " values ('data', 'data.types', 'table')");
            try (PreparedStatement insert = connection.prepareStatement("""
                    insert into tap_schema.columns (table_name, column_name, datatype, arraysize, xtype, column_index)
                    values ('data.types', ?, ?, ?, ?, ?)
                    """)) {
                int index = 0;
                for (Column column : COLUMNS) {
                    insert.setString(1, "\"" + column.name() + "\"");
                    insert.setString(2, column.datatype());
                    insert.setString(3, column.arraysize());
                    insert.setString(4, column.xtype());
                    insert.setInt(5, index++);
                    insert.execute();
                }
                insert.setString(1, "row");
                insert.setString(2, "int");
                insert.setString(3, null);
                insert.setString(4, null);
                insert.setInt(5, index);
                insert.execute();
            }
        }
        while (http.get("/tap/tables/data.types").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"votable/b2", "votable/b", "votable/td", "fits"})
    void everyTypeComesBack(String format) throws IOException {
        StarTable table = read(format);
        assertThat(table.getRowCount()).isEqualTo(3);
        for (int i = 0; i < COLUMNS.size(); i++) {
            Column column = COLUMNS.get(i);
            for (int row = 0; row < 3; row++) {
                @Nullable Object expected = row == 1 ? null : column.expected().get(row / 2);
                assertThat(same(expected, table.getCell(row, i), format))
                        .as(
                                "%s in row %d of %s: expected %s, found %s",
                                column.name(), row, format, shown(expected), shown(table.getCell(row, i)))
                        .isTrue();
            }
        }
    }

    /** One value of each whole type stands for null in FITS and BINARY; FITS has no letters beyond ASCII. */
    private static boolean same(@Nullable Object expected, @Nullable Object found, String format) {
        if (expected == null) {
            return isNothing(found);
        }
        if (format.equals("fits") && expected instanceof String text) {
            return text.replaceAll("[^\\x00-\\x7f]", "?").equals(found);
        }
        if (format.equals("fits") || format.equals("votable/b")) {
            return found == null
                    ? List.<Object>of((short) 255, Short.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE)
                            .contains(expected)
                    : shown(expected).equals(shown(found).replaceAll(" -(32768|2147483648)]", " 0]"));
        }
        return shown(expected).equals(shown(found));
    }

    private static boolean isNothing(@Nullable Object cell) {
        String text = shown(cell);
        return text.matches("null|NaN|\\[]||\\[((NaN|0|-32768|-2147483648|false)(, )?)*]");
    }

    private static String shown(@Nullable Object value) {
        String text = Arrays.deepToString(new @Nullable Object[] {value});
        return text.substring(1, text.length() - 1);
    }

    @Test
    void notANumberIsNotNull() throws IOException {
        List<@Nullable Object[]> rows = http.rows("SELECT nan, nans, \"decimal\" FROM data.types ORDER BY row");
        assertThat(rows.getFirst()).containsExactly(Float.NaN, Double.NaN, 12345.0000000001);
        assertThat(rows.get(1)).containsExactly(null, null, null);
        assertThat(rows.get(2)).containsExactly(0f, Double.POSITIVE_INFINITY, Double.NaN);
    }

    /** Not of numbers that are none: it takes those for null by itself. */
    @Test
    void astropySeesWhatIsNull() {
        Judge judge = Judge.python(
                """
                import sys, warnings
                from astropy.io.votable import parse
                warnings.simplefilter("error")
                array = parse(sys.argv[1]).get_first_table().array
                for name in array.dtype.names:
                    mask = array.mask[name]
                    print(name, [bool(m) if getattr(m, "shape", ()) == () else bool(m.all()) for m in mask])
                print("words", array["words"][0])
                """,
                server.base() + "/tap/sync?FORMAT=votable/b2&QUERY="
                        + Http.escaped("SELECT * FROM data.types ORDER BY row"));
        assertThat(judge.output()).contains("words 星<&>");
        for (Column column : COLUMNS) {
            if (column.arraysize() == null && !column.some().contains("'NaN'")) {
                assertThat(judge.output()).contains(column.name() + " [False, True, False]");
            }
        }
    }

    @Test
    void astropyReadsEcsvWithAllThatIsSaidOfTheColumns() {
        Judge judge = Judge.python(
                """
                import sys, warnings, urllib.request
                from astropy.table import Table
                warnings.simplefilter("error")
                text = urllib.request.urlopen(sys.argv[1]).read().decode("utf-8")
                table = Table.read(text, format="ascii.ecsv")
                for name in table.colnames:
                    print(name, table[name].dtype, [None if v is None or str(v) == "--" else getattr(v, "tolist", lambda v=v: v)() for v in table[name]])
                print("meta", table.meta["QUERY"], table.meta["server_software"], table["day"].meta["xtype"])
                """,
                server.base() + "/tap/sync?FORMAT=ecsv&QUERY=" + Http.escaped("SELECT * FROM data.types ORDER BY row"));
        assertThat(judge.output())
                .contains(
                        "truth bool [True, None, False]", "byte uint8 [255, None, 0]", "int int32 [2147483647, None, ")
                .contains("long int64 [9223372036854775807, None, ", "float float32 [", "nan float32 [nan, None, 0.0]")
                .contains(
                        "nans float64 [nan, None, inf]",
                        "words <U5 ['星<&>\"', None, 'x']",
                        "ascii <U3 ['a,b', None, 'ü']")
                .contains("pair int32 [[1, 2], [None, None], [7, None]]")
                .contains("matrix float64 [[[1.0, 2.0], [3.0, 4.0]], ")
                .contains("truths object [[True, False], ", "floats object [[1.5, nan, nan], ")
                .contains("meta SELECT * FROM data.types ORDER BY row XingVO timestamp");
    }

    @Test
    void textsAreWhatTheValuesAre() {
        assertThat(lines("csv"))
                .containsExactly(
                        "truth,byte,short,int,long,float,nan,double,nans,decimal,digits,words,ascii,letters,day,moment,old,"
                                + "bytes,truths,shorts,pair,longs,floats,matrix,row",
                        "true,255,32767,2147483647,9223372036854775807,1.1,NaN,0.1,NaN,12345.0000000001,"
                                + "123456789012345678,\"星<&>\"\"\",\"a,b\",xyz,2020-02-29T00:00:00,"
                                + "2020-01-02T03:04:05.123456,0001-01-01T00:00:00,0 255,true false,1 -1,1 2 3,1 2,"
                                + "1.5 NaN NaN,1.0 2.0 3.0 4.0,1",
                        ",".repeat(COLUMNS.size()) + "2",
                        "false,0,-32768,-2147483648,-9223372036854775808,-Infinity,0.0,1.0E-320,Infinity,NaN,0,x,ü,a,"
                                + "9999-12-31T23:59:59,0001-01-01T00:00:00,9999-12-31T23:59:59,127,true,7 0,7,3,"
                                + "Infinity,5.0,3");
        List<String> json = lines("json");
        assertThat(String.join("", json))
                .contains("[true,255,32767,2147483647,9223372036854775807,1.1,null,0.1,null,")
                .contains("[null,null,null,");
    }

    private static List<String> lines(String format) {
        return http.query("SELECT * FROM data.types ORDER BY row", "&FORMAT=" + format)
                .lines()
                .toList();
    }

    private static StarTable read(String format) throws IOException {
        byte[] bytes = http.get("/tap/sync?FORMAT=" + Http.escaped(format) + "&QUERY="
                        + Http.escaped("SELECT * FROM data.types ORDER BY row"))
                .body();
        TableBuilder reader = format.equals("fits") ? new FitsTableBuilder() : new VOTableBuilder();
        return Tables.randomTable(
                reader.makeStarTable(new ByteArrayDataSource("t", bytes), false, StoragePolicy.PREFER_MEMORY));
    }

    private static Column column(
            String name,
            String sql,
            String datatype,
            @Nullable String arraysize,
            String one,
            String other,
            @Nullable Object first,
            @Nullable Object last) {
        List<@Nullable Object> expected = new ArrayList<>();
        expected.add(first);
        expected.add(last);
        return new Column(name, sql, datatype, arraysize, null, List.of(one, other), expected);
    }

    private static Column timed(String name, String sql, String one, String other, String first, String last) {
        return new Column(name, sql, "char", "*", "timestamp", List.of(one, other), List.of(first, last));
    }
}
