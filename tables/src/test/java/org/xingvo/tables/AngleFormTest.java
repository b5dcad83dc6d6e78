package org.xingvo.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AngleFormTest {
    @Test
    void sexagesimalTextIsReadInTheFormsThatCataloguesHave() {
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("00:08:27.05")).isCloseTo(2.1127083, within(1e-7));
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("19 19 43.4040")).isCloseTo(289.93085, within(1e-7));
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("12h34m")).isCloseTo(188.5, within(1e-9));
        assertThat(AngleForm.SEXAGESIMAL_DEGREES.degrees("+27:43:03.6")).isCloseTo(27.7176667, within(1e-7));
        assertThat(AngleForm.SEXAGESIMAL_DEGREES.degrees("-00 30 00")).isEqualTo(-0.5);
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("188.5")).isEqualTo(188.5);
    }

    @Test
    void whatIsNoAngleIsNone() {
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("")).isNaN();
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("12:34:56:78")).isNaN();
        assertThat(AngleForm.SEXAGESIMAL_HOURS.degrees("12:70:00")).isNaN();
        assertThat(AngleForm.SEXAGESIMAL_DEGREES.degrees(null)).isNaN();
        assertThat(AngleForm.DEGREES.degrees("12")).isNaN();
    }

    @Test
    void unitsAreTurnedIntoDegrees() {
        assertThat(AngleForm.RADIANS.degrees(Math.PI)).isEqualTo(180);
        assertThat(AngleForm.HOURS.degrees(1.5f)).isEqualTo(22.5);
        assertThat(AngleForm.MILLIARCSECONDS.degrees(3_600_000L)).isCloseTo(1, within(1e-12));
    }
}
