package org.xingvo.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A synthetic catalogue as a FITS binary table of 32 columns, its rows at random over the sky. */
final class CatalogueFile {
    private static final long SEED = 20_261_122L;
    private static final int FLOATS = 20;
    private static final int INTS = 4;
    private static final int DOUBLES = 2;
    private static final int BLOCK = 2880;

    private CatalogueFile() {}

    static void write(Path file, int rows) throws IOException {
        int width = 8 + 8 + 8 + 4 * FLOATS + 4 * INTS + 8 * DOUBLES + 16 + 1 + 2;
        SplittableRandom random = new SplittableRandom(SEED);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            header(
                    out,
                    "SIMPLE  =                    T",
                    "BITPIX  =                    8",
                    "NAXIS   =                    0");
            StringBuilder cards = new StringBuilder();
            int fields = 0;
            fields = field(cards, fields, "source_id", "K", null, "meta.id;meta.main");
            fields = field(cards, fields, "ra", "D", "deg", "pos.eq.ra;meta.main");
            fields = field(cards, fields, "dec", "D", "deg", "pos.eq.dec;meta.main");
            for (int i = 0; i < FLOATS; i++) {
                fields = field(cards, fields, "mag" + i, "E", "mag", "phot.mag");
            }
            for (int i = 0; i < INTS; i++) {
                fields = field(cards, fields, "n" + i, "J", null, "meta.number");
            }
            for (int i = 0; i < DOUBLES; i++) {
                fields = field(cards, fields, "pm" + i, "D", "mas/yr", "pos.pm");
            }
            fields = field(cards, fields, "name", "16A", null, "meta.id");
            fields = field(cards, fields, "variable", "L", null, "meta.code");
            fields = field(cards, fields, "class", "I", null, "meta.code.class");
            String[] all =
                    ("XTENSION= 'BINTABLE'|BITPIX  =                    8|NAXIS   =                    2|NAXIS1  = %20d|"
                                    + "NAXIS2  = %20d|PCOUNT  =                    0|GCOUNT  =                    1|TFIELDS = %20d%s")
                            .formatted(width, rows, fields, cards)
                            .split("\\|");
            header(out, all);
            for (int row = 0; row < rows; row++) {
                out.writeLong(row + 1L);
                out.writeDouble(360 * random.nextDouble());
                out.writeDouble(Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)));
                for (int i = 0; i < FLOATS; i++) {
                    out.writeFloat(random.nextInt(50) == 0 ? Float.NaN : (float) (10 + 12 * random.nextDouble()));
                }
                for (int i = 0; i < INTS; i++) {
                    out.writeInt(random.nextInt(1000));
                }
                for (int i = 0; i < DOUBLES; i++) {
                    out.writeDouble(random.nextDouble() - 0.5);
                }
                out.write(String.format(Locale.ROOT, "%-16s", "star" + row).getBytes(StandardCharsets.US_ASCII));
                out.writeByte(random.nextBoolean() ? 'T' : 'F');
                out.writeShort(random.nextInt(12));
            }
            long length = (long) width * rows;
            out.write(new byte[(int) ((BLOCK - length % BLOCK) % BLOCK)]);
        }
    }

    private static int field(
            StringBuilder cards, int before, String name, String form, @Nullable String unit, String ucd) {
        int n = before + 1;
        cards.append(
                "|%-8s= '%s'|%-8s= '%s'|%-8s= '%s'".formatted("TTYPE" + n, name, "TFORM" + n, form, "TUCD" + n, ucd));
        if (unit != null) {
            cards.append("|%-8s= '%s'".formatted("TUNIT" + n, unit));
        }
        return n;
    }

    private static void header(DataOutputStream out, String... cards) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String card : cards) {
            text.append("%-80s".formatted(card));
        }
        text.append("%-80s".formatted("END"));
        text.append(" ".repeat((BLOCK - text.length() % BLOCK) % BLOCK));
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
