package org.xingvo.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.ingest.table.TableLayout.PositionChoice;
import org.xingvo.tables.TableColumn;
import org.xingvo.tables.TableException;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableSource;

class TableFilesTest {
    private static final PositionChoice BY_RULES = new PositionChoice(null, null, false);

    @TempDir
    Path directory;

    @Test
    void theDelimiterOfTextIsFound() throws IOException {
        assertThat(rows("a;b\n1;2.5\n3;x\n")).containsExactly("[1, 2.5]", "[3, x]");
        assertThat(rows("a\tb\n1\t2\n")).containsExactly("[1, 2]");
        assertThat(rows("id\n7\n8\n")).containsExactly("[7]", "[8]");
        assertThat(rows("# a b\n1 2\n3 4\n")).containsExactly("[1, 2]", "[3, 4]");
    }

    @Test
    void decimalTextKeepsItsDigits() throws IOException {
        assertThat(rows("x,y\n40.5912,1\n0.1,2\n")).containsExactly("[40.5912, 1]", "[0.1, 2]");
    }

    @Test
    void whatIsNoTableIsRefusedInASentence() throws IOException {
        assertThatThrownBy(() -> rows("\u0000\u0001\u0002"))
                .isInstanceOf(TableException.class)
                .hasMessage("t: expected a table in FITS, VOTable, CSV, ECSV or Parquet, found '???'");
        assertThatThrownBy(() -> rows(""))
                .hasMessage("t: expected a table in FITS, VOTable, CSV, ECSV or Parquet, found an empty file");
        assertThatThrownBy(() -> rows("<html></html>")).hasMessageContaining("found '<html></html>'");
        assertThatThrownBy(() -> rows("a,b\n1,2\n1,2,3\n"))
                .hasMessageStartingWith("t: expected a table that can be read");
    }

    @Test
    void aDoctypeIsNotFollowedAndDataElsewhereAreRefused() throws IOException {
        String table =
                "<RESOURCE><TABLE><FIELD name=\"a\" datatype=\"int\"/><DATA>%s</DATA></TABLE></RESOURCE></VOTABLE>";
        String rows = table.formatted("<TABLEDATA><TR><TD>7</TD></TR></TABLEDATA>");
        assertThat(rows("<?xml version=\"1.0\"?><!DOCTYPE VOTABLE SYSTEM \"http://nowhere.invalid/x.dtd\"><VOTABLE>"
                        + rows))
                .containsExactly("[7]");
        assertThatThrownBy(() -> rows("<!DOCTYPE VOTABLE [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><VOTABLE>" + rows))
                .hasMessageContaining("a DOCTYPE without declarations of its own");
        assertThatThrownBy(() ->
                        rows("<VOTABLE>" + table.formatted("<BINARY><STREAM href=\"file:///etc/passwd\"/></BINARY>")))
                .hasMessageContaining("the data of the table within the document");
    }

    @Test
    void pointsInTimeOfEcsvAreTimestamps() throws IOException {
        String ecsv = """
                # %ECSV 1.0
                # ---
                # datatype:
                # - {name: t, datatype: string}
                # - {name: v, datatype: float32, unit: mag, description: brightness}
                # - {name: a, datatype: string, subtype: 'int64[2]'}
                # meta: !!omap
                # - __serialized_columns__:
                #     t:
                #       __class__: astropy.time.core.Time
                #       format: isot
                #       scale: utc
                # schema: astropy-2.0
                t v a
                2013-09-29T12:00:00.250 1.5 [1,2]
                """;
        try (TableSource source = open(ecsv)) {
            assertThat(source.columns())
                    .extracting(TableColumn::typeWords)
                    .containsExactly("timestamp", "float", "array of long");
            assertThat(source.columns().get(1).unit()).isEqualTo("mag");
            assertThat(source.columns().get(2).arraysize()).isEqualTo("2");
        }
    }

    @Test
    void namesAreMadeLegalAndTheOldOnesTold() throws IOException {
        try (TableSource source = open("RA,Dec,B-Mag,b_mag,size,access_class\n00:08:27.05,+27:43:03.6,1,2,3,4\n")) {
            TableLayout layout = TableLayout.of(List.of(source), BY_RULES);
            assertThat(layout.columns())
                    .extracting(TableLayout.Column::name)
                    .containsExactly("ra", "dec", "b_mag", "b_mag_2", "size_", "access_class_2", "ra_deg", "dec_deg");
            assertThat(layout.columns().get(2).column().description()).isEqualTo("(B-Mag in the file)");
            assertThat(layout.columns().getFirst().column().description()).isNull();
            assertThat(layout.raName()).isEqualTo("ra_deg");
        }
    }

    @Test
    void namesWithoutRowsAreNoTable() {
        assertThatThrownBy(() -> open("t", "ra,dec\n"))
                .hasMessage("t: expected rows below the names of the columns, found none");
    }

    @Test
    void wholeDegreesOfAPositionAreDoubles() throws IOException {
        try (TableSource source = open("ra,dec,n\n10.5,20,1\n11.5,-5,2\n")) {
            assertThat(TableLayout.of(List.of(source), BY_RULES).columns())
                    .extracting(column -> column.column().typeWords())
                    .containsExactly("double", "double", "int");
        }
    }

    @Test
    void filesWhoseColumnsDisagreeAreNamed() throws IOException {
        try (TableSource one = open("one", "id,x\n1,2\n");
                TableSource wide = open("wide", "x,id\n2.5,1\n");
                TableSource text = open("text", "id,x\n1,abc\n");
                TableSource blank = open("blank", "id,x\n1,\n");
                TableSource other = open("other", "id,y\n1,2\n")) {
            assertThat(TableLayout.of(List.of(blank, one), BY_RULES).columns())
                    .extracting(c -> c.column().typeWords())
                    .containsExactly("int", "int");
            assertThat(TableLayout.of(List.of(one, blank), BY_RULES).columns())
                    .extracting(c -> c.column().typeWords())
                    .containsExactly("int", "int");
            assertThat(TableLayout.of(List.of(one, wide), BY_RULES).columns())
                    .extracting(c -> c.column().typeWords())
                    .containsExactly("int", "double");
            assertThatThrownBy(() -> TableLayout.of(List.of(one, text), BY_RULES))
                    .hasMessage("text, column x: expected int as in one, found text");
            assertThatThrownBy(() -> TableLayout.of(List.of(one, other), BY_RULES))
                    .hasMessage("other: expected a column x as in the first file, found none");
        }
    }

    private List<String> rows(String content) throws IOException {
        List<String> rows = new ArrayList<>();
        try (TableSource source = open(content)) {
            source.read(0, cells -> rows.add(Arrays.toString(cells)));
        }
        return rows;
    }

    private TableSource open(String content) throws IOException {
        return open("t", content);
    }

    private TableSource open(String name, String content) throws IOException {
        return TableFiles.open(Files.writeString(directory.resolve(name), content), name, null, null);
    }
}
