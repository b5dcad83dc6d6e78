package org.xingvo.ingest.fits;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader.Kind;

/**
 * What the mandatory cards say of a data unit. Immutable. Source: FITS Standard 4.0, section 4.4.1.
 *
 * @param dataBytes bytes of the data unit without its padding
 * @param rowBytes NAXIS1 of a table, 0 for anything else
 */
record HduLayout(Kind kind, @Nullable String extname, long dataBytes, long rowBytes) {
    private static final int MAX_AXES = 999;

    static HduLayout of(int index, List<Card> cards) throws FitsFormatException {
        HduHeader header = new HduHeader(index, Kind.OTHER, null, cards);
        long naxis = required(header, "NAXIS", 0, MAX_AXES);
        long bitpix = naxis == 0 ? 8 : required(header, "BITPIX", -64, 64);
        if (bitpix != 8 && bitpix != 16 && bitpix != 32 && bitpix != 64 && bitpix != -32 && bitpix != -64) {
            throw bad(header, "BITPIX", "8, 16, 32, 64, -32 or -64", Long.toString(bitpix));
        }
        boolean groups = index == 0 && header.flag("GROUPS") && naxis > 0 && required(header, "NAXIS1", 0) == 0;
        boolean parameters = index > 0 || groups;
        long elements = naxis == 0 ? 0 : 1;
        for (int i = groups ? 2 : 1; i <= naxis; i++) {
            elements = times(header, elements, required(header, "NAXIS" + i, 0));
        }
        long pcount = parameters ? optional(header, "PCOUNT", 0) : 0;
        long gcount = parameters ? optional(header, "GCOUNT", 1) : 1;
        if (pcount > Long.MAX_VALUE - elements) {
            throw bad(header, "PCOUNT", "a size that fits 64 bits", Long.toString(pcount));
        }
        long bytes = times(header, times(header, elements + pcount, gcount), Math.abs(bitpix) / 8);
        Kind kind = kind(header, groups);
        boolean table = kind == Kind.BINTABLE || kind == Kind.ASCII_TABLE;
        String extname = header.value("EXTNAME");
        return new HduLayout(
                kind,
                extname == null || extname.isBlank() ? null : extname,
                bytes,
                table && naxis > 0 ? required(header, "NAXIS1", 0) : 0);
    }

    private static Kind kind(HduHeader header, boolean groups) {
        if (header.index() == 0) {
            return groups ? Kind.OTHER : Kind.IMAGE;
        }
        String type = header.value("XTENSION");
        return switch (type == null ? "" : type.toUpperCase(Locale.ROOT)) {
            case "IMAGE", "IUEIMAGE" -> Kind.IMAGE;
            case "BINTABLE", "A3DTABLE" -> header.flag("ZIMAGE") ? Kind.IMAGE : Kind.BINTABLE;
            case "TABLE" -> Kind.ASCII_TABLE;
            default -> Kind.OTHER;
        };
    }

    private static long required(HduHeader header, String keyword, long min) throws FitsFormatException {
        return required(header, keyword, min, Long.MAX_VALUE);
    }

    private static long required(HduHeader header, String keyword, long min, long max) throws FitsFormatException {
        Long value = header.integer(keyword);
        if (value == null || value < min || value > max) {
            String found = header.value(keyword);
            throw bad(
                    header,
                    keyword,
                    "a whole number from " + min + (max == Long.MAX_VALUE ? "" : " to " + max),
                    found == null ? "none" : found);
        }
        return value;
    }

    private static long optional(HduHeader header, String keyword, long otherwise) throws FitsFormatException {
        return header.value(keyword) == null ? otherwise : required(header, keyword, 0);
    }

    private static long times(HduHeader header, long a, long b) throws FitsFormatException {
        long high = Math.multiplyHigh(a, b);
        if (high != 0 || a * b < 0) {
            throw bad(header, "NAXIS", "a data unit whose size fits 64 bits", a + " times " + b);
        }
        return a * b;
    }

    private static FitsFormatException bad(HduHeader header, String keyword, String expected, String found) {
        return new FitsFormatException(
                "bad-header",
                "HDU %d, card %s: expected %s, found %s".formatted(header.index(), keyword, expected, found));
    }
}
