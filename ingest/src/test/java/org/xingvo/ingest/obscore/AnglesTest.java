package org.xingvo.ingest.obscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card;

class AnglesTest {
    @Test
    void sexagesimalRightAscensionsAreHours() {
        assertRa("08:40:36.8", "", 130.1533333);
        assertRa(" 4:11:11.54", "", 62.7980833);
        assertRa("08 51 20.100", "", 132.83375);
        assertRa("12h34m56.7s", "", 188.73625);
        assertRa("12h34m", "", 188.5);
        assertRa("183:51:23", "", 183.8563889);
        assertRa("10d30m00s", "", 10.5);
    }

    @Test
    void theSignOfMinusZeroCounts() {
        assertDec("-00:20:42.7", "", -0.3451944);
        assertDec("+00 20 42.7", "", 0.3451944);
        assertDec("-00d00m01s", "", -0.0002778);
    }

    @Test
    void decimalNumbersAreDegreesUnlessTheCommentSaysOtherwise() {
        assertRa("12.5", "right ascension", 12.5);
        assertRa("12.5", "[h] right ascension", 187.5);
        assertRa("12.5", "RA in hours", 187.5);
        assertRa("12.5", "[deg] RA (hours are for clocks)", 12.5);
        assertRa("2.27160420", "Mean RA  08 40 36.8", 130.1533335);
        assertRa("31.312099", "02:05.25 Right Ascension", 31.312099);
        assertRa("1.0", "RA in radians", 57.2957795);
        assertDec("0.06245855", "Mean Dec  +3 34 43", 3.5786113);
        assertDec("0.5", "[rad]", 28.6478898);
        assertRa("0.0005", "Mean RA  00 00 06.876", 0.0286479);
        assertRa("0.0019", "00:00:06.84", 0.0285);
        assertRa("12.5", "h", 187.5);
        assertRa("12.5", "hourangle", 187.5);
        assertDec("3600", "arcsec", 1);
    }

    @Test
    void wordsAreNoAngles() {
        assertThat(Angles.rightAscension(new Card("RA", "unknown", Card.ValueType.STRING, null)))
                .isNull();
        assertThat(Angles.declination(new Card("DEC", "12:99:00", Card.ValueType.STRING, null)))
                .isNull();
        assertThat(Angles.declination(new Card("DEC", "", Card.ValueType.STRING, null)))
                .isNull();
    }

    private static void assertRa(String value, String comment, double degrees) {
        assertThat(Angles.rightAscension(new Card("RA", value, Card.ValueType.STRING, comment)))
                .as(value)
                .isNotNull()
                .isCloseTo(degrees, within(1e-6));
    }

    private static void assertDec(String value, String comment, double degrees) {
        assertThat(Angles.declination(new Card("DEC", value, Card.ValueType.STRING, comment)))
                .as(value)
                .isNotNull()
                .isCloseTo(degrees, within(1e-6));
    }
}
