package org.xingvo.tables;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.votable.VOStarTable;

/** From STIL's description of a column to ours. Pure functions. */
final class StilColumns {
    private static final Set<String> TIMESTAMPS = Set.of("timestamp", "adql:timestamp");
    private static final Set<String> GEOMETRIES = Set.of("point", "circle", "polygon");
    /** VOTable wants a length for strings within an array; files that say none get this. */
    private static final int STRING_IN_ARRAY = 64;

    private StilColumns() {}

    /** @param isText of a format without types: what looks like a short or float may go on as more */
    static TableColumn of(ColumnInfo info, boolean isText) {
        Class<?> type = info.getContentClass();
        Class<?> element = type.isArray() ? type.getComponentType() : type;
        ValueKind kind = kind(element, info, isText);
        String xtype = info.getXtype() == null ? "" : info.getXtype().toLowerCase(Locale.ROOT);
        String arraysize = type.isArray() ? arraysize(info, kind) : null;
        if (arraysize == null && kind == ValueKind.TEXT && TIMESTAMPS.contains(xtype)) {
            kind = ValueKind.TIMESTAMP;
        }
        boolean real = kind == ValueKind.FLOAT || kind == ValueKind.DOUBLE;
        return new TableColumn(
                name(info),
                kind,
                arraysize,
                arraysize != null && real && GEOMETRIES.contains(xtype) ? xtype : null,
                info.getUnitString(),
                info.getUCD(),
                info.getUtype(),
                info.getDescription(),
                Tables.getAuxDatumValue(info, VOStarTable.COOSYS_SYSTEM_INFO, String.class));
    }

    /** A "#" before the first name belongs to the line, not to the name. */
    private static String name(ColumnInfo info) {
        String name = info.getName() == null ? "" : info.getName();
        return name.replaceFirst("^#\\s*", "").strip();
    }

    private static ValueKind kind(Class<?> element, ColumnInfo info, boolean isText) {
        if (element == Boolean.class || element == boolean.class) {
            return ValueKind.BOOLEAN;
        }
        boolean isByte = element == Byte.class || element == byte.class;
        if (isByte || element == Short.class || element == short.class) {
            boolean unsigned =
                    Boolean.TRUE.equals(Tables.getAuxDatumValue(info, Tables.UBYTE_FLAG_INFO, Boolean.class));
            if (isText) {
                return ValueKind.INT;
            }
            return unsigned && !info.isArray() ? ValueKind.UNSIGNED_BYTE : ValueKind.SHORT;
        }
        if (element == Integer.class || element == int.class) {
            return ValueKind.INT;
        }
        if (element == Long.class || element == long.class) {
            return ValueKind.LONG;
        }
        if (element == Float.class || element == float.class) {
            return isText ? ValueKind.DOUBLE : ValueKind.FLOAT;
        }
        return element == Double.class || element == double.class ? ValueKind.DOUBLE : ValueKind.TEXT;
    }

    private static String arraysize(ColumnInfo info, ValueKind kind) {
        StringBuilder size = new StringBuilder();
        if (kind == ValueKind.TEXT) {
            size.append(info.getElementSize() > 0 ? info.getElementSize() : STRING_IN_ARRAY);
        }
        int @Nullable [] shape = info.getShape();
        if (shape == null || shape.length == 0) {
            return size.append(size.isEmpty() ? "*" : "x*").toString();
        }
        for (int i = 0; i < shape.length; i++) {
            size.append(size.isEmpty() ? "" : "x").append(shape[i] > 0 ? Integer.toString(shape[i]) : "*");
        }
        return size.toString();
    }
}
