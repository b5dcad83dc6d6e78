package org.xingvo.adql.query;

/** The types that values have while a query is compiled. */
public enum Type {
    /** Of the literal NULL until its surroundings give it a type. */
    NULL("null"),
    BOOLEAN("boolean"),
    SMALLINT("short"),
    INTEGER("int"),
    BIGINT("long"),
    REAL("float"),
    DOUBLE("double"),
    TEXT("char"),
    TIMESTAMP("timestamp"),
    POINT("point"),
    CIRCLE("circle"),
    POLYGON("polygon"),
    /** Any of the three before, known only row by row. */
    REGION("region"),
    /** A coverage map: cells of the sky, whose boundaries are no great circles. */
    MOC("moc"),
    /** Arrays and bytes: can be selected and compared with null, nothing else. */
    OPAQUE("array");

    private final String shown;

    Type(String shown) {
        this.shown = shown;
    }

    public boolean isInteger() {
        return this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    public boolean isNumeric() {
        return isInteger() || this == REAL || this == DOUBLE;
    }

    public boolean isGeometry() {
        return this == POINT || this == CIRCLE || this == POLYGON || this == REGION;
    }

    /** Can two of them be equal, or one of them be less? */
    public boolean isComparable() {
        return !isGeometry() && this != MOC && this != OPAQUE;
    }

    /** For messages: the word that VOTable has for it. */
    public String shown() {
        return shown;
    }

    /** The numeric type that holds the values of both. */
    public static Type wider(Type a, Type b) {
        if (a == b) {
            return a;
        }
        if (a.isInteger() && b.isInteger()) {
            return a.compareTo(b) > 0 ? a : b;
        }
        return DOUBLE;
    }
}
