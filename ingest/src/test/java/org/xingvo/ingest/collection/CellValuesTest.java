package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Card.ValueType;

class CellValuesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1.5, DOUBLE, 1.5",
                "1.5D3, DOUBLE, 1500.0",
                "-.5e-3, DOUBLE, -5.0E-4",
                "1E999, DOUBLE, -",
                "0x10, DOUBLE, -",
                "1f, DOUBLE, -",
                "many, DOUBLE, -",
                "12, INTEGER, 12",
                "12.0, INTEGER, 12",
                "12.5, INTEGER, -",
                "3000000000, INTEGER, -",
                "3000000000, BIGINT, 3000000000",
                "99999999999999999999, BIGINT, -",
                "+7, BIGINT, 7",
                "yes, BOOLEAN, -",
            })
    void aValueFitsItsTypeOrIsNull(String value, ColumnType type, String expected) {
        Object found = CellValues.of(new Card("K", value, ValueType.REAL, null), type);
        assertThat(found == null ? null : found.toString()).isEqualTo(expected);
    }

    @Test
    void logicalsAreTrueAndFalse() {
        assertThat(CellValues.of(new Card("K", "T", ValueType.LOGICAL, null), ColumnType.BOOLEAN))
                .isEqualTo(true);
        assertThat(CellValues.of(new Card("K", "F", ValueType.LOGICAL, null), ColumnType.BOOLEAN))
                .isEqualTo(false);
    }

    @Test
    void textForTheDatabaseHasNoNulAndNoLoneSurrogate() {
        assertThat(CellValues.withoutNul("a\0b")).isEqualTo("a\uFFFDb");
        assertThat(CellValues.withoutNul("a\uD800b")).isEqualTo("a?b");
        assertThat(CellValues.withoutNul("\u661f")).isEqualTo("\u661f");
        assertThat(CellValues.ascii("a\u00e9\tb")).isEqualTo("a??b");
    }
}
