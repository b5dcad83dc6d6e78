package org.xingvo.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Card.ValueType;

class ExpressionTest {
    /** One file, as facts. */
    private static final Facts FILE = new Facts() {
        @Override
        public @Nullable Card card(String keyword, @Nullable String hdu) {
            String name = (hdu == null ? "" : hdu + ":") + keyword;
            return switch (name) {
                case "EXPTIME" -> new Card(keyword, "1.5D2", ValueType.REAL, null);
                case "SCI:EXPTIME" -> new Card(keyword, "30", ValueType.INTEGER, null);
                case "1:GAIN", "GAIN" -> new Card(keyword, "4", ValueType.INTEGER, null);
                case "OBSID" -> new Card(keyword, "9007199254740993", ValueType.INTEGER, null);
                case "DATE-OBS" -> new Card(keyword, "2020-01-01T12:00:00", ValueType.STRING, null);
                case "RA" -> new Card(keyword, "-01:30:00", ValueType.STRING, null);
                case "OBJECT" -> new Card(keyword, " NGC  1 ", ValueType.STRING, null);
                case "QUOTED" -> new Card(keyword, "12", ValueType.STRING, null);
                case "FLAG" -> new Card(keyword, "T", ValueType.LOGICAL, null);
                case "HIERARCH ESO DET ID" -> new Card(keyword, "ccd", ValueType.STRING, null);
                case "EMPTY" -> new Card(keyword, null, ValueType.UNDEFINED, null);
                case "A-B" -> new Card(keyword, "7", ValueType.INTEGER, null);
                default -> null;
            };
        }

        @Override
        public String path() {
            return "in/dr5/spec-0266-51602-0001.fits.gz";
        }

        @Override
        public Value automatic() {
            return new Value.Text("found");
        }
    };

    private static @Nullable String value(String text) {
        Value value = Expression.of(text).evaluate(FILE, null);
        return value == null ? null : value.asText();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            EXPTIME                         | 150.0
            exptime                         | 150.0
            SCI:EXPTIME                     | 30
            1:GAIN + 1                      | 5
            OBSID                           | 9007199254740993
            OBSID + 1                       | 9007199254740994
            OBSID * OBSID                   |
            A-B                             | 7
            GAIN - 1                        | 3
            GAIN -1                         | 3
            GAIN - -1                       | 5
            -GAIN * 2 + 10 / (1 + 1)        | -3.0
            2 + 3 * 4                       | 14
            7 / 2                           | 3.5
            1 / 0                           |
            QUOTED * 2                      | 24
            OBJECT + 1                      |
            FLAG + 1                        |
            FLAG                            | true
            NOTHING + 1                     |
            EMPTY                           |
            first(NOTHING, EMPTY, GAIN, 1)  | 4
            first(NOTHING, EMPTY)           |
            "HIERARCH ESO DET ID"           | ccd
            trim(OBJECT)                    | NGC 1
            lower(trim(OBJECT))             | ngc 1
            upper('a')                      | A
            concat('x', GAIN, '_', OBSID)   | x4_9007199254740993
            concat('x', NOTHING)            |
            substring(DATE-OBS, 1, 10)      | 2020-01-01
            substring(OBJECT, 99, 1)        |
            part('spec-{plate}-{mjd}-{fiber}.fits*', 'mjd')      | 51602
            number(part('spec-{plate}-*', 'plate'))              | 266
            part('**/{release}/*', 'release')                    | dr5
            part('image-{n}.fits', 'n')     |
            file()                          | spec-0266-51602-0001.fits.gz
            path()                          | in/dr5/spec-0266-51602-0001.fits.gz
            auto()                          | found
            convert(5000, 'Angstrom', 'm')  | 5.0E-7
            convert(0, 'degC', 'K')         | 273.15
            convert(36, 'km/s', 'm/s')      | 36000.0
            convert(0, 'GHz', 'm')          |
            mjd(DATE-OBS)                   | 58849.5
            mjd('01/01/99')                 | 51179.0
            mjd(OBJECT)                     |
            dms(RA)                         | -1.5
            hms(RA)                         | -22.5
            hms(1)                          | 15.0
            abs(-3)                         | 3
            round(2.5)                      | 3
            exp10(3)                        | 1000.0
            log10(0)                        |
            number(' 1e3 ')                 | 1000.0
            number('0x10')                  |
            text(1)                         | 1
            'it''s'                         | it's
            99999999999999999999            | 1.0E20
            """)
    void valuesAreAsTheyShouldBe(String expression, @Nullable String expected) {
        assertThat(value(expression.strip())).isEqualTo(expected);
    }

    @Test
    void lightIsConvertedAmongWavelengthFrequencyAndEnergy() {
        assertThat(number("convert(1, 'keV', 'nm')")).isCloseTo(1.239841984332, within(1e-12));
        assertThat(number("convert(1420.40575, 'MHz', 'cm')")).isCloseTo(21.10611408, within(1e-6));
        assertThat(number("mjd('2020-01-01T00:00:00', 'TT') - mjd('2020-01-01')"))
                .isCloseTo(-69.184 / 86400, within(1e-9));
    }

    private static double number(String text) {
        Value value = Expression.of(text).evaluate(FILE, null);
        Double number = value == null ? null : value.asDouble();
        return number == null ? Double.NaN : number;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            1 +              | at character 4: expected a keyword, a number, a 'text' or a function, found the end
            (1               | at character 3: expected an operator, ',' or ')', found the end
            1 2              | at character 3: expected an operator or the end, found '2'
            frist(A)         | at character 1: function: expected one of first, convert, part, mjd, hms, dms, lower, upper, trim, concat, substring, number, text, abs, round, exp10, log10, file, path, auto, found 'frist'; did you mean 'first'?
            lower(A, B)      | at character 1: lower: expected 1 arguments, found 2
            convert(A, 'm', 's')      | at character 12: convert: expected a unit that 'm' can become, found 's'
            convert(A, m, 'km')       | at character 12: expected a text in 'single quotes', found 'm'
            part('a-{b}', 'c')        | at character 15: part: expected b, found 'c'
            part('{b', 'b')           | at character 6: pattern, character 1: expected {name} with a new name of letters, digits and _, found '{b'
            'a               | at character 1: expected a closing ', found the end
            2MASS            | at character 1: expected a number, found a letter in it; a keyword that starts with a digit needs "quotes"
            A $ B            | at character 3: expected a keyword, a number, a text or a sign, found '$'
            1.5:A            | at character 1: expected the number of an HDU, 0 is the first, found '1.5'
            """)
    void whatIsNoExpressionSaysWhere(String expression, String message) {
        assertThatThrownBy(() -> Expression.of(expression.strip())).hasMessage(message);
    }

