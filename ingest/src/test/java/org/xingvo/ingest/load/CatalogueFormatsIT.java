package org.xingvo.ingest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.ingest.load.LoadRequest.Mode;
import org.xingvo.tables.TableException;
import org.xingvo.testing.PostgresExtension;

/** Types, nulls and arrays of every form in the database. The files are made by make-tables.py, not by our readers' makers. */
class CatalogueFormatsIT extends LoadDesk {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }

    private List<String> columns(String table) throws Exception {
        return rows(
                "select column_name, datatype || coalesce('[' || arraysize || ']', ''), xtype from tap_schema.columns"
                        + " where table_name = 'data." + table + "' order by column_index");
    }

    /** The values of a column from the first row to the last. */
    private String values(String table, String column) throws Exception {
        return rows("select string_agg(coalesce(" + column + "::text, 'null'), ' ' order by id) from data." + table)
                .getFirst();
    }

    @Test
    void fitsHasAllItsTypes() throws Exception {
        load("everything", Mode.CREATE, resource("everything.fits"));
        assertThat(columns("everything"))
                .containsExactly(
                        "id|int|null",
                        "ra|double|null",
                        "dec|double|null",
                        "u8|unsignedByte|null",
                        "i8|short|null",
                        "i16|short|null",
                        "u16|int|null",
                        "u16n|int|null",
                        "u32|long|null",
                        "u64|char[*]|null",
                        "i64|long|null",
                        "f32|float|null",
                        "f64|double|null",
                        "flag|boolean|null",
                        "flags|boolean[3]|null",
                        "bits|boolean[11]|null",
                        "name|char[*]|null",
                        "names_|char[4x3]|null",
                        "vec|float[3]|null",
                        "mat|int[2x2]|null",
                        "var|float[*]|null",
                        "qvar|int[*]|null",
                        "cpx|float[2]|null",
                        "dcpx|double[2]|null",
                        "cvec|float[2x2]|null",
                        "scaled|float|null",
                        "uvec|int[2]|null",
                        "bvec|short[2]|null",
                        "kvec|long[2]|null",
                        "nothing|char[*]|null");
        for (String line : """
                u8: 0 254 null 1
                i8: -128 127 0 -1
                i16: -32767 32767 null 0
                u16: 0 65535 32768 1
                u16n: 0 65535 null 1
                u32: 0 4294967295 2147483648 1
                u64: 0 18446744073709551615 9223372036854775808 1
                i64: 9007199254740993 -9223372036854775808 null 0
                f32: 0.1 null Infinity -0
                f64: 0.1 null -Infinity 1e+300
                flag: true false null false
                flags: {t,f,t} {f,f,f} {f,t,f} {t,t,t}
                bits: {t,t,t,t,t,t,t,t,t,t,t} {f,f,f,f,f,f,f,f,f,f,f} {t,f,t,f,t,f,t,f,t,f,t} {f,f,f,f,f,f,f,f,f,f,t}
                name: a b  c null  d
                names_: {ab,"",c} {"","",""} {wxyz,b,c} {1,2,3}
                vec: {1,2,3} {NaN,0,-1} {4,5,6} {7,8,9}
                mat: {0,1,2,3} {4,5,6,7} {8,9,10,11} {12,13,14,15}
                var: {1.5} {} {1,2,3} {9}
                qvar: {1} {} {1,2,3} {9}
                cpx: {1,2} {3,-4} {0,0} {NaN,1}
                dcpx: {1,2} {3,-4} {0,0} {0,1}
                cvec: {1,2,3,4} {1,2,3,4} {1,2,3,4} {1,2,3,4}
                scaled: 10.5 0 null -3
                uvec: {0,65535} {1,2} {32768,32769} {32770,32771}
                bvec: {0,255} {1,2} {3,4} {5,6}
                kvec: {9007199254740993,-9223372036854775808} {1,2} {3,4} {5,6}
                nothing: null null null null""".lines().toList()) {
            String column = line.substring(0, line.indexOf(':'));
            assertThat(values("everything", column)).as(column).isEqualTo(line.substring(column.length() + 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tabledata", "binary", "binary2", "fits"})
    void votableSaysTheSameInEverySerialization(String form) throws Exception {
        String table = "vot_" + form;
        load(table, Mode.CREATE, resource("stars-" + form + ".vot"));
        boolean fits = form.equals("fits");
        boolean cells = form.equals("tabledata");
        assertThat(columns(table))
                .containsExactly(
                        "id|int|null",
                        "ra|double|null",
                        "dec|double|null",
                        "u8|unsignedByte|null",
                        "i16|short|null",
                        "i32|int|null",
                        "i64|long|null",
                        "f32|float|null",
                        "f64|double|null",
                        "flag|boolean|null",
                        cells ? "bits|char[*]|null" : "bits|boolean[11]|null",
                        "name|char[*]|null",
                        "fixed|char[*]|null",
                        "uni|unicodeChar[*]|null",
                        "obs|char[*]|timestamp",
                        "vec|float[3]|null",
                        "mat|int[2x2]|null",
                        fits ? "var|double[3]|null" : "var|double[*]|null",
                        "cpx|float[2]|null",
                        "pos|double[2]|point");
        for (String line : """
                u8: 0 254 null 1
                i16: -32767 32767 null 0
                i32: 2 -2 null 0
                i64: 9007199254740993 -9223372036854775808 null 0
                f32: 0.1 1.5 null Infinity
                f64: 0.1 1e+300 null -Infinity
                flag: true false null false
                name: a b  c null  d
                fixed: abcd b null zzzz
                obs: 2013-09-29 12:00:00.25 2000-01-01 00:00:00 null 2024-02-29 23:59:59.999999
                vec: {1,2,3} {4,5,6} {NaN,0,-1} {7,8,9}
                mat: {0,1,2,3} {4,5,6,7} {8,9,10,11} {12,13,14,15}
                cpx: {1,2} {3,-4} {0,0} {0,1}
                pos: {10.5,-20.25} {200.25,41} {359.999,-89.5} {NaN,NaN}""".lines().toList()) {
            String column = line.substring(0, line.indexOf(':'));
            assertThat(values(table, column)).as(column).isEqualTo(line.substring(column.length() + 2));
        }
        assertThat(values(table, "bits"))
                .isEqualTo(
                        cells
                                ? "11111111111 00000000000 10101010101 00000000001"
                                : "{t,t,t,t,t,t,t,t,t,t,t} {f,f,f,f,f,f,f,f,f,f,f} {t,f,t,f,t,f,t,f,t,f,t}"
                                        + " {f,f,f,f,f,f,f,f,f,f,t}");
        if (!fits) { // whoever wrote it padded the one and lost the other
            assertThat(values(table, "var")).isEqualTo("{1.5} " + (cells ? "null" : "{}") + " {1,2,3} {9}");
            assertThat(values(table, "uni")).isEqualTo("\u03b1 plain null \ud83d\udd2d");
        }
        assertThat(rows(
                        "select unit, utype, ucd from tap_schema.columns where column_name in ('f32', 'ra') and table_name"
                                + " = 'data." + table + "' order by column_name"))
                .containsExactly("mag|phot:mag|null", "deg|null|pos.eq.ra;meta.main");
    }

    @Test
    void arraysOfBitsInTabledataAreRefused() throws Exception {
        String text = Files.readString(resource("stars-tabledata.vot"))
                .replace(
                        "arraysize=\"*\" datatype=\"char\" name=\"bits\"",
                        "arraysize=\"11\" datatype=\"bit\" name=\"bits\"");
        assertThatThrownBy(() -> load("bits", Mode.CREATE, Files.writeString(directory.resolve("bits.vot"), text)))
                .isInstanceOf(TableException.class)
                .hasMessage(
                        "bits.vot: expected a table that can be read, found: column bits: expected arrays of bits in"
                                + " BINARY2, found them in TABLEDATA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
    void parquetIsReadInEveryUsualCompression(String codec) throws Exception {
        String table = "parquet_" + codec;
        load(table, Mode.CREATE, resource("stars-" + codec + ".parquet"));
        assertThat(columns(table))
                .contains(
                        "u8|unsignedByte|null",
                        "i8|short|null",
                        "u16|int|null",
                        "u32|long|null",
                        "u64|char[*]|null",
                        "money|double|null",
                        "day_|char[*]|timestamp",
                        "fixed|int[*]|null",
                        "names_|char[64x*]|null");
        assertThat(rows("select * from data." + table + " order by 1"))
                .containsExactly(
                        "1|10.5|-20.25|0|-128|0|0|0|0.1|t|a|a|1.25|1970-01-01 00:00:00|1970-01-01 00:00:00"
                                + "|1970-01-01 00:00:00|x|{1,2}|{1,2}|{a,bc}|0",
                        "2|200.25|41|254|127|65535|4294967295|18446744073709551615|null|f|b\u00e9|?\ufffd|-3.5"
                                + "|2022-01-08 00:00:00|2013-09-29 12:00:00.25|2013-09-29 12:00:00.25|y|{}|{3,4}|{}|0",
                        "3|359.999|-89.5|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null"
                                + "|null|0",
                        "4|null|null|1|1|1|1|1|Infinity|t|null|null|0|1969-12-31 00:00:00|1969-12-31 23:59:59.999999"
                                + "|1969-12-31 23:59:59.999999|x|{3,NaN}|{5,6}|{d,\"\"}|0");
    }

    @Test
    void parquetInAnotherCompressionIsRefusedByName() {
        assertThatThrownBy(() -> load("brotli", Mode.CREATE, resource("stars-brotli.parquet")))
                .hasMessage("stars-brotli.parquet: expected a table that can be read, found: column source_id in a"
                        + " compression other than snappy, gzip or zstd: BROTLI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stars", "stars-comma"})
    void ecsvHasItsTypesAndItsLetters(String name) throws Exception {
        String table = name.replace('-', '_');
        load(table, Mode.CREATE, resource(name + ".ecsv"));
        assertThat(columns(table))
                .contains("u32|long|null", "u64|char[*]|null", "name|unicodeChar[*]|null", "vec|double[2]|null");
        assertThat(rows("select * from data." + table + " order by 1"))
                .containsExactly(
                        "1|10.5|-20.25|0|-128|0|0|0|9007199254740993|0.1|t|a|{1,2}|[1.5]|0",
                        "2|200.25|41|254|127|65535|4294967295|18446744073709551615|-9223372036854775808|null|f|b, c|{3,4}"
                                + "|[]|0",
                        "3|359.999|-89.5|null|null|null|null|null|null|null|null|null|{5,6}|[1,2]|0",
                        "4|null|null|1|1|1|1|1|1|1.5|f|\u03b1|{7,8}|[3]|0");
    }

    @Test
    void textHasTheTypesThatAllItsValuesHave() throws Exception {
        load("csv", Mode.CREATE, Files.writeString(directory.resolve("t.csv"), """
                id,ra,dec,small,large,real,flag,name,when,mixed,hexa,none
                1,10.5,-20.25,1,9007199254740993,0.1,true,"a, ""b"" c",2013-09-29T12:00:00,1,0x1F,
                2,200.25,41,-2,1,1e300,false,\u03b1,2000-01-01,x,1,
                3,359.999,-89.5,,,NaN,,,,,,
                4,,,0,0,,false,"two
                lines",2024-02-29T23:59:60.5,2,3,
                """));
        assertThat(columns("csv"))
                .containsExactly(
                        "id|int|null",
                        "ra|double|null",
                        "dec|double|null",
                        "small|int|null",
                        "large|long|null",
                        "real_|double|null",
                        "flag|boolean|null",
                        "name|unicodeChar[*]|null",
                        "when_|char[*]|timestamp",
                        "mixed|char[*]|null",
                        "hexa|char[*]|null",
                        "none|char[*]|null");
        assertThat(rows("select * from data.csv order by 1"))
                .containsExactly(
                        "1|10.5|-20.25|1|9007199254740993|0.1|t|a, \"b\" c|2013-09-29 12:00:00|1|0x1F|null|0",
                        "2|200.25|41|-2|1|1e+300|f|\u03b1|2000-01-01 00:00:00|x|1|null|0",
                        "3|359.999|-89.5|null|null|null|null|null|null|null|null|null|0",
                        "4|null|null|0|0|null|f|two\nlines|2024-02-29 23:59:59.999999|2|3|null|0");
    }
}
