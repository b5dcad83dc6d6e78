package org.xingvo.ingest.fits;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card.ValueType;

/**
 * The scalar columns of the only row of a binary table, as cards. Arrays and columns of the heap are left out, so is
 * everything from the first column on whose width is not known. Source: FITS Standard 4.0, section 7.3.
 */
final class RowReader {
    private RowReader() {}

    static List<Card> read(HduHeader table, List<TableColumn> columns, byte[] row, int maxStringLength) {
        List<Card> cells = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(row);
        for (TableColumn column : columns) {
            if (column.at() + column.width() > row.length) {
                break;
            }
            long repeat = column.repeat();
            boolean scalar = column.type() == 'A' ? repeat > 0 && repeat <= maxStringLength : repeat == 1;
            if (scalar && column.name() != null) {
                Card cell = cell(
                        table, column.number(), column.name(), column.type(), bytes, (int) column.at(), (int) repeat);
                if (cell != null) {
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private static @Nullable Card cell(
            HduHeader table, int column, String name, char type, ByteBuffer bytes, int at, int repeat) {
        String unit = table.value("TUNIT" + column);
        return switch (type) {
            case 'A' -> new Card(name, string(bytes, at, repeat), ValueType.STRING, unit);
            case 'L' -> {
                int b = bytes.get(at);
                yield b == 'T' || b == 'F'
                        ? new Card(name, b == 'T' ? "T" : "F", ValueType.LOGICAL, unit)
                        : new Card(name, null, ValueType.UNDEFINED, unit);
            }
            case 'B' -> whole(table, column, name, bytes.get(at) & 0xff, unit);
            case 'I' -> whole(table, column, name, bytes.getShort(at), unit);
            case 'J' -> whole(table, column, name, bytes.getInt(at), unit);
            case 'K' -> whole(table, column, name, bytes.getLong(at), unit);
            case 'E' -> real(table, column, name, Float.toString(bytes.getFloat(at)), unit);
            case 'D' -> real(table, column, name, Double.toString(bytes.getDouble(at)), unit);
            default -> null;
        };
    }

    private static Card whole(HduHeader table, int column, String name, long stored, @Nullable String unit) {
        Long nul = table.integer("TNULL" + column);
        if (nul != null && nul == stored) {
            return new Card(name, null, ValueType.UNDEFINED, unit);
        }
        Double scale = table.number("TSCAL" + column);
        Double zero = table.number("TZERO" + column);
        double s = scale == null ? 1 : scale;
        double z = zero == null ? 0 : zero;
        if (s == 1 && z == Math.rint(z) && Math.abs(z) <= 9.3e18) {
            String value =
                    z == 0x1p63 ? Long.toUnsignedString(stored ^ Long.MIN_VALUE) : Long.toString(stored + (long) z);
            return new Card(name, value, ValueType.INTEGER, unit);
        }
        return new Card(name, Double.toString(stored * s + z), ValueType.REAL, unit);
    }

    private static Card real(HduHeader table, int column, String name, String text, @Nullable String unit) {
        double stored = Double.parseDouble(text);
        if (!Double.isFinite(stored)) {
            return new Card(name, null, ValueType.UNDEFINED, unit);
        }
        Double scale = table.number("TSCAL" + column);
        Double zero = table.number("TZERO" + column);
        boolean plain = (scale == null || scale == 1) && (zero == null || zero == 0);
        String value = plain ? text : Double.toString(stored * (scale == null ? 1 : scale) + (zero == null ? 0 : zero));
        return new Card(name, value, ValueType.REAL, unit);
    }

    private static String string(ByteBuffer bytes, int at, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length && bytes.get(at + i) != 0; i++) {
            char c = (char) (bytes.get(at + i) & 0xff);
            text.append(c >= 0x20 && c < 0x7f ? c : '?');
        }
        return text.toString().stripTrailing();
    }
}
