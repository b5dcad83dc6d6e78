package org.xingvo.tap.result;

import java.time.LocalDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.dali.xtype.Region;
import org.xingvo.dali.xtype.Timestamp;
import org.xingvo.tap.row.Tuple;
import org.xingvo.tap.row.Values;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/**
 * A column of an answer: its FIELD, and how a value of the database becomes a cell. Immutable.
 *
 * @param field as a VOTable has it
 * @param type in which the database sends it
 * @param origin "schema.table.column" in lower case if it shows a published column unchanged, else empty
 */
public record OutputColumn(Field field, SqlType type, String origin) {

    /** The FIELD for a column of a query. */
    public static OutputColumn of(ResultColumn column) {
        Field field = new Field(
                column.name(),
                null,
                Datatype.of(column.datatype()),
                column.arraysize(),
                column.xtype(),
                column.unit(),
                column.ucd(),
                column.utype(),
                null,
                column.description());
        ResultColumn.Origin origin = column.origin();
        String place = origin == null
                ? ""
                : (origin.schema() + "." + origin.table() + "." + origin.column()).toLowerCase(Locale.ROOT);
        return new OutputColumn(field, column.sqlType(), place);
    }

    public OutputColumn with(Field other) {
        return new OutputColumn(other, type, origin);
    }

    /** True if it holds ids of datasets, which DataLink can be asked about. */
    public boolean holdsDatasetIds() {
        return origin.endsWith(".obs_publisher_did");
    }

    /**
     * The value as its FIELD declares it: null, Boolean, a Number, an array of primitive numbers or truth values, or a
     * String where the FIELD is text.
     */
    @Nullable
    Object cell(Tuple row, int field) {
        Object value = Values.of(row, field, type);
        return switch (value) {
            case null -> null;
            case byte[] bytes -> numbers(bytes);
            default -> this.field.datatype().isText() ? text(value) : value;
        };
    }

    /** The text of a field that is not null, for a FIELD that is text. */
    String text(Tuple row, int field) {
        Object value = Values.of(row, field, type);
        return value == null ? "" : text(value);
    }

    private static String text(Object value) {
        return switch (value) {
            case LocalDateTime time -> Timestamp.text(time);
            case double[] numbers -> Region.stcs(numbers);
            case String[] texts -> String.join(" ", texts);
            default -> value.toString();
        };
    }

    private static short[] numbers(byte[] bytes) {
        short[] numbers = new short[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = (short) (bytes[i] & 0xFF);
        }
        return numbers;
    }
}
