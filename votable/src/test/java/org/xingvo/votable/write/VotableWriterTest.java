package org.xingvo.votable.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.votable.Coosys;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;
import org.xingvo.votable.Info;
import org.xingvo.votable.Param;
import org.xingvo.votable.Serialization;
import org.xingvo.votable.ServiceDescriptor;
import org.xingvo.votable.read.VotableReader;

class VotableWriterTest {
    private static final List<Field> FIELDS = List.of(
            Field.of("flag", Datatype.BOOLEAN, null),
            Field.of("byte", Datatype.UNSIGNED_BYTE, null),
            Field.of("short", Datatype.SHORT, null),
            Field.of("int", Datatype.INT, null),
            Field.of("long", Datatype.LONG, null),
            Field.of("float", Datatype.FLOAT, null),
            Field.of("double", Datatype.DOUBLE, null),
            Field.text("text"),
            Field.of("fixed", Datatype.CHAR, "4"),
            Field.of("unicode", Datatype.UNICODE_CHAR, "*"),
            Field.of("doubles", Datatype.DOUBLE, "*"),
            Field.of("pair", Datatype.INT, "2"));

    @ParameterizedTest
    @EnumSource(
            value = Serialization.class,
            names = {"TABLEDATA", "BINARY2"})
    void everyTypeComesBackAsItWent(Serialization serialization) throws IOException {
        @Nullable
        Object[] values = {
            true,
            (short) 200,
            (short) -3,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            1.5f,
            -0.1,
            "a<b>&\"c\"",
            "abc",
            "星系 𝔸",
            new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY},
            new int[] {7, -7}
        };
        @Nullable Object[] nulls = new @Nullable Object[FIELDS.size()];
        assertComesBack(FIELDS, List.of(values, nulls, values), serialization);
    }

    @ParameterizedTest
    @EnumSource(
            value = Serialization.class,
            names = {"TABLEDATA", "BINARY2"})
    void notANumberIsNotNull(Serialization serialization) throws IOException {
        List<Field> one = List.of(Field.of("x", Datatype.DOUBLE, null));
        List<@Nullable Object[]> rows = List.of(new @Nullable Object[] {Double.NaN}, new @Nullable Object[] {null});
        assertComesBack(one, rows, serialization);
    }

    @ParameterizedTest
    @EnumSource(
            value = Serialization.class,
            names = {"TABLEDATA", "BINARY2"})
    void aCharColumnHoldsAsciiOnly(Serialization serialization) throws IOException {
        List<@Nullable Object[]> rows = List.<@Nullable Object[]>of(new @Nullable Object[] {"Å°x"});
        assertThat(roundTrip(List.of(Field.text("t")), rows, serialization).getFirst())
                .containsExactly("??x");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomRowsComeBack(long seed) throws IOException {
        Random random = new Random(seed);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            @Nullable Object[] row = new @Nullable Object[FIELDS.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = random.nextInt(4) == 0 ? null : value(FIELDS.get(c), random);
            }
            rows.add(row);
        }
        for (Serialization serialization : List.of(Serialization.TABLEDATA, Serialization.BINARY2)) {
            assertComesBack(FIELDS, rows, serialization);
        }
    }

    @Test
    void theNullFlagOfTheFirstColumnIsTheHighestBit() throws IOException {
        List<Field> two = List.of(Field.of("a", Datatype.SHORT, null), Field.of("b", Datatype.SHORT, null));
        String document =
                write(two, List.<@Nullable Object[]>of(new @Nullable Object[] {null, 258}), Serialization.BINARY2);
        assertThat(document).contains(">\ngAAAAQI=\n</STREAM>");
    }

    @Test
    void aDocumentHasItsPartsInOrder() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VotableWriter writer = new VotableWriter(out);
        writer.openDocument();
        writer.openResults(List.of(new Info("QUERY_STATUS", "OK")), List.of(new Coosys("icrs", "ICRS")), List.of());
        Field did = Field.text("did").withId("id0").withUcd("meta.id").withDescription("what & where");
        writer.openTable("t", null, List.of(did), Serialization.TABLEDATA);
        writer.row(new @Nullable Object[] {"ivo://x/y?z"});
        writer.closeTable(List.of());
        writer.closeResults(List.of(new Info("QUERY_STATUS", "OVERFLOW", "more")));
        writer.descriptor(new ServiceDescriptor(
                "links",
                null,
                null,
                List.of(Param.text("accessURL", "http://localhost/x?a=1&b=2")),
                List.of(new Param(Field.text("ID").withRef("id0"), ""))));
        writer.closeDocument();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
                        <RESOURCE type="results">
                        <INFO name="QUERY_STATUS" value="OK"/>
                        <COOSYS ID="icrs" system="ICRS"/>
                        <TABLE name="t">
                        <FIELD ID="id0" name="did" datatype="char" arraysize="*" ucd="meta.id">
                        <DESCRIPTION>what &amp; where</DESCRIPTION>
                        </FIELD>
                        <DATA>
                        <TABLEDATA>
                        <TR><TD>ivo://x/y?z</TD></TR>
                        </TABLEDATA>
                        </DATA>
                        </TABLE>
                        <INFO name="QUERY_STATUS" value="OVERFLOW">more</INFO>
                        </RESOURCE>
                        <RESOURCE type="meta" utype="adhoc:service" ID="links">
                        <PARAM name="accessURL" datatype="char" arraysize="*" value="http://localhost/x?a=1&amp;b=2"/>
                        <GROUP name="inputParams">
                        <PARAM name="ID" datatype="char" arraysize="*" ref="id0" value=""/>
                        </GROUP>
                        </RESOURCE>
                        </VOTABLE>
                        """);
    }

    @Test
    void millionsOfRowsNeedNoMemory() throws IOException {
        long[] bytes = new long[1];
        OutputStream counter = new OutputStream() {
            @Override
            public void write(int b) {
                bytes[0]++;
            }

            @Override
            public void write(byte[] b, int offset, int length) {
                bytes[0] += length;
            }
        };
        VotableWriter writer = new VotableWriter(counter);
        writer.openDocument();
        writer.openResults(List.of(), List.of(), List.of());
        writer.openTable(
                null, null, List.of(Field.of("x", Datatype.DOUBLE, null), Field.text("t")), Serialization.BINARY2);
        @Nullable Object[] row = {1.25, "0123456789".repeat(10)};
        for (int i = 0; i < 200_000; i++) {
            writer.row(row);
        }
        writer.closeTable(List.of());
        writer.closeResults(List.of());
        writer.closeDocument();
        assertThat(bytes[0]).isGreaterThan(200_000L * (1 + 8 + 4 + 100) * 4 / 3);
    }

    private static Object value(Field field, Random random) {
        return switch (field.name()) {
            case "flag" -> random.nextBoolean();
            case "byte" -> (short) random.nextInt(256);
            case "short" -> (short) random.nextInt();
            case "int" -> random.nextInt();
            case "long" -> random.nextLong();
            case "float" -> Float.intBitsToFloat(random.nextInt() & 0xBF7FFFFF);
            case "double" -> random.nextGaussian();
            case "text" -> "x" + Integer.toString(random.nextInt(), 36);
            case "fixed" -> "f" + random.nextInt(10);
            case "unicode" -> "u" + (char) (0x4E00 + random.nextInt(1000));
            case "doubles" -> random.doubles(1 + random.nextInt(5)).toArray();
            default -> new int[] {random.nextInt(), random.nextInt()};
        };
    }

    private static void assertComesBack(List<Field> fields, List<@Nullable Object[]> rows, Serialization serialization)
            throws IOException {
        List<@Nullable Object[]> found = roundTrip(fields, rows, serialization);
        assertThat(found).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            @Nullable Object[] row = found.get(i);
            assertThat(Arrays.deepEquals(row, rows.get(i)))
                    .as("row %d: expected %s, found %s", i, Arrays.deepToString(rows.get(i)), Arrays.deepToString(row))
                    .isTrue();
        }
    }

    private static List<@Nullable Object[]> roundTrip(
            List<Field> fields, List<@Nullable Object[]> rows, Serialization serialization) throws IOException {
        byte[] bytes = write(fields, rows, serialization).getBytes(StandardCharsets.UTF_8);
        try (VotableReader reader = new VotableReader(new ByteArrayInputStream(bytes))) {
            assertThat(reader.fields()).isEqualTo(fields);
            return reader.rest();
        }
    }

    private static String write(List<Field> fields, List<@Nullable Object[]> rows, Serialization serialization)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        VotableWriter writer = new VotableWriter(out);
        writer.openDocument();
        writer.openResults(List.of(), List.of(), List.of());
        writer.openTable(null, null, fields, serialization);
        for (@Nullable Object[] row : rows) {
            writer.row(row);
        }
        writer.closeTable(List.of());
        writer.closeResults(List.of());
        writer.closeDocument();
        return out.toString(StandardCharsets.UTF_8);
    }
}
