package org.xingvo.tap.result;

import java.nio.ByteBuffer;
import org.xingvo.adql.SqlType;
import org.xingvo.tap.row.Elements;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Arraysize;
import org.xingvo.votable.Datatype;

/**
 * Cells of BINARY and BINARY2 (VOTable 1.4, section 5.3) out of PostgreSQL's fields. Both are big-endian, so numbers are
 * copied as they are.
 *
 * @param wholeNulls what an absent whole number is, BINARY needs {@link Datatype#nullValue}; false: zero
 */
record VotableCells(boolean wholeNulls) {

    CellWriter of(OutputColumn column) {
        Datatype datatype = column.field().datatype();
        Arraysize shape = column.field().shape();
        SqlType type = column.type();
        if (datatype.isText()) {
            return text(column, datatype == Datatype.CHAR, shape);
        }
        if (type == SqlType.BYTEA && datatype == Datatype.UNSIGNED_BYTE && shape.array()) {
            return bytes(shape);
        }
        Element element = Element.of(type, datatype);
        return Element.isArray(type) ? array(element, datatype, shape) : scalar(element, datatype, shape);
    }

    private CellWriter scalar(Element element, Datatype datatype, Arraysize shape) {
        long none = none(datatype);
        int width = datatype.bytes();
        if (!shape.array()) {
            return (row, field, out) -> {
                if (row.isNull(field)) {
                    put(out, none, width);
                } else {
                    element.write(row.bytes(), row.start(field), out);
                }
            };
        }
        // a single value in a column of arrays
        return (row, field, out) -> {
            int found = row.isNull(field) ? 0 : 1;
            if (shape.variable()) {
                out.put4(found);
            }
            if (found == 1 && (shape.variable() || shape.length() > 0)) {
                element.write(row.bytes(), row.start(field), out);
            }
            for (int i = found; i < shape.length(); i++) {
                put(out, none, width);
            }
        };
    }

    private CellWriter array(Element element, Datatype datatype, Arraysize shape) {
        long none = none(datatype);
        int width = datatype.bytes();
        return (row, field, out) -> {
            int found = 0;
            if (!row.isNull(field)) {
                Elements elements = Elements.of(row, field);
                if (shape.variable()) {
                    out.put4(elements.count());
                }
                while (elements.next() && (shape.variable() || found < shape.length())) {
                    if (elements.isNull()) {
                        put(out, none, width);
                    } else {
                        element.write(row.bytes(), elements.start(), out);
                    }
                    found++;
                }
            } else if (shape.variable()) {
                out.put4(0);
            }
            for (int i = found; i < shape.length(); i++) {
                put(out, none, width);
            }
        };
    }

    private static CellWriter bytes(Arraysize shape) {
        return (row, field, out) -> {
            int found = Math.max(0, row.length(field));
            int length = shape.variable() ? found : shape.length();
            if (shape.variable()) {
                out.put4(length);
            }
            out.put(row.bytes(), row.start(field), Math.min(found, length));
            out.fill(0, Math.max(0, length - found));
        };
    }

    private static CellWriter text(OutputColumn column, boolean ascii, Arraysize shape) {
        if (!ascii) {
            return (row, field, out) -> utf16(row.isNull(field) ? "" : column.text(row, field), shape, out);
        }
        if (column.type() != SqlType.TEXT) {
            return (row, field, out) -> {
                String text = row.isNull(field) ? "" : column.text(row, field);
                int length = length(text.length(), shape, out);
                out.ascii(text.length() > length ? text.substring(0, length) : text);
                out.fill(0, length - Math.min(text.length(), length));
            };
        }
        return (row, field, out) -> {
            if (row.isNull(field) || isAscii(row, field)) {
                int found = Math.max(0, row.length(field));
                int length = length(found, shape, out);
                out.put(row.bytes(), row.start(field), Math.min(found, length));
                out.fill(0, Math.max(0, length - found));
            } else {
                String text = Ascii.of(row.text(field));
                int length = length(text.length(), shape, out);
                out.ascii(text.substring(0, Math.min(text.length(), length)));
                out.fill(0, Math.max(0, length - text.length()));
            }
        };
    }

