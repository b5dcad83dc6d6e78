package org.xingvo.ingest.obscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class DatesTest {
    private static final double SECOND = 1 / 86400.0;

    @Test
    void everyFormOfADateIsRead() {
        assertMjd("2011-10-27T20:02:34.19", 55861.83511794);
        assertMjd("2003-04-25T02:31:0.496", 52754.10486685);
        assertMjd("2012-09-26 15:42:53.071885", 56196.65478094);
        assertMjd("2017-12-19T20:48:12.280-0700", 58107.15847546);
        assertMjd("2017-12-20T03:48:12.280Z", 58107.15847546);
        assertMjd("1994.139:15:41:39", 49491.65392361);
        assertMjd("19/05/94", 49491);
        assertMjd("04/25/2003", 52754);
        assertMjd("18-JUN-1990", 48060);
        assertMjd("20190612", 58646);
        assertMjd("2001/06/19", 52079);
        assertThat(Dates.parse("2020-02-30")).isNull();
        assertThat(Dates.parse("yesterday")).isNull();
        assertThat(Dates.parse("01/01/00")).isNull();
        assertThat(Dates.parse(null)).isNull();
    }

    @Test
    void timeScalesGoToUtc() {
        assertThat(Dates.toUtc(58000, "UTC")).isEqualTo(58000);
        assertThat(Dates.toUtc(58000, null)).isEqualTo(58000);
        assertThat(Dates.toUtc(58000, "TAI")).isCloseTo(58000 - 37 * SECOND, within(1e-9));
        assertThat(Dates.toUtc(55000, "TT")).isCloseTo(55000 - 66.184 * SECOND, within(1e-9));
        assertThat(Dates.toUtc(55000, "GPS")).isCloseTo(55000 - 15 * SECOND, within(1e-9));
        assertThat(Dates.toUtc(55000, "LOCAL")).isNull();
    }

    private static void assertMjd(String text, double mjd) {
        Dates.Moment moment = Objects.requireNonNull(Dates.parse(text), text);
        assertThat(moment.mjd()).as(text).isCloseTo(mjd, within(3e-8));
    }
}