    @Test
    void anUnknownUnitNamesTheNearestOne() {
        assertThatThrownBy(() -> Expression.of("convert(A, 'angstrom', 'm')"))
                .hasMessageEndingWith("found 'angstrom'; did you mean 'Angstrom'?");
    }

    @Test
    void lengthAndDepthAreLimited() {
        assertThatThrownBy(() -> Expression.of("(".repeat(41) + "1" + ")".repeat(41)))
                .hasMessageContaining("expected at most 40 levels, found more");
        assertThatThrownBy(() -> Expression.of("1+".repeat(1000) + "1"))
                .hasMessageContaining("expected at most 2000 characters, found 2001");
        assertThat(value("1+".repeat(900) + "1")).isEqualTo("901");
    }

    @Test
    void patternsOfManyStarsEndSoon() {
        PathPattern pattern = PathPattern.of("*a".repeat(100) + "b");
        assertThat(pattern.matches("a".repeat(1000))).isFalse();
    }

    @Test
    void anyTextEitherParsesOrSaysWhy() {
        long seed = 20261122;
        Random random = new Random(seed);
        List<String> words = List.of(
                "A",
                "DATE-OBS",
                "1",
                "2.5e3",
                "'x'",
                "\"K W\"",
                "(",
                ")",
                ",",
                "+",
                "-",
                "*",
                "/",
                ":",
                "first",
                "mjd",
                "convert",
                "'m'",
                "'km'",
                "part",
                "'{a}*'",
                "'a'",
                "auto",
                " ",
                "concat",
                "substring",
                "\u00e9",
                "hms");
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(words.get(random.nextInt(words.size())));
            }
            try {
                Expression expression = Expression.of(text.toString());
                expression.evaluate(FILE, null);
                assertThat(Expression.of(expression.text())).isEqualTo(expression);
                parsed++;
            } catch (ExpressionException e) {
                assertThat(e).as("seed %d: %s", seed, text).hasMessageStartingWith("at character ");
            }
        }
        assertThat(parsed).isGreaterThan(100);
    }
}
