package org.xingvo.dali.xtype;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class XtypeTest {
    @Test
    void regionsAreWrittenAsStcs() {
        assertThat(Region.stcs(new double[] {10, -20.5, 0.25})).isEqualTo("Circle ICRS 10.0 -20.5 0.25");
        assertThat(Region.stcs(new double[] {1, 2, 3, 4, 5, 6})).isEqualTo("Polygon ICRS 1.0 2.0 3.0 4.0 5.0 6.0");
        assertThat(Region.stcs(new double[] {1, 2})).isEqualTo("Position ICRS 1.0 2.0");
    }

    @Test
    void timesHaveAFractionOnlyWhereThereIsOne() {
        assertThat(Timestamp.text(LocalDateTime.of(2026, 1, 2, 3, 4, 5))).isEqualTo("2026-01-02T03:04:05");
        assertThat(Timestamp.text(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 120_000_000)))
                .isEqualTo("2026-01-02T03:04:05.12");
    }
}
