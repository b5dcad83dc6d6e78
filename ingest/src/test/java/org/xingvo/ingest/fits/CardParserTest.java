package org.xingvo.ingest.fits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card.ValueType;

class CardParserTest {
    @Test
    void standardValuesAreReadAsWritten() {
        assertCard(
                "EXPTIME =              3600.00 / [s] exposure", "EXPTIME", "3600.00", ValueType.REAL, "[s] exposure");
        assertCard("OBJECT  = 'M 31    '           / it''s big", "OBJECT", "M 31", ValueType.STRING, "it''s big");
        assertCard("OBSERVER= 'O''Neill / Smith'", "OBSERVER", "O'Neill / Smith", ValueType.STRING, null);
        assertCard("EXTEND  =                    T", "EXTEND", "T", ValueType.LOGICAL, null);
        assertCard("NAXIS   =                   +2", "NAXIS", "+2", ValueType.INTEGER, null);
        assertCard("BSCALE  =             1.5D-003", "BSCALE", "1.5D-003", ValueType.REAL, null);
        assertCard("Z       = (1.0, -2.0)", "Z", "(1.0, -2.0)", ValueType.COMPLEX, null);
        assertCard("RA      =                      / undefined", "RA", null, ValueType.UNDEFINED, "undefined");
        assertCard("SEEING  = NaN", "SEEING", null, ValueType.UNDEFINED, null);
        assertCard("COMMENT  = not a value", "COMMENT", null, ValueType.NONE, " = not a value");
    }

    @Test
    void realFilesAreForgiven() {
        assertCard("exptime =12.5", "EXPTIME", "12.5", ValueType.REAL, null);
        assertCard("EQUINOX = 2000.0 / Epoch", "EQUINOX", "2000.0", ValueType.REAL, "Epoch");
        assertCard("NAXIS1 = 100", "NAXIS1", "100", ValueType.INTEGER, null);
        assertCard("OBJECT  = NGC 1316          / no quotes", "OBJECT", "NGC 1316", ValueType.STRING, "no quotes");
        assertCard(
                "OBJECT  = 'never closed       / with a comment",
                "OBJECT",
                "never closed",
                ValueType.STRING,
                "with a comment");
        assertCard("DATE-OBS= 31/12/99            / no quotes", "DATE-OBS", "31/12/99", ValueType.STRING, "no quotes");
        assertCard(
                "ESO-LOG 00:00:00> DATE         = '1992-10-26'",
                "ESO-LOG",
                null,
                ValueType.NONE,
                "00:00:00> DATE         = '1992-10-26'");
    }

    @Test
    void hierarchKeywordsKeepTheirWords() {
        assertCard("HIERARCH ESO DET  ID = 'CCD44' / chip", "HIERARCH ESO DET ID", "CCD44", ValueType.STRING, "chip");
        assertCard("HIERARCH eso tel airm=1.2", "HIERARCH ESO TEL AIRM", "1.2", ValueType.REAL, null);
    }

    @Test
    void continuedStringsAreJoined() throws FitsFormatException {
        List<Card> cards = parse(
                "LONG    = 'first &'",
                "CONTINUE  'second &' / more",
                "CONTINUE  'third'",
                "NEXT    = 1",
                "CONTINUE  'stray'",
                "AMPER   = 'R&D &'",
                "LAST    = 2");
        assertThat(cards)
                .containsExactly(
                        new Card("LONG", "first second third", ValueType.STRING, "more"),
                        new Card("NEXT", "1", ValueType.INTEGER, null),
                        new Card("CONTINUE", null, ValueType.NONE, "  'stray'"),
                        new Card("AMPER", "R&D &", ValueType.STRING, null),
                        new Card("LAST", "2", ValueType.INTEGER, null));
    }

    @Test
    void bytesThatAreNotPrintableAsciiAreReplaced() {
        byte[] bytes = {'a', '\n', (byte) 0xe9, 0, 7, 'z'};
        assertThat(CardParser.text(bytes, 0, bytes.length)).isEqualTo("a ? ?z");
    }

    private static void assertCard(
            String text,
            String keyword,
            @org.jspecify.annotations.Nullable String value,
            ValueType type,
            @org.jspecify.annotations.Nullable String comment) {
        assertThat(CardParser.parse((text + " ".repeat(80)).substring(0, 80)))
                .isEqualTo(new Card(keyword, value, type, comment));
    }

    private static List<Card> parse(String... texts) throws FitsFormatException {
        CardParser parser = new CardParser(1000);
        for (String text : texts) {
            parser.add((text + " ".repeat(80)).substring(0, 80), 0);
        }
        return parser.cards();
    }
}
