package org.xingvo.ingest.load;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.xingvo.ingest.IngestException;

/** What the database refuses, as a sentence for people. */
final class LoadFailures {
    private LoadFailures() {}

    static IngestException sentence(String table, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String message = firstLine(e);
        return switch (state) {
            case "23505" ->
                new IngestException(
                        "table " + table + ": expected a different key in every row, found twice: " + detail(e), e);
            case "54000", "54011" ->
                new IngestException(
                        "table " + table + ": expected rows that fit a page of the database (8 KB without arrays and"
                                + " text), found: " + message,
                        e);
            case "53100" ->
                new IngestException("table " + table + ": the database's disk is full (" + message + ")", e);
            case "08000", "08003", "08006", "57P01", "57P02", "57P03" ->
                new IngestException(
                        "table " + table + ": the database went away (" + message + "); the table is as it was", e);
            default -> new IngestException("table " + table + ": the database refused: " + message, e);
        };
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage() == null ? "no reason given" : e.getMessage();
        return message.lines().findFirst().orElse("").replaceFirst("^ERROR: *", "");
    }

    /** "(id)=(5)" of a refused key. */
    private static String detail(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        @Nullable String detail = server == null ? null : server.getDetail();
        return detail == null
                ? firstLine(e)
                : detail.replaceFirst("^Key ", "").replaceFirst(" (is duplicated|already exists)\\.?$", "");
    }
}
