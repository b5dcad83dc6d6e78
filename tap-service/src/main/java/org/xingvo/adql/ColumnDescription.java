package org.xingvo.adql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A published column as TAP_SCHEMA.columns declares it (TAP 1.1, section 4.3). Immutable.
 *
 * @param name as declared, without the double quotes that TAP_SCHEMA writes around names that need them
 * @param sqlName the column's name in PostgreSQL, not quoted
 * @param datatype of VOTable: boolean, short, int, long, float, double, char, unicodeChar, unsignedByte
 * @param arraysize of VOTable; null: a scalar
 * @param xtype of DALI; {@code adql:REGION} with datatype char: held as {@code double precision[]}, 3 numbers a
 *     circle, else polygon vertices, printed as STC-S text; {@code timestamp} with datatype char: held as
 *     {@code timestamp} (UTC), unless {@code sqlType} says {@code text}
 * @param sqlType PostgreSQL's name of the column's type; null: the one that goes with datatype and xtype
 */
public record ColumnDescription(
        String name,
        String sqlName,
        String datatype,
        @Nullable String arraysize,
        @Nullable String xtype,
        @Nullable String unit,
        @Nullable String ucd,
        @Nullable String utype,
        @Nullable String description,
        @Nullable String sqlType) {

    public ColumnDescription {
        Objects.requireNonNull(name);
        Objects.requireNonNull(sqlName);
        Objects.requireNonNull(datatype);
    }

    /** A column without metadata beyond its type, named in SQL as declared. */
    public static ColumnDescription of(String name, String datatype, @Nullable String arraysize) {
        return new ColumnDescription(name, name, datatype, arraysize, null, null, null, null, null, null);
    }
}
