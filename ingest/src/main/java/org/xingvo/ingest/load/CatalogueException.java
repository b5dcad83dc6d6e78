package org.xingvo.ingest.load;

import java.sql.SQLException;

/** The database did not do what ingest asked of it. */
public final class CatalogueException extends RuntimeException {
    private final String state;

    CatalogueException(String what, SQLException cause) {
        super("database, " + what + ": " + firstLine(cause), cause);
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** True when the rows are at fault (SQLSTATE classes 21, 22, 23, 54), false when the database or the way to it is. */
    public boolean isAboutData() {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("21") || state.startsWith("54");
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage() == null ? "no reason given" : e.getMessage();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
