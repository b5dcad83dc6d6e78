package org.xingvo.conformance;

import java.util.List;
import java.util.Locale;

/** The smallest FITS files: a header that says there is no data. */
final class SmallFits {
    private static final int BLOCK = 2880;

    private SmallFits() {}

    /** ASCII text of a file whose target is at a place in ICRS degrees. */
    static String at(String object, double raDeg, double decDeg) {
        StringBuilder header = new StringBuilder();
        for (String card : List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                    8",
                "NAXIS   =                    0",
                "OBJECT  = '" + object + "'",
                String.format(Locale.ROOT, "RA      = %20.6f / [deg]", raDeg),
                String.format(Locale.ROOT, "DEC     = %20.6f / [deg]", decDeg),
                "RADESYS = 'ICRS    '",
                "END")) {
            header.append("%-80s".formatted(card));
        }
        return ("%-" + BLOCK + "s").formatted(header);
    }
}
