package org.xingvo.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Small FITS files for tests. */
final class FitsFiles {
    private FitsFiles() {}

    /** A spectrum with so many cards that its layout tells where it comes from. */
    static byte[] spectrum(String telescope, String... more) {
        String[] cards = {
            "SIMPLE  =                    T",
            "BITPIX  =                  -32",
            "NAXIS   =                    1",
            "NAXIS1  =                  100",
            "TELESCOP= '" + telescope + "'",
            "INSTRUME= 'TEST'",
            "OBJECT  = 'M 31'",
            "DATE-OBS= '2020-01-02T03:04:05'",
            "EXPTIME =                 10.0 / [s] time",
            "AIRMASS =                  1.1",
            "CTYPE1  = 'WAVE'",
            "CRVAL1  =               4000.0",
            "CRPIX1  =                  1.0",
            "CDELT1  =                  1.0",
            "CUNIT1  = 'Angstrom'",
            "RADESYS = 'ICRS'"
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String card : cards) {
            out.writeBytes(card(card));
        }
        for (String card : more) {
            out.writeBytes(card(card));
        }
        out.writeBytes(card("END"));
        while (out.size() % 2880 != 0) {
            out.write(' ');
        }
        out.writeBytes(new byte[2880]);
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] card(String text) {
        byte[] card = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 80);
        Arrays.fill(card, Math.min(80, text.length()), 80, (byte) ' ');
        return card;
    }
}
