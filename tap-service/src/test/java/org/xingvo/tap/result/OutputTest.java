package org.xingvo.tap.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.dali.DaliFault;
import org.xingvo.tap.result.VotableOutput.VotableStyle;
import org.xingvo.tap.row.TestTuples;
import org.xingvo.tap.turn.Turn;
import org.xingvo.testing.Demand;
import org.xingvo.votable.Info;
import org.xingvo.votable.Serialization;

class OutputTest {
    private static final List<OutputColumn> COLUMNS = List.of(
            column("obs_publisher_did", "char", "*", null, SqlType.TEXT, "ivoa.obscore.obs_publisher_did"),
            column("s_region", "char", "*", "adql:REGION", SqlType.DOUBLE_ARRAY, "ivoa.obscore.s_region"),
            column("a b", "char", "*", "timestamp", SqlType.TIMESTAMP, null),
            column("t_min", "double", null, null, SqlType.DOUBLE, "ivoa.obscore.t_min"));

    private static final @Nullable Object[] ROW = {
        "ivo://a/b?c", new double[] {1, 2, 0.5}, LocalDateTime.of(2020, 1, 2, 3, 4, 5), 51544.5
    };

    @Test
    @Demand("5.11")
    void aVotableHasFramesIdsAndTheDescriptor() throws IOException {
        String text = written(out -> new VotableOutput(out, COLUMNS, style(false)), 1, null);
        assertThat(text)
                .contains("<COOSYS ID=\"frame_icrs\" system=\"ICRS\"/>")
                .contains("<TIMESYS ID=\"time_utc\" timescale=\"UTC\" refposition=\"UNKNOWN\""
                        + " timeorigin=\"MJD-origin\"/>")
                .contains("<FIELD ID=\"obs_publisher_did\" name=\"obs_publisher_did\"")
                .contains("<FIELD ID=\"col_a_b\" name=\"a b\"")
                .contains("<TD>Circle ICRS 1.0 2.0 0.5</TD><TD>2020-01-02T03:04:05</TD>")
                .contains("name=\"ID\" datatype=\"char\" arraysize=\"*\" ucd=\"meta.id;meta.main\""
                        + " ref=\"obs_publisher_did\" value=\"\"/>")
                .doesNotContain("OVERFLOW");
    }

    @Test
    @Demand({"1.10", "12.3"})
    void anOverflowIsToldOnlyWhenRowsWereCut() throws IOException {
        Function<ByteArrayOutputStream, TableOutput> votable = out -> new VotableOutput(out, COLUMNS, style(false));
        assertThat(written(votable, 2, null)).doesNotContain("OVERFLOW");
        assertThat(written(votable, 3, null))
                .contains("</TABLE>\n<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\">The answer was cut after 2 rows");
    }

    @Test
    void aConeSearchHasItsOverflowWithinTheTable() throws IOException {
        assertThat(written(out -> new VotableOutput(out, COLUMNS, style(true)), 3, null))
                .containsSubsequence("</DATA>", "value=\"OVERFLOW\">", "</INFO>", "</TABLE>", "</RESOURCE>");
    }

    @Test
    @Demand("2.15")
    void aFailureBehindTheFirstRowsEndsTheDocumentInOrder() throws IOException {
        DaliFault fault = new DaliFault(DaliFault.Kind.TIME_LIMIT, "too slow");
        assertThat(written(out -> new VotableOutput(out, COLUMNS, style(false)), 1, fault))
                .containsSubsequence(
                        "</TABLE>", "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">too slow</INFO>", "</VOTABLE>");
    }

    @Test
    void csvAndTsvHaveNamesFirst() throws IOException {
        assertThat(written(out -> SeparatedOutput.csv(out, COLUMNS), 1, null))
                .hasLineCount(2)
                .startsWith("obs_publisher_did,s_region,a b,t_min\r\n")
                .endsWith("ivo://a/b?c,Circle ICRS 1.0 2.0 0.5,2020-01-02T03:04:05,51544.5\r\n");
        assertThat(written(out -> SeparatedOutput.tsv(out, COLUMNS), 1, null))
                .startsWith("obs_publisher_did\ts_region\ta b\tt_min\n");
    }

    @Test
    void csvQuotesWhatNeedsIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableOutput csv = SeparatedOutput.csv(
                out,
                List.of(
                        COLUMNS.getFirst(),
                        COLUMNS.getLast(),
                        column("n", "int", "*", null, SqlType.INTEGER_ARRAY, null)));
        csv.begin();
        csv.row(TestTuples.of("a \"b\", c\nd", null, new int[] {1, 2}));
        csv.end(null);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("obs_publisher_did,t_min,n\r\n\"a \"\"b\"\", c\nd\",,1 2\r\n");
    }

    private static VotableStyle style(boolean cone) {
        return new VotableStyle(
                Serialization.TABLEDATA, "t", List.of(new Info("QUERY", "select")), "http://localhost/links", cone);
    }

    private static OutputColumn column(
            String name,
            String datatype,
            @Nullable String arraysize,
            @Nullable String xtype,
            SqlType type,
            @Nullable String origin) {
        String[] parts = origin == null ? new String[0] : origin.split("\\.", -1);
        return OutputColumn.of(new ResultColumn(
                name,
                datatype,
                arraysize,
                xtype,
                null,
                null,
                null,
                null,
                type,
                parts.length == 0 ? null : new ResultColumn.Origin(parts[0], parts[1], parts[2])));
    }

    /** Pumps some rows with a limit of two, and then perhaps a failure. */
    private static String written(
            Function<ByteArrayOutputStream, TableOutput> format, int rows, @Nullable DaliFault failure)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableOutput output = format.apply(out);
        output.begin();
        Iterator<Integer> left = java.util.stream.IntStream.range(0, rows).iterator();
        RowPump.pump(
                () -> {
                    if (left.hasNext()) {
                        left.next();
                        return TestTuples.of(ROW);
                    }
                    if (failure != null) {
                        throw failure;
                    }
                    return null;
                },
                output,
                2,
                Turn.free());
        return out.toString(StandardCharsets.UTF_8);
    }
}
