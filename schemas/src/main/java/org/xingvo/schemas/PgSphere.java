package org.xingvo.schemas;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gets pgSphere into a database, also where the distribution's script is broken: Debian 12 ships pg_sphere 1.2.0,
 * whose last two operators name commutators that PostgreSQL 15.20 refuses. There the script runs without those
 * clauses, its objects in schema public, not registered as an extension. One thread at a time.
 */
final class PgSphere {
    private static final Pattern COMPATIBILITY_OPERATOR =
            Pattern.compile("CREATE\\s+OPERATOR\\s+@\\s*\\([^)]*RIGHTARG\\s*=\\s*smoc\\b[^)]*\\)");
    private static final Pattern PARTNER_CLAUSE =
            Pattern.compile("(?m)^\\s*(COMMUTATOR|NEGATOR)\\s*=\\s*'[^']*'\\s*,\\s*\\n");
    private static final Pattern PSQL_COMMAND = Pattern.compile("(?m)^\\\\.*$");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z._]+");

    private PgSphere() {}

    /** What was found or done. */
    sealed interface Outcome {}

    /** @param note what was done for it; null: it was there */
    record Ready(@Nullable String note) implements Outcome {}

    record Missing(String reason) implements Outcome {}

    /** Leaves the connection in autocommit mode. */
    static Outcome install(Connection owner) throws SQLException {
        if (present(owner)) {
            return new Ready(null);
        }
        Optional<String> version = availableVersion(owner);
        if (version.isEmpty()) {
            return new Missing("this PostgreSQL does not have the extension pg_sphere");
        }
        try (Statement statement = owner.createStatement()) {
            statement.execute("create extension pg_sphere schema public");
            return new Ready("created the extension pg_sphere " + version.get());
        } catch (SQLException e) {
            return repaired(owner, version.get(), e);
        }
    }

    private static Outcome repaired(Connection owner, String version, SQLException refusal) throws SQLException {
        String why = firstLine(refusal);
        if (!VERSION.matcher(version).matches()) {
            return new Missing(why);
        }
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("set local search_path = public");
            statement.execute(withoutPartners(script(owner, version)));
            owner.commit();
        } catch (SQLException e) {
            owner.rollback();
            return new Missing("its script fails (" + why + "), also when repaired (" + firstLine(e) + ")");
        } finally {
            owner.setAutoCommit(true);
        }
        return new Ready("pg_sphere " + version + " as packaged fails on this PostgreSQL (" + why
                + "): its script was run without the COMMUTATOR and NEGATOR of the two operators @ (.., smoc),"
                + " objects in schema public, not registered as an extension");
    }

    /** The script as plain SQL, without the clauses at fault. Package-private for its test. */
    static String withoutPartners(String script) {
        String plain = PSQL_COMMAND.matcher(script).replaceAll("").replace("MODULE_PATHNAME", "$libdir/pg_sphere");
        return COMPATIBILITY_OPERATOR
                .matcher(plain)
                .replaceAll(operator -> Matcher.quoteReplacement(
                        PARTNER_CLAUSE.matcher(operator.group()).replaceAll("")));
    }

    private static boolean present(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("select to_regtype('public.spoint') is not null"
                        + " and to_regtype('public.smoc') is not null"
                        + " and to_regprocedure('public.scircle(public.spoint, float8)') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Optional<String> availableVersion(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        "select default_version from pg_available_extensions where name = 'pg_sphere'")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private static String script(Connection owner, String version) throws SQLException {
        String query = """
                select pg_read_file(setting || '/extension/pg_sphere--' || ? || '.sql')
                  from pg_config where name = 'SHAREDIR'
                """;
        try (PreparedStatement statement = owner.prepareStatement(query)) {
            statement.setString(1, version);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage();
        return message == null
                ? e.getSQLState()
                : message.lines().findFirst().orElse("").replaceFirst("^ERROR: *", "");
    }
}
