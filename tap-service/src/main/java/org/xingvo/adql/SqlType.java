package org.xingvo.adql;

/**
 * Which PostgreSQL type a bind value or a column of the answer has. The statement casts every column of the
 * answer to its type, so the binary form is known beforehand.
 */
public enum SqlType {
    BOOLEAN("boolean"),
    SMALLINT("smallint"),
    INTEGER("integer"),
    BIGINT("bigint"),
    REAL("real"),
    DOUBLE("double precision"),
    TEXT("text"),
    /** UTC, without zone. */
    TIMESTAMP("timestamp"),
    BYTEA("bytea"),
    BOOLEAN_ARRAY("boolean[]"),
    SMALLINT_ARRAY("smallint[]"),
    INTEGER_ARRAY("integer[]"),
    BIGINT_ARRAY("bigint[]"),
    REAL_ARRAY("real[]"),
    DOUBLE_ARRAY("double precision[]"),
    TEXT_ARRAY("text[]");

    private final String sql;

    SqlType(String sql) {
        this.sql = sql;
    }

    /** PostgreSQL's own name. */
    public String sql() {
        return sql;
    }
}
