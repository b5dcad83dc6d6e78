package org.xingvo.tables;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the values of a column are, alone or as elements of an array. */
public enum ValueKind {
    BOOLEAN("boolean", "boolean", 16),
    /** 0 to 255; PostgreSQL has no such type, so it is held as smallint. */
    UNSIGNED_BYTE("smallint", "unsignedByte", 21),
    SHORT("smallint", "short", 21),
    INT("integer", "int", 23),
    LONG("bigint", "long", 20),
    FLOAT("real", "float", 700),
    DOUBLE("double precision", "double", 701),
    TEXT("text", "char", 25),
    /** UTC, without zone. */
    TIMESTAMP("timestamp", "char", 1114);

    private final String sql;
    private final String datatype;
    private final int oid;

    ValueKind(String sql, String datatype, int oid) {
        this.sql = sql;
        this.datatype = datatype;
        this.oid = oid;
    }

    /** The type in PostgreSQL of one value. */
    public String sql() {
        return sql;
    }

    /** The datatype of VOTable 1.4, section 2.1; text may be {@code unicodeChar} instead. */
    public String datatype() {
        return datatype;
    }

    /** PostgreSQL's number of the type. */
    int oid() {
        return oid;
    }

    public boolean isNumber() {
        return switch (this) {
            case UNSIGNED_BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
            case BOOLEAN, TEXT, TIMESTAMP -> false;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The kind that holds the values of both without loss of range, or empty when there is none. */
    public static Optional<ValueKind> common(ValueKind a, ValueKind b) {
        if (a == b) {
            return Optional.of(a);
        }
        if (!a.isNumber() || !b.isNumber()) {
            return (a == TIMESTAMP && b == TEXT) || (a == TEXT && b == TIMESTAMP)
                    ? Optional.of(TEXT)
                    : Optional.empty();
        }
        ValueKind wide = a.compareTo(b) > 0 ? a : b;
        ValueKind narrow = wide == a ? b : a;
        return Optional.of(wide == FLOAT && (narrow == INT || narrow == LONG) ? DOUBLE : wide);
    }

    /** The kind that TAP_SCHEMA describes in these words, or empty. */
    public static Optional<ValueKind> of(String datatype, @Nullable String xtype) {
        if (datatype.equals("unicodeChar") || datatype.equals("char")) {
            return Optional.of("timestamp".equals(xtype) ? TIMESTAMP : TEXT);
        }
        for (ValueKind kind : values()) {
            if (kind.datatype.equals(datatype)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
