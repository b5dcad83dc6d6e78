package org.xingvo.schemas;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * Puts {@link ReaderLimits} on the role of users' queries, in this database, and on each of its sessions: settings of a role
 * hold for who logs in as it, not for who becomes it. Temporary space is a superuser's to limit, so that may fail, and is
 * then told.
 */
final class ReaderSettings {
    private static final String TEMP = "temp_file_limit";
    private static final String PATH = "set search_path = pg_catalog, public, pg_temp; ";

    private final ReaderLimits limits;
    private final boolean tempOfSession;
    private final boolean tempLimited;
    private final String told;

    private ReaderSettings(ReaderLimits limits, boolean tempOfSession, boolean tempLimited, String told) {
        this.limits = limits;
        this.tempOfSession = tempOfSession;
        this.tempLimited = tempLimited;
        this.told = told;
    }

    /** Nothing is set but what every session sets for itself. */
    static ReaderSettings unchanged() {
        return new ReaderSettings(
                ReaderLimits.STANDARD, false, true, "temporary space is limited by the server beside");
    }

    /** @param owner of the database */
    static ReaderSettings apply(Connection owner, ReaderLimits limits) throws SQLException {
        try {
            alterRole(owner, "default_transaction_read_only", "on");
            alterRole(owner, "statement_timeout", "'" + limits.statement().toMillis() + "'");
            alterRole(
                    owner,
                    "idle_in_transaction_session_timeout",
                    "'" + limits.idle().toMillis() + "'");
            alterRole(owner, "search_path", "pg_catalog, public, pg_temp");
        } catch (SQLException e) {
            // of a role that another owner made: the settings of sessions, which follow, need nobody's leave
        }
        String shown = kilobytes(limits);
        try {
            alterRole(owner, TEMP, "'" + shown + "'");
        } catch (SQLException e) {
            // the settings of sessions, or of the database, may do
        }
        if (mayLimitTemp(owner, shown)) {
            return new ReaderSettings(
                    limits,
                    true,
                    true,
                    "temporary space of a session of users' queries is limited to %s".formatted(megabytes(limits)));
        }
        String now = show(owner);
        boolean without = now.equals("-1");
        return new ReaderSettings(
                limits,
                false,
                !without,
                without
                        ? ("temporary space of users' queries is NOT limited, which only a superuser can do: let one"
                                        + " run 'alter role %s in database %s set temp_file_limit = '%s'' and start"
                                        + " the server again")
                                .formatted(name(owner, "current_user"), name(owner, "current_database()"), shown)
                        : "temporary space of a session is limited to " + now + ", which a superuser has set");
    }

    /** What was done about temporary space, for people; no full stop. */
    String told() {
        return told;
    }

    boolean tempIsLimited() {
        return tempLimited;
    }

    /**
     * The first statements of a session that becomes the reader.
     *
     * @param login true if it is the reader's own already, with the settings of the role
     */
    String first(boolean login) {
        return (login ? "" : temp() + "set role " + Migrations.READER + "; ")
                + "set default_transaction_read_only = on; "
                + PATH
                + "set statement_timeout = " + limits.statement().toMillis()
                + "; set idle_in_transaction_session_timeout = "
                + limits.idle().toMillis();
    }

    /**
     * The same of a session that makes temporary tables before it becomes the reader. What it makes is gone with it, so nothing
     * of that need be on the disk.
     */
    String uploads() {
        return temp() + PATH + "set synchronous_commit = off; set idle_in_transaction_session_timeout = "
                + limits.idle().toMillis();
    }

    private String temp() {
        return tempOfSession ? "set temp_file_limit = '" + kilobytes(limits) + "'; " : "";
    }

    private static void alterRole(Connection owner, String setting, String value) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("do $$ begin execute format('alter role " + Migrations.READER + " in database %I set "
                    + setting + " = " + value.replace("'", "''") + "', current_database()); end $$");
        }
    }

    private static boolean mayLimitTemp(Connection owner, String value) throws SQLException {
        boolean auto = owner.getAutoCommit();
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.execute("set local temp_file_limit = '" + value + "'");
            return true;
        } catch (SQLException e) {
            return false;
        } finally {
            owner.rollback();
            owner.setAutoCommit(auto);
        }
    }

    private static String show(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("show temp_file_limit")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String name(Connection owner, String expression) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("select quote_ident(" + expression + "::text)")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String kilobytes(ReaderLimits limits) {
        return limits.tempBytes() / 1024 + "kB";
    }

    private static String megabytes(ReaderLimits limits) {
        return String.format(Locale.ROOT, "%,d MiB", limits.tempBytes() >> 20);
    }
}
