package org.xingvo.tap.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;

/**
 * What a user is told of trouble in the database. Never the database's own words: they may show internal names and
 * values of rows that the user may not see.
 */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** No such table, column, function or operator, another type, and a plan that was made before it changed. */
    private static final Set<String> CHANGED = Set.of("42P01", "42703", "42883", "42804", "0A000");

    /** More than a limit of the database's configuration: of what a user can do, that on temporary files. */
    private static final String TOO_MUCH = "53400";

    private static final Pattern LIMIT = Pattern.compile("\\((\\d+ ?[kMGT]?B)\\)");

    private Faults() {}

    private static String limit(@Nullable String message) {
        Matcher limit = LIMIT.matcher(message == null ? "" : message);
        return limit.find() ? String.valueOf(limit.group(1)) : "see its limits";
    }

    /** The same for a statement that somebody may have stopped. */
    static DaliFault of(SQLException e, Duration timeLimit, StatementCancel cancel) {
        return cancel.cancelled() && ReadTransaction.CANCELLED.equals(e.getSQLState())
                ? new DaliFault(Kind.OVERLOADED, "The query was stopped", e)
                : of(e, timeLimit);
    }

    /** @param timeLimit of the statement, for the message; null: it had none */
    static DaliFault of(SQLException e, @Nullable Duration timeLimit) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals(ReadTransaction.CANCELLED) && timeLimit != null) {
            return new DaliFault(
                    Kind.TIME_LIMIT,
                    "The query was stopped at its time limit of %d s; as a job of /tap/async it may take longer"
                            .formatted(timeLimit.toSeconds()),
                    e);
        }
        if (state.equals(TOO_MUCH)) {
            return new DaliFault(
                    Kind.TOO_LARGE,
                    ("The query needs more temporary space in the database than this server grants (%s): sort, group"
                                    + " or join fewer rows, or select fewer columns")
                            .formatted(limit(e.getMessage())),
                    e);
        }
        if (e instanceof SQLTransientConnectionException || state.startsWith("53") || state.startsWith("57")) {
            LOG.warn("The database does not take a query: {}", e.getMessage());
            return new DaliFault(Kind.OVERLOADED, "The database is busy; come again later", e);
        }
        if (state.startsWith("08")) {
            LOG.warn("The database cannot be reached: {}", e.getMessage());
            return new DaliFault(Kind.OVERLOADED, "The database cannot be reached at the moment", e);
        }
        if (state.startsWith("22")) {
            return new DaliFault(
                    Kind.USAGE,
                    "A value cannot be computed: division by zero, a number out of range, or an argument outside of"
                            + " its function's domain",
                    e);
        }
        if (state.startsWith("21")) {
            return new DaliFault(Kind.USAGE, "A sub-query that stands for a value gave more than one row", e);
        }
        if (state.startsWith("54")) {
            return new DaliFault(Kind.USAGE, "The query is too complex for the database", e);
        }
        if (CHANGED.contains(state)) {
            LOG.warn("A query does not go with the tables of the database: {}", e.getMessage());
            return new DaliFault(Kind.CHANGED, "A table of the query has just been changed; ask again", e);
        }
        LOG.error("A query failed with SQLSTATE {}", state, e);
        return new DaliFault(Kind.FATAL, "The query failed in the database (SQLSTATE %s)".formatted(state), e);
    }
}
