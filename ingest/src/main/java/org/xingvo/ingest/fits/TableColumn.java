package org.xingvo.ingest.fits;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a column of a binary table is in its row. Immutable. Source: FITS Standard 4.0, section 7.3.
 *
 * @param number from 1
 * @param name TTYPE in upper case, or null
 * @param type letter of TFORM
 * @param repeat elements
 * @param at first byte in the row
 * @param width bytes
 */
record TableColumn(int number, @Nullable String name, char type, long repeat, long at, long width) {
    private static final int MAX_COLUMNS = 999;
    private static final int MAX_REPEAT_DIGITS = 9;
    private static final String TYPES = "LXBIJKAEDCMPQ";

    /** The columns of a table, up to the first one whose form is not known. */
    static List<TableColumn> of(HduHeader table) {
        List<TableColumn> columns = new ArrayList<>();
        Long fields = table.integer("TFIELDS");
        long at = 0;
        for (int i = 1; fields != null && i <= Math.min(fields, MAX_COLUMNS); i++) {
            String text = table.value("TFORM" + i);
            String form = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
            int digits = 0;
            while (digits < form.length() && Character.isDigit(form.charAt(digits))) {
                digits++;
            }
            if (digits > MAX_REPEAT_DIGITS || digits == form.length() || TYPES.indexOf(form.charAt(digits)) < 0) {
                break;
            }
            long repeat = digits == 0 ? 1 : Long.parseLong(form.substring(0, digits));
            char type = form.charAt(digits);
            long width = type == 'X' ? (repeat + 7) / 8 : repeat * size(type);
            String name = table.value("TTYPE" + i);
            columns.add(new TableColumn(
                    i,
                    name == null || name.isBlank() ? null : name.strip().toUpperCase(Locale.ROOT),
                    type,
                    repeat,
                    at,
                    width));
            at += width;
        }
        return columns;
    }

    private static int size(char type) {
        return switch (type) {
            case 'L', 'B', 'A', 'X' -> 1;
            case 'I' -> 2;
            case 'J', 'E' -> 4;
            case 'M', 'Q' -> 16;
            default -> 8;
        };
    }

    boolean isNumber() {
        return "BIJKED".indexOf(type) >= 0;
    }

    boolean isWhole() {
        return "BIJK".indexOf(type) >= 0;
    }

    /** An element as stored, without TSCAL and TZERO; of a column of numbers only. */
    double stored(ByteBuffer row, int start, long element) {
        int from = (int) (start + at + element * size(type));
        return switch (type) {
            case 'B' -> row.get(from) & 0xff;
            case 'I' -> row.getShort(from);
            case 'J' -> row.getInt(from);
            case 'K' -> row.getLong(from);
            case 'E' -> row.getFloat(from);
            default -> row.getDouble(from);
        };
    }
}
