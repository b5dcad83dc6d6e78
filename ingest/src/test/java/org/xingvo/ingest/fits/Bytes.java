package org.xingvo.ingest.fits;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** FITS files in memory for tests. */
final class Bytes {
    private Bytes() {}

    /** One header, with END and padding. Cards are padded to 80 characters. */
    static byte[] header(String... cards) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String card : cards) {
            out.writeBytes(card(card));
        }
        out.writeBytes(card("END"));
        return padded(out.toByteArray(), ' ');
    }

    static byte[] card(String text) {
        return Arrays.copyOf((text + " ".repeat(80)).getBytes(StandardCharsets.ISO_8859_1), 80);
    }

    /** Data of so many bytes, padded. */
    static byte[] data(int size) {
        return padded(new byte[size], 0);
    }

    static byte[] padded(byte[] bytes, int with) {
        byte[] full = Arrays.copyOf(bytes, (bytes.length + 2879) / 2880 * 2880);
        Arrays.fill(full, bytes.length, full.length, (byte) with);
        return full;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A primary image of 10 by 10 16-bit pixels. */
    static byte[] image() {
        return join(
                header("SIMPLE  =                    T", "BITPIX  = 16", "NAXIS   = 2", "NAXIS1  = 10", "NAXIS2  = 10"),
                data(200));
    }

    /** A primary header without data. */
    static byte[] empty(String... more) {
        String[] cards = new String[more.length + 3];
        cards[0] = "SIMPLE  =                    T";
        cards[1] = "BITPIX  = 8";
        cards[2] = "NAXIS   = 0";
        System.arraycopy(more, 0, cards, 3, more.length);
        return header(cards);
    }
}
