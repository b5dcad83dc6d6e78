package org.xingvo.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSightTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,ra,dec\nvega,279.2,38.8\n",
                "name;ra\n\"a;b\";2\n",
                "id\tflux [Jy]\n1\t2\n2\t3\n",
                "\"RA (deg)\",\"B-V\"\n1,2\n"
            })
    void linesOfOneShapeBelowNamesAreATable(String text) {
        assertThat(TableSight.of(bytes(text), false)).contains(TableFormat.CSV);
        assertThat(TableSight.mayBe(bytes(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dear all, I write to you\nabout, well, nothing\n",
                "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":3}\n",
                "int a, b;\nint c, d;\nreturn a, b;\n",
                "1,2,3\n4,5,6\n",
                "name,ra\nvega\n",
                "name,name\n1,2\n",
                "import os, sys\nprint(os, sys)\nx = 1\n",
                "name ra dec\nvega 1 2\n",
                "<html><table></table></html>"
            })
    void otherTextIsNone(String text) {
        assertThat(TableSight.of(bytes(text), false)).isEmpty();
    }

    @Test
    void aNameOrMediaTypeMakesTextATableThatMayBeBroken() {
        assertThat(TableSight.of(bytes("name,ra\nvega\n"), true)).contains(TableFormat.CSV);
        assertThat(TableSight.isNamed("a/Stars.CSV", "")).isTrue();
        assertThat(TableSight.isNamed("stars.csv.gz", "")).isTrue();
        assertThat(TableSight.isNamed("stars", "text/csv;header=present")).isTrue();
        assertThat(TableSight.isNamed("stars.txt", "text/plain")).isFalse();
    }

    @Test
    void formatsThatSayWhatTheyAreNeedNoName() {
        assertThat(TableSight.of(bytes("# %ECSV 1.0\n# ---\n"), false)).contains(TableFormat.ECSV);
        assertThat(TableSight.of(bytes("<?xml version='1.0'?><VOTABLE/>"), false))
                .contains(TableFormat.VOTABLE);
        assertThat(TableSight.of(bytes("PAR1"), false)).contains(TableFormat.PARQUET);
        assertThat(TableSight.of(bytes("SIMPLE  =                    T"), false))
                .contains(TableFormat.FITS);
        assertThat(TableSight.mayBe(new byte[] {0x1f, (byte) 0x8b, 8})).isTrue();
        assertThat(TableSight.mayBe(new byte[] {(byte) 0xff, (byte) 0xd8, 0, 0}))
                .isFalse();
    }
}
