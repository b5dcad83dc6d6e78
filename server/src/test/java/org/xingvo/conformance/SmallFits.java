package org.xingvo.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** A picture of 64 x 64 numbers around a place in ICRS degrees. */
    static byte[] image(String object, double raDeg, double decDeg) {
        StringBuilder header = new StringBuilder();
        for (String card : List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                  -32",
                "NAXIS   =                    2",
                "NAXIS1  =                   64",
                "NAXIS2  =                   64",
                "OBJECT  = '" + object + "'",
                "CTYPE1  = 'RA---TAN'",
                "CTYPE2  = 'DEC--TAN'",
                String.format(Locale.ROOT, "CRVAL1  = %20.6f", raDeg),
                String.format(Locale.ROOT, "CRVAL2  = %20.6f", decDeg),
                "CRPIX1  = 32.5",
                "CRPIX2  = 32.5",
                "CDELT1  = -0.001",
                "CDELT2  = 0.001",
                "END")) {
            header.append("%-80s".formatted(card));
        }
        ByteBuffer file = ByteBuffer.allocate(7 * BLOCK);
        file.put("%-2880s".formatted(header).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 64 * 64; i++) {
            file.putFloat(i % 64);
        }
        return file.array();
    }
}
