package org.xingvo.tap.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.ResponseFormat;
import org.xingvo.tap.row.TestTuples;
import org.xingvo.tap.turn.Turn;
import org.xingvo.votable.Info;
import org.xingvo.votable.Serialization;
import uk.ac.starlink.fits.FitsTableBuilder;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.ByteArrayDataSource;
import uk.ac.starlink.votable.VOTableBuilder;

/** Every type in every format, read back by STIL. */
class FormatsTest {
    private static final List<OutputColumn> COLUMNS = List.of(
            column("truth", "boolean", null, null, SqlType.BOOLEAN),
            column("byte", "unsignedByte", null, null, SqlType.SMALLINT),
            column("short", "short", null, null, SqlType.SMALLINT),
            column("int", "int", null, null, SqlType.INTEGER),
            column("long", "long", null, null, SqlType.BIGINT),
            column("float", "float", null, null, SqlType.REAL),
            column("double", "double", null, null, SqlType.DOUBLE),
            column("wider", "double", null, null, SqlType.REAL),
            column("text", "char", "*", null, SqlType.TEXT),
            column("fixed", "char", "3", null, SqlType.TEXT),
            column("unicode", "unicodeChar", "*", null, SqlType.TEXT),
            column("time", "char", "*", "timestamp", SqlType.TIMESTAMP),
            column("region", "char", "*", "adql:REGION", SqlType.DOUBLE_ARRAY),
            column("bytes", "unsignedByte", "*", null, SqlType.BYTEA),
            column("shorts", "short", "*", null, SqlType.SMALLINT_ARRAY),
            column("ints", "int", "2", null, SqlType.INTEGER_ARRAY),
            column("longs", "long", "*", null, SqlType.BIGINT_ARRAY),
            column("floats", "float", "*", null, SqlType.REAL_ARRAY),
            column("doubles", "double", "2x2", null, SqlType.DOUBLE_ARRAY),
            column("texts", "char", "*", null, SqlType.TEXT_ARRAY));

    private static final @Nullable Object[] FULL = {
        true,
        (short) 255,
        (short) -2,
        3,
        4L,
        1.5f,
        Double.NaN,
        0.25f,
        "a<\"b\", \u00fc",
        "xyzw",
        "\u661f <&>",
        LocalDateTime.of(2020, 1, 2, 3, 4, 5, 500_000_000),
        new double[] {1, 2, 0.5},
        new byte[] {1, -1},
        new short[] {7, 8, 9},
        new int[] {1, 2, 3},
        new long[] {1L << 40},
        new float[] {1, Float.NaN},
        new double[] {1, 2, 3, 4},
        new String[] {"p", "q"}
    };

