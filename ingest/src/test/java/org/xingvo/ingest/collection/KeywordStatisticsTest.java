package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Card.ValueType;

class KeywordStatisticsTest {
    private static Card number(String keyword, String value, String comment) {
        return new Card(keyword, value, value.matches("[-+]?\\d+") ? ValueType.INTEGER : ValueType.REAL, comment);
    }

    private static Card text(String keyword, String value) {
        return new Card(keyword, value, ValueType.STRING, null);
    }

    private static ColumnDescription column(Card... cards) {
        KeywordStatistics statistics = new KeywordStatistics(cards[0].keyword());
        for (Card card : cards) {
            statistics.add(card);
        }
        return statistics.column(n -> false);
    }

    @Test
    void integersAreIntegersUntilOneIsLargeOrAnIdentifier() {
        assertThat(column(number("N", "1", "")).type()).isEqualTo(ColumnType.INTEGER);
        assertThat(column(number("N", "1", ""), number("N", "20000000", "")).type())
                .isEqualTo(ColumnType.BIGINT);
        assertThat(column(number("OBSID", "1", "")).type()).isEqualTo(ColumnType.BIGINT);
    }

    @Test
    void oneRealMakesAllDouble() {
        assertThat(column(number("Z", "0", ""), number("Z", "1.5E-3", "")).type())
                .isEqualTo(ColumnType.DOUBLE);
    }

    @Test
    void numbersInQuotesAreTextUnlessOthersAreWithout() {
        assertThat(column(text("X", "1.5")).type()).isEqualTo(ColumnType.TEXT);
        assertThat(column(text("X", "1.5"), number("X", "2.5", "")).type()).isEqualTo(ColumnType.DOUBLE);
    }

    @Test
    void fillersSayNothingOfTheType() {
        assertThat(column(number("X", "2.5", ""), text("X", "******"), text("X", "NaN"), text("X", ""))
                        .type())
                .isEqualTo(ColumnType.DOUBLE);
        assertThat(column(text("X", "****")).type()).isEqualTo(ColumnType.TEXT);
    }

    @Test
    void logicalsMixedWithNumbersAreText() {
        Card t = new Card("F", "T", ValueType.LOGICAL, null);
        assertThat(column(t).type()).isEqualTo(ColumnType.BOOLEAN);
        assertThat(column(t, number("F", "1", "")).type()).isEqualTo(ColumnType.TEXT);
    }

    @Test
    void textThatIsNotAsciiIsUnicode() {
        assertThat(column(text("OBSERVER", "J\u00f6rg")).type()).isEqualTo(ColumnType.UNICODE);
        assertThat(column(text("OBSERVER", "Joe")).type()).isEqualTo(ColumnType.TEXT);
    }

    @Test
    void unitsComeFromBracketsAndDescriptionsFromTheRest() {
        ColumnDescription focus = column(number("FOCUS", "19964", "[mm] Telescope focus"));
        assertThat(focus.unit()).isEqualTo("mm");
        assertThat(focus.description()).isEqualTo("Telescope focus");
        assertThat(column(number("PLUG_RA", "1.5", "RA of object [deg]")).unit())
                .isEqualTo("deg");
        assertThat(column(number("X", "1.5", "[furlongs] far")).unit()).isNull();
        assertThat(column(text("X", "far")).unit()).isNull();
    }

    @Test
    void degreesOfATemperatureAreNoAngle() {
        ColumnDescription temperature = column(number("TEMPCCDB", "-126.8", "[deg] The temperature of blue CCD"));
        assertThat(temperature.ucd()).isEqualTo("phys.temperature");
        assertThat(temperature.unit()).isNull();
    }
}