    private static int length(int found, Arraysize shape, RowBytes out) {
        if (!shape.variable()) {
            return shape.length();
        }
        out.put4(found);
        return found;
    }

    private static void utf16(String text, Arraysize shape, RowBytes out) {
        int length = length(text.length(), shape, out);
        for (int i = 0; i < length; i++) {
            out.put2(i < text.length() ? text.charAt(i) : 0);
        }
    }

    private static boolean isAscii(Tuple row, int field) {
        byte[] bytes = row.bytes();
        int end = row.start(field) + row.length(field);
        for (int i = row.start(field); i < end; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private long none(Datatype datatype) {
        return switch (datatype) {
            case FLOAT -> Float.floatToRawIntBits(Float.NaN);
            case DOUBLE -> Double.doubleToRawLongBits(Double.NaN);
            default -> wholeNulls ? datatype.nullValue() : 0;
        };
    }

    private static void put(RowBytes out, long bits, int width) {
        switch (width) {
            case 1 -> out.put1((int) bits);
            case 2 -> out.put2((int) bits);
            case 4 -> out.put4((int) bits);
            default -> out.put8(bits);
        }
    }

    /** One number or truth value that is not null, from PostgreSQL's bytes to VOTable's. */
    @FunctionalInterface
    interface Element {
        void write(byte[] from, int start, RowBytes out);

        /** What turns elements of a type into elements of a datatype. */
        static Element of(SqlType type, Datatype datatype) {
            SqlType single = single(type);
            int width = datatype.bytes();
            if (datatype == Datatype.BOOLEAN) {
                return (from, start, out) -> out.put1(from[start] == 0 ? 'F' : 'T');
            }
            if (isCopied(single, datatype)) {
                return (from, start, out) -> out.put(from, start, width);
            }
            return (from, start, out) -> {
                Number number = number(ByteBuffer.wrap(from), start, single);
                switch (datatype) {
                    case FLOAT -> out.put4(Float.floatToRawIntBits(number.floatValue()));
                    case DOUBLE -> out.put8(Double.doubleToRawLongBits(number.doubleValue()));
                    default -> put(out, number.longValue(), width);
                }
            };
        }

        static boolean isArray(SqlType type) {
            return single(type) != type;
        }

        private static boolean isCopied(SqlType single, Datatype datatype) {
            return switch (datatype) {
                case SHORT -> single == SqlType.SMALLINT;
                case INT -> single == SqlType.INTEGER;
                case LONG -> single == SqlType.BIGINT;
                case FLOAT -> single == SqlType.REAL;
                case DOUBLE -> single == SqlType.DOUBLE;
                case BOOLEAN, UNSIGNED_BYTE, CHAR, UNICODE_CHAR -> false;
            };
        }

        private static Number number(ByteBuffer from, int start, SqlType single) {
            return switch (single) {
                case BOOLEAN -> from.get(start);
                case SMALLINT -> from.getShort(start);
                case INTEGER -> from.getInt(start);
                case BIGINT -> from.getLong(start);
                case REAL -> from.getFloat(start);
                case DOUBLE -> from.getDouble(start);
                default -> throw new IllegalStateException("expected a number, found " + single);
            };
        }

        private static SqlType single(SqlType type) {
            return switch (type) {
                case BOOLEAN_ARRAY -> SqlType.BOOLEAN;
                case SMALLINT_ARRAY -> SqlType.SMALLINT;
                case INTEGER_ARRAY -> SqlType.INTEGER;
                case BIGINT_ARRAY -> SqlType.BIGINT;
                case REAL_ARRAY -> SqlType.REAL;
                case DOUBLE_ARRAY -> SqlType.DOUBLE;
                case TEXT_ARRAY -> SqlType.TEXT;
                default -> type;
            };
        }
    }
}
