package org.xingvo.ingest.collection;

import java.util.Locale;

/** The types a column of a collection can have; the name in lower case is the word in the description. */
public enum ColumnType {
    BOOLEAN("boolean", "boolean", false),
    INTEGER("integer", "int", false),
    BIGINT("bigint", "long", false),
    DOUBLE("double precision", "double", false),
    /** Text of which every character is ASCII, VOTable's {@code char}. */
    TEXT("text", "char", true),
    /** Any text, VOTable's {@code unicodeChar}. */
    UNICODE("text", "unicodeChar", true);

    private final String sql;
    private final String votable;
    private final boolean text;

    ColumnType(String sql, String votable, boolean text) {
        this.sql = sql;
        this.votable = votable;
        this.text = text;
    }

    /** The type in PostgreSQL. */
    public String sql() {
        return sql;
    }

    /** The datatype of VOTable 1.4, section 2.1. */
    public String votable() {
        return votable;
    }

    public boolean isText() {
        return text;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
