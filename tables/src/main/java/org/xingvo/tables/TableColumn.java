package org.xingvo.tables;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column as a file has it. Immutable.
 *
 * @param original the name in the file
 * @param kind of a value, or of an element
 * @param arraysize of VOTable for arrays of numbers, "3", "2x3", "*"; null: one value a row; null for text, too
 * @param xtype of DALI for arrays that are geometries: point, circle, polygon; null: none
 * @param frame the coordinate system that the file names for this column, e.g. "eq_FK4"; null: none
 */
public record TableColumn(
        String original,
        ValueKind kind,
        @Nullable String arraysize,
        @Nullable String xtype,
        @Nullable String unit,
        @Nullable String ucd,
        @Nullable String utype,
        @Nullable String description,
        @Nullable String frame) {

    public TableColumn {
        unit = orNull(unit);
        ucd = orNull(ucd);
        utype = orNull(utype);
        description = orNull(description);
        frame = orNull(frame);
    }

    public boolean isArray() {
        return arraysize != null;
    }

    public boolean isNumber() {
        return kind.isNumber() && !isArray();
    }

    /**
     * The datatype of VOTable for the values as they are in the database.
     *
     * @param unicode texts may have characters outside ASCII
     */
    public String datatype(boolean unicode) {
        return unicode && kind == ValueKind.TEXT ? "unicodeChar" : kind.datatype();
    }

    /** The arraysize of VOTable that goes with {@link #datatype}, or null. */
    public @Nullable String votableSize() {
        boolean text = kind == ValueKind.TEXT || kind == ValueKind.TIMESTAMP;
        return isArray() ? arraysize : text ? "*" : null;
    }

    /** The xtype of DALI that goes with {@link #datatype}, or null. */
    public @Nullable String votableXtype() {
        return kind == ValueKind.TIMESTAMP && !isArray() ? "timestamp" : xtype;
    }

    /** The type in PostgreSQL. */
    public String sql() {
        return kind.sql() + (isArray() ? "[]" : "");
    }

    /** For messages: "int", "array of float". */
    public String typeWords() {
        return isArray() ? "array of " + kind.word() : kind.word();
    }

    public TableColumn as(ValueKind other, @Nullable String otherArraysize) {
        return new TableColumn(original, other, otherArraysize, xtype, unit, ucd, utype, description, frame);
    }

    public TableColumn withUcd(@Nullable String other) {
        return new TableColumn(original, kind, arraysize, xtype, unit, other, utype, description, frame);
    }

    /** The same with every text made by a function. */
    TableColumn withTexts(UnaryOperator<String> text) {
        return new TableColumn(
                text.apply(original),
                kind,
                arraysize,
                xtype,
                unit == null ? null : text.apply(unit),
                ucd,
                utype,
                description == null ? null : text.apply(description),
                frame);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
