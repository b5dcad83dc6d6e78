package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.SqlType;
import org.xingvo.tap.row.Tuple;
import org.xingvo.tap.row.Values;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/**
 * One column of the row group that is being filled: one page. Arrays are lists in the three levels that Parquet prescribes.
 * One thread at a time.
 */
final class ParquetColumn {
    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;
    private static final int REQUIRED = 0;
    private static final int LIST = 3;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private final OutputColumn column;
    private final ParquetForm form;
    private final boolean list;
    private final ParquetLevels definitions = new ParquetLevels();
    private final ParquetLevels repetitions = new ParquetLevels();
    private final RowBytes values = new RowBytes(256);
    /** Values and nulls of the page, and of them values. */
    private long entries;

    private long present;

    /** A chunk that was written. */
    record Written(int type, List<String> path, long entries, long offset, long bytes) {
        void describe(CompactStruct chunk) {
            chunk.int64(2, offset)
                    .struct(
                            3,
                            meta -> meta.int32(1, type)
                                    .int32s(2, List.of(PLAIN, RLE))
                                    .texts(3, path)
                                    .int32(4, 0)
                                    .int64(5, entries)
                                    .int64(6, bytes)
                                    .int64(7, bytes)
                                    .int64(9, offset));
        }
    }

    ParquetColumn(OutputColumn column) {
        this.column = column;
        this.form = form(column);
        this.list = form != ParquetForm.TEXT && form != ParquetForm.TIME && isArray(column.type());
    }

    private static boolean isArray(SqlType type) {
        return switch (type) {
            case BYTEA,
                    BOOLEAN_ARRAY,
                    SMALLINT_ARRAY,
                    INTEGER_ARRAY,
                    BIGINT_ARRAY,
                    REAL_ARRAY,
                    DOUBLE_ARRAY,
                    TEXT_ARRAY -> true;
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, TIMESTAMP -> false;
        };
    }

    private static ParquetForm form(OutputColumn column) {
        Datatype datatype = column.field().datatype();
        if (column.type() == SqlType.TIMESTAMP) {
            return ParquetForm.TIME;
        }
        return switch (datatype) {
            case BOOLEAN -> ParquetForm.BOOLEAN;
            case UNSIGNED_BYTE, SHORT -> ParquetForm.SHORT;
            case INT -> ParquetForm.INT;
            case LONG -> ParquetForm.LONG;
            case FLOAT -> ParquetForm.FLOAT;
            case DOUBLE -> ParquetForm.DOUBLE;
            case CHAR, UNICODE_CHAR -> ParquetForm.TEXT;
        };
    }

    /** Elements of the schema, in the order of their tree. */
    int schemaElements() {
        return list ? 3 : 1;
    }

    void schema(CompactStruct element, int number) {
        Field field = column.field();
        if (!list) {
            typed(element.int32(1, form.type).int32(3, OPTIONAL).text(4, field.name()));
        } else if (number == 0) {
            element.int32(3, OPTIONAL).text(4, field.name()).int32(5, 1).int32(6, LIST);
        } else if (number == 1) {
            element.int32(3, REPEATED).text(4, "list").int32(5, 1);
        } else {
            typed(element.int32(1, form.type).int32(3, REQUIRED).text(4, "element"));
        }
    }

    private void typed(CompactStruct element) {
        if (form.meaning >= 0) {
            element.int32(6, form.meaning);
        }
    }

    void add(Tuple row, int field) {
        Object value = form == ParquetForm.TIME ? Values.of(row, field, SqlType.TIMESTAMP) : column.cell(row, field);
        if (!list) {
            definitions.add(value == null ? 0 : 1);
            if (value != null) {
                put(value);
            }
            entries++;
            return;
        }
        int length = value == null ? 0 : Array.getLength(value);
        if (length == 0) {
            repetitions.add(0);
            definitions.add(value == null ? 0 : 1);
            entries++;
        }
        for (int i = 0; i < length; i++) {
            repetitions.add(i == 0 ? 0 : 1);
            definitions.add(2);
            put(element(Objects.requireNonNull(value), i));
            entries++;
        }
    }

    private static Object element(Object array, int i) {
        return Objects.requireNonNull(Array.get(array, i));
    }

    private void put(Object value) {
        form.put(value, values, present);
        present++;
    }

    /** Bytes that the page has by now, nearly. */
    long size() {
        return (long) values.used() + definitions.size() + repetitions.size();
    }

    /**
     * Writes the page, and begins the next one.
     *
     * @param offset of its first byte in the file
     */
    Written writeTo(OutputStream out, long offset) throws IOException {
        @Nullable RowBytes repeated = list ? repetitions.take() : null;
        RowBytes defined = definitions.take();
        int size = (repeated == null ? 0 : Integer.BYTES + repeated.used())
                + Integer.BYTES
                + defined.used()
                + values.used();
        RowBytes head = new RowBytes(256);
        new CompactStruct(head)
                .int32(1, 0)
                .int32(2, size)
                .int32(3, size)
                .struct(
                        5,
                        page -> page.int32(1, (int) entries)
                                .int32(2, PLAIN)
                                .int32(3, RLE)
                                .int32(4, RLE))
                .end();
        long written = head.used() + (long) size;
        if (repeated != null) {
            head.little4(repeated.used());
            head.sendTo(out);
            repeated.sendTo(out);
        }
        head.little4(defined.used());
        head.sendTo(out);
        defined.sendTo(out);
        values.sendTo(out);
        String name = column.field().name();
        Written chunk = new Written(
                form.type, list ? List.of(name, "list", "element") : List.of(name), entries, offset, written);
        definitions.clear();
        repetitions.clear();
        entries = 0;
        present = 0;
        return chunk;
    }
}
