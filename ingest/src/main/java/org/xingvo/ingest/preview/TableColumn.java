package org.xingvo.ingest.preview;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * A column of numbers of a binary table. Immutable.
 *
 * @param name in upper case
 * @param type letter of TFORM: B, I, J, K, E or D
 * @param repeat values in a row
 * @param offset of the first within a row [bytes]
 * @param nul the stored number for "none"; null: there is none
 */
record TableColumn(
        String name,
        char type,
        long repeat,
        int offset,
        double scale,
        double zero,
        @Nullable Long nul,
        @Nullable String unit) {
    private static final Pattern TFORM = Pattern.compile("(\\d{0,9})([LXBIJKAEDCMPQ]).*");
    private static final int MAX_COLUMNS = 999;

    /** The columns of numbers, up to the first whose width is not known. */
    static List<TableColumn> all(HduHeader hdu) {
        List<TableColumn> columns = new ArrayList<>();
        Long fields = hdu.integer("TFIELDS");
        Long rowBytes = hdu.integer("NAXIS1");
        long at = 0;
        for (int i = 1; fields != null && rowBytes != null && i <= Math.min(fields, MAX_COLUMNS); i++) {
            String form = hdu.value("TFORM" + i);
            Matcher m = TFORM.matcher(form == null ? "" : form.strip().toUpperCase(Locale.ROOT));
            if (!m.matches()) {
                break;
            }
            long repeat = m.group(1).isEmpty() ? 1 : Long.parseLong(m.group(1));
            char type = m.group(2).charAt(0);
            long width = type == 'X' ? (repeat + 7) / 8 : repeat * size(type);
            if (at + width > rowBytes || at + width > Integer.MAX_VALUE) {
                break;
            }
            String name = hdu.value("TTYPE" + i);
            if ("BIJKED".indexOf(type) >= 0 && repeat > 0 && name != null && !name.isBlank()) {
                Double scale = hdu.number("TSCAL" + i);
                Double zero = hdu.number("TZERO" + i);
                columns.add(new TableColumn(
                        name.strip().toUpperCase(Locale.ROOT),
                        type,
                        repeat,
                        (int) at,
                        scale == null ? 1 : scale,
                        zero == null ? 0 : zero,
                        hdu.integer("TNULL" + i),
                        hdu.value("TUNIT" + i)));
            }
            at += width;
        }
        return columns;
    }

    private static int size(char type) {
        return switch (type) {
            case 'L', 'B', 'A' -> 1;
            case 'I' -> 2;
            case 'J', 'E' -> 4;
            case 'M', 'Q' -> 16;
            default -> 8;
        };
    }

    /** One value of a row; NaN: none. */
    double value(ByteBuffer row, int k) {
        return switch (type) {
            case 'B' -> whole(row.get(offset + k) & 0xff);
            case 'I' -> whole(row.getShort(offset + 2 * k));
            case 'J' -> whole(row.getInt(offset + 4 * k));
            case 'K' -> whole(row.getLong(offset + 8 * k));
            case 'E' -> row.getFloat(offset + 4 * k) * scale + zero;
            default -> row.getDouble(offset + 8 * k) * scale + zero;
        };
    }

    private double whole(long stored) {
        return nul != null && nul == stored ? Double.NaN : stored * scale + zero;
    }
}
