package org.xingvo.tap.result;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Elements;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Arraysize;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/**
 * A column of a binary table (FITS 4.0, section 7.3): learns from every row how wide it must be, then writes its cells,
 * those of changing length into the heap behind the table. One thread at a time.
 */
final class FitsColumn {
    /** Bytes that texts may be padded with before they go to the heap instead. */
    private static final long PADDING = 1 << 20;

    private static final VotableCells CELLS = new VotableCells(true);

    private final Arraysize shape;
    private final RowBytes scratch = new RowBytes();
    private OutputColumn column;
    private Datatype datatype;
    private CellWriter flexible;
    private boolean nulls;
    private int longest;
    private long elements;
    private @Nullable CellWriter fixed;

    FitsColumn(OutputColumn column) {
        Field field = column.field();
        this.shape = field.shape();
        // FITS has no text but ASCII
        this.datatype = field.datatype() == Datatype.UNICODE_CHAR ? Datatype.CHAR : field.datatype();
        this.column = column.with(shaped(field, datatype, field.arraysize()));
        this.flexible = CELLS.of(this.column);
    }

    Field field() {
        return column.field();
    }

    Datatype datatype() {
        return datatype;
    }

    void measure(Tuple row, int field) {
        nulls |= row.isNull(field);
        if (shape.variable()) {
            int length = length(row, field);
            longest = Math.max(longest, length);
            elements += length;
        }
    }

    /** All rows have been measured; from now on the form is fixed. */
    void settle(long rows) {
        if (nulls && datatype == Datatype.UNSIGNED_BYTE && !shape.array()) {
            // every value of a byte may be in use
            datatype = Datatype.SHORT;
            column = column.with(shaped(column.field(), datatype, null));
            flexible = CELLS.of(column);
        }
        boolean padded = datatype.isText() && rows * longest - elements <= Math.max(PADDING, elements);
        if (!shape.variable()) {
            fixed = flexible;
        } else if (padded) {
            longest = Math.max(1, longest);
            fixed = CELLS.of(column.with(shaped(column.field(), datatype, Integer.toString(longest))));
        }
    }

    boolean inHeap() {
        return fixed == null;
    }

    /** Bytes of all cells in the heap. */
    long heapBytes() {
        return inHeap() ? elements * datatype.bytes() : 0;
    }

    /** TFORM; {@code wide}: descriptors of 64 bits, for a heap of 2 GiB or more. */
    String form(boolean wide) {
        String letter = letter();
        if (inHeap()) {
            return "1" + (wide ? "Q" : "P") + letter + "(" + longest + ")";
        }
        int count = shape.variable() ? longest : shape.length();
        return count + letter;
    }

    /** Bytes within the row. */
    int width(boolean wide) {
        if (inHeap()) {
            return wide ? 16 : 8;
        }
        return (shape.variable() ? longest : shape.length()) * datatype.bytes();
    }

    /** TDIM of arrays with sides; null: it has none. */
    @Nullable
    String sides() {
        String size = column.field().arraysize();
        return size == null || !size.contains("x") || shape.variable()
                ? null
                : "(" + size.toLowerCase(Locale.ROOT).replace('x', ',') + ")";
    }

    /** True if {@link Datatype#nullValue} stands for null in it. */
    boolean hasNull() {
        return switch (datatype) {
            case UNSIGNED_BYTE, SHORT, INT, LONG -> nulls;
            case BOOLEAN, CHAR, UNICODE_CHAR, FLOAT, DOUBLE -> false;
        };
    }

    /**
     * Writes the cell, or its descriptor.
     *
     * @param heap bytes that the heap has so far
     * @return bytes that it has with this cell
     */
    long write(Tuple row, int field, RowBytes out, boolean wide, long heap) {
        if (fixed != null) {
            fixed.write(row, field, out);
            return heap;
        }
        int length = length(row, field);
        if (wide) {
            out.put8(length);
            out.put8(heap);
        } else {
            out.put4(length);
            out.put4((int) heap);
        }
        return heap + (long) length * datatype.bytes();
    }

    /** Writes what the descriptor promised. */
    void writeHeap(Tuple row, int field, RowBytes out) {
        scratch.clear();
        flexible.write(row, field, scratch);
        out.put(scratch.bytes(), Integer.BYTES, scratch.used() - Integer.BYTES);
    }

    private int length(Tuple row, int field) {
        if (row.isNull(field)) {
            return 0;
        }
        if (datatype.isText()) {
            scratch.clear();
            flexible.write(row, field, scratch);
            return scratch.used() - Integer.BYTES;
        }
        return switch (column.type()) {
            case BYTEA -> row.length(field);
            case BOOLEAN_ARRAY, SMALLINT_ARRAY, INTEGER_ARRAY, BIGINT_ARRAY, REAL_ARRAY, DOUBLE_ARRAY ->
                Elements.of(row, field).count();
            default -> 1;
        };
    }

    private String letter() {
        return switch (datatype) {
            case BOOLEAN -> "L";
            case UNSIGNED_BYTE -> "B";
            case SHORT -> "I";
            case INT -> "J";
            case LONG -> "K";
            case CHAR, UNICODE_CHAR -> "A";
            case FLOAT -> "E";
            case DOUBLE -> "D";
        };
    }

    private static Field shaped(Field field, Datatype datatype, @Nullable String arraysize) {
        return new Field(
                field.name(),
                field.id(),
                datatype,
                arraysize,
                field.xtype(),
                field.unit(),
                field.ucd(),
                field.utype(),
                field.ref(),
                field.description());
    }
}