    /** Longer than a card of a FITS header, and than two. */
    private static final String QUERY = "SELECT TOP 7 \u661f, b FROM t\nWHERE " + "a > 1 AND ".repeat(20) + "b < 2";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"VOTABLE_BINARY2", "VOTABLE_BINARY", "VOTABLE_TABLEDATA", "FITS"})
    void everyTypeComesBack(ResponseFormat format) throws IOException {
        StarTable table = read(format, written(format, 1, FULL, new @Nullable Object[COLUMNS.size()]));
        assertThat(table.getRowCount()).isEqualTo(2);
        boolean fits = format == ResponseFormat.FITS;
        List<@Nullable Object> full = row(table, 0);
        // BINARY has to take some value of a byte for null, and STIL takes NaN of a VOTable for it
        assertThat(full.subList(0, 8))
                .containsExactly(
                        true,
                        format == ResponseFormat.VOTABLE_BINARY ? null : (short) 255,
                        (short) -2,
                        3,
                        4L,
                        1.5f,
                        fits ? Double.NaN : null,
                        0.25);
        assertThat(full.subList(8, 13))
                .containsExactly(
                        "a<\"b\", ?",
                        "xyz",
                        fits ? "? <&>" : "\u661f <&>",
                        "2020-01-02T03:04:05.5",
                        "Circle ICRS 1.0 2.0 0.5");
        assertThat(full.subList(13, 20))
                .containsExactly(
                        new short[] {1, 255},
                        new short[] {7, 8, 9},
                        new int[] {1, 2},
                        new long[] {1L << 40},
                        new float[] {1, Float.NaN},
                        new double[] {1, 2, 3, 4},
                        "p q");
        List<@Nullable Object> empty = row(table, 1);
        for (int i = 0; i < COLUMNS.size(); i++) {
            assertThat(isEmpty(empty.get(i)))
                    .as("%s is %s", COLUMNS.get(i).field().name(), Arrays.deepToString(new Object[] {empty.get(i)}))
                    .isTrue();
        }
    }

    /** By the reader of catalogues, which knows nothing of this writer; several row groups. */
    @Test
    void everyTypeComesBackFromParquet() throws IOException {
        @Nullable Object[][] rows = new @Nullable Object[20_000][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 3 == 1 ? new @Nullable Object[COLUMNS.size()] : FULL.clone();
            if (i % 3 != 1) {
                rows[i][3] = i;
                rows[i][0] = i % 2 == 0;
                rows[i][10] = "\u661f".repeat(200);
                rows[i][17] = new float[i % 4];
            }
        }
        Path file = directory.resolve("t.parquet");
        Files.write(file, written(ResponseFormat.PARQUET, 1, rows));
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader found = reader.rowReader()) {
            assertThat(reader.getFileMetaData().rowGroups()).hasSizeGreaterThan(1);
            assertThat(reader.getFileMetaData().keyValueMetadata().get("IVOA.VOTable-Parquet.content"))
                    .contains("<FIELD name=\"region\" datatype=\"char\" arraysize=\"*\" xtype=\"adql:REGION\"/>")
                    .doesNotContain("<DATA>");
            for (int i = 0; i < rows.length; i++) {
                assertThat(found.hasNext()).isTrue();
                found.next();
                List<String> expected = i % 3 == 1
                        ? Collections.nCopies(COLUMNS.size(), "null")
                        : List.of(
                                String.valueOf(i % 2 == 0),
                                "255",
                                "-2",
                                Integer.toString(i),
                                "4",
                                "1.5",
                                "NaN",
                                "0.25",
                                "a<\"b\", \u00fc",
                                "xyzw",
                                "\u661f".repeat(200),
                                "2020-01-02T03:04:05.500Z",
                                "Circle ICRS 1.0 2.0 0.5",
                                "[1, 255]",
                                "[7, 8, 9]",
                                "[1, 2, 3]",
                                "[1099511627776]",
                                Collections.nCopies(i % 4, "0.0").toString(),
                                "[1.0, 2.0, 3.0, 4.0]",
                                "p q");
                assertThat(IntStream.range(0, COLUMNS.size()).mapToObj(column -> shown(found, column)))
                        .as("row %d", i)
                        .containsExactlyElementsOf(expected);
            }
            assertThat(found.hasNext()).isFalse();
        }
    }

    private static String shown(RowReader row, int column) {
        if (row.isNull(column)) {
            return "null";
        }
        Object value = row.getValue(column);
        return String.valueOf(value instanceof PqList list ? list.values() : value);
    }

    @Test
    void notANumberIsNotNull() throws IOException {
        OutputColumn number = column("x", "double", null, null, SqlType.DOUBLE);
        RowBytes bytes = new RowBytes();
        new EncodedRows(Collections.nCopies(9, number), Serialization.BINARY2)
                .write(TestTuples.of(Double.NaN, null, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, null), bytes);
        assertThat(bytes.used()).isEqualTo(2 + 9 * 8);
        assertThat(bytes.bytes()[0]).isEqualTo((byte) 0x40);
        assertThat(bytes.bytes()[1]).isEqualTo((byte) 0x80);
        byte[] nan = ByteBuffer.allocate(8).putDouble(Double.NaN).array();
        assertThat(Arrays.copyOfRange(bytes.bytes(), 2, 10)).isEqualTo(nan);
        assertThat(Arrays.copyOfRange(bytes.bytes(), 10, 18)).isEqualTo(nan);
    }

    @Test
    void fitsKeepsWhatTheColumnsMean() throws IOException {
        ResultColumn column = new ResultColumn(
                "ra",
                "double",
                null,
                null,
                "deg",
                "pos.eq.ra;meta.main",
                "x:y",
                "right ascension",
                SqlType.DOUBLE,
                null);
        StarTable table = read(
                ResponseFormat.FITS,
                written(ResponseFormat.FITS, List.of(OutputColumn.of(column)), 1, new Object[] {1.0}));
        assertThat(table.getColumnInfo(0).getUnitString()).isEqualTo("deg");
        assertThat(table.getColumnInfo(0).getUCD()).isEqualTo("pos.eq.ra;meta.main");
        assertThat(table.getColumnInfo(0).getUtype()).isEqualTo("x:y");
        assertThat(table.getColumnInfo(0).getDescription()).isEqualTo("right ascension");
        String cards = new String(
                written(ResponseFormat.FITS, List.of(OutputColumn.of(column)), 1, new Object[] {1.0}),
                StandardCharsets.ISO_8859_1);
        assertThat(cards.replaceAll("HISTORY (.{71}) ", "$1"))
                .contains("QUERY: SELECT TOP 7 ?, b FROM t WHERE a > 1 AND a > 1 AND ", "a > 1 AND b < 2 ");
    }

    @Test
    void aLongTextAmongShortOnesDoesNotMakeAllRowsLong() throws IOException {
        List<OutputColumn> columns = List.of(column("t", "char", "*", null, SqlType.TEXT));
        int rows = 3000;
        @Nullable Object[][] all = new @Nullable Object[rows][];
        for (int i = 0; i < rows; i++) {
            all[i] = new @Nullable Object[] {i == 17 ? "y".repeat(100_000) : "x" + i};
        }
        byte[] bytes = written(ResponseFormat.FITS, columns, 1, all);
        assertThat(bytes.length).isLessThan(200_000);
        StarTable table = read(ResponseFormat.FITS, bytes);
        assertThat(table.getCell(17, 0)).isEqualTo("y".repeat(100_000));
        assertThat(table.getCell(2999, 0)).isEqualTo("x2999");
    }

    @Test
    void manyRowsGoThroughAFileThatIsGoneAfterwards() throws IOException {
        List<OutputColumn> columns = List.of(column("n", "int", null, null, SqlType.INTEGER), COLUMNS.get(8));
        Object[][] all = new Object[300_000][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Object[] {i, "row " + i};
        }
        StarTable table = read(ResponseFormat.FITS, written(ResponseFormat.FITS, columns, 1, all));
        assertThat(table.getRowCount()).isEqualTo(300_000);
        assertThat(table.getCell(299_999, 0)).isEqualTo(299_999);
        assertThat(table.getCell(299_999, 1)).isEqualTo("row 299999");
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aSpoolHasALimit() {
        List<OutputColumn> columns = List.of(COLUMNS.get(8));
        assertThatThrownBy(() -> {
                    Object[][] all = new Object[9][];
                    Arrays.fill(all, new Object[] {"z".repeat(1 << 20)});
                    written(ResponseFormat.TEXT, columns, all.length, new SpoolSpace(directory, 1 << 20), all);
                })
                .isInstanceOf(DaliFault.class)
                .hasMessageStartingWith("An answer in this format: expected at most 1048576 bytes of rows, found more");
    }

    @Test
    void jsonHasMetadataAndData() throws IOException {
        String json = text(ResponseFormat.JSON, 2, FULL, new @Nullable Object[COLUMNS.size()]);
        assertThat(json)
                .startsWith("{\"metadata\":[\n{\"name\":\"truth\",\"datatype\":\"boolean\"},")
                .contains("\n[true,255,-2,3,4,1.5,null,0.25,\"a<\\\"b\\\", \u00fc\",\"xyzw\",")
                .contains("[7,8,9],[1,2,3],[1099511627776],[1.0,null],[1.0,2.0,3.0,4.0],\"p q\"]")
                .contains("[null,null,")
                .endsWith("],\n\"status\":\"OK\"}\n");
        assertThat(text(ResponseFormat.JSON, 1, FULL, FULL))
                .contains("\"status\":\"OVERFLOW\",\"message\":\"The answer");
    }

    @Test
    void aPageIsWellFormed() throws Exception {
        byte[] page = written(ResponseFormat.HTML, 1, FULL, FULL);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        assertThat(factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(page))
                        .getElementsByTagName("td")
                        .getLength())
                .isEqualTo(COLUMNS.size());
        assertThat(new String(page, StandardCharsets.UTF_8))
                .contains("a&lt;&quot;b&quot;")
                .contains("cut after 1 rows");
    }

    @Test
    void textHasColumnsOfEvenWidth() throws IOException {
        List<OutputColumn> columns = List.of(column("n", "int", null, null, SqlType.INTEGER), COLUMNS.get(8));
        byte[] bytes =
                written(ResponseFormat.TEXT, columns, 5, new Object[] {1234, "one"}, new Object[] {5, "two\nlines"});
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("""
                        n     text
                        \s\s\s\s\s\s
                        ----  ---------
                        1234  one
                        5     two lines
                        """);
    }

    private String text(ResponseFormat format, int maxrec, @Nullable Object[]... rows) throws IOException {
        return new String(written(format, maxrec, rows), StandardCharsets.UTF_8);
    }

    private byte[] written(ResponseFormat format, int maxrec, @Nullable Object[]... rows) throws IOException {
        return written(format, COLUMNS, Math.max(maxrec, format == ResponseFormat.HTML ? 1 : maxrec), rows);
    }

    private byte[] written(ResponseFormat format, List<OutputColumn> columns, int maxrec, @Nullable Object[]... rows)
            throws IOException {
        boolean cut = format == ResponseFormat.JSON || format == ResponseFormat.HTML;
        return written(format, columns, cut ? maxrec : rows.length, new SpoolSpace(directory, 1 << 30), rows);
    }

    private static byte[] written(
            ResponseFormat format, List<OutputColumn> columns, int maxrec, SpoolSpace space, @Nullable Object[]... rows)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableOutputs outputs = new TableOutputs(columns, "t", List.of(new Info("QUERY", QUERY)), null, false);
        try (TableOutput output = outputs.open(format, out, space)) {
            output.begin();
            var left = Arrays.asList(rows).iterator();
            RowPump.move(() -> left.hasNext() ? TestTuples.of(left.next()) : null, output, maxrec, Turn.free());
        }
        return out.toByteArray();
    }

    private static StarTable read(ResponseFormat format, byte[] bytes) throws IOException {
        TableBuilder reader = format == ResponseFormat.FITS ? new FitsTableBuilder() : new VOTableBuilder();
        return Tables.randomTable(
                reader.makeStarTable(new ByteArrayDataSource("t", bytes), false, StoragePolicy.PREFER_MEMORY));
    }

    private static List<@Nullable Object> row(StarTable table, int row) throws IOException {
        return new ArrayList<>(Arrays.asList(table.getRow(row)));
    }

    /** What the formats have for no value: nothing, NaN, no elements, or nothing but those and zeros. */
    private static boolean isEmpty(@Nullable Object cell) {
        return switch (cell) {
            case null -> true;
            case Double number -> number.isNaN();
            case Float number -> number.isNaN();
            case String text -> text.isEmpty();
            case double[] numbers -> Arrays.stream(numbers).allMatch(Double::isNaN);
            case int[] numbers -> Arrays.stream(numbers).allMatch(n -> n == 0 || n == Integer.MIN_VALUE);
            case float[] numbers -> numbers.length == 0;
            case short[] numbers -> numbers.length == 0;
            case long[] numbers -> numbers.length == 0;
            default -> false;
        };
    }

    private static OutputColumn column(
            String name, String datatype, @Nullable String arraysize, @Nullable String xtype, SqlType type) {
        return OutputColumn.of(new ResultColumn(name, datatype, arraysize, xtype, null, null, null, null, type, null));
    }
}
