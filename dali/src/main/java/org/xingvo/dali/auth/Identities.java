package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.schemas.AccessClass;

/**
 * Users, tokens, groups and access classes in the database. Thread-safe. Answers about callers are remembered for half
 * a second, so a revoked token or a changed group is honoured within that time by every process, and at once by the
 * process that changed it.
 */
public final class Identities {
    /** How long an answer about a caller is remembered. */
    private static final Duration REMEMBERED = Duration.ofMillis(500);

    /** Names of users and groups: path segments, so nothing that needs escaping. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");

    /** Names of the groups of p: as owner or member, and those that such groups are in, so many steps up. */
    private static final String GROUPS = """
            with recursive mine (name, step) as (
                select m.group_name, 0 from archive.group_member m where m.principal = p.name
                union
                select o.group_name, 0 from archive.group_owner o where o.principal = p.name
                union
                select n.outer_name, mine.step + 1
                  from mine join archive.group_nesting n on n.inner_name = mine.name
                 where mine.step < 16
            )
            select distinct mine.name from mine""";

    private final DataSource database;
    private final ShortMemory<String, Caller> callers = new ShortMemory<>(REMEMBERED);
    private final ShortMemory<Caller, Visibility> visibilities = new ShortMemory<>(REMEMBERED);

    public Identities(DataSource database) {
        this.database = database;
    }

    // Who is asking ------------------------------------------------------------------------------------------

    /**
     * The caller that an Authorization header names: "Bearer token", or "Basic" with the token as password.
     *
     * @param authorization the header's value; null: anonymous
     * @throws IdentityException.BadCredentials if the header names nobody; the same words whatever is wrong with it
     */
    public Caller caller(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return Caller.ANONYMOUS;
        }
        Credentials credentials = Credentials.parse(authorization);
        byte[] digest = Secret.sha256(credentials.token());
        String key = HexFormat.of().formatHex(digest);
        Caller caller = callers.get(key);
        if (caller == null) {
            caller = transaction(connection -> callerOf(connection, digest));
            if (caller == null) {
                throw unknown();
            }
            callers.put(key, caller);
        }
        if (credentials.user() != null && !credentials.user().equals(caller.user())) {
            throw unknown();
        }
        return caller;
    }

    private static IdentityException.BadCredentials unknown() {
        return new IdentityException.BadCredentials("the token is unknown, expired or revoked");
    }

    private static @Nullable Caller callerOf(Connection connection, byte[] digest) throws SQLException {
        String sql = """
                select p.name, p.is_operator, array(%s)
                  from archive.token t
                  join archive.principal p on p.name = t.principal
                 where t.sha256 = ? and t.revoked is null and (t.expires is null or t.expires > now())
                   and p.disabled is null""".formatted(GROUPS);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, digest);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? new Caller(rows.getString(1), Set.copyOf(strings(rows, 3)), rows.getBoolean(2))
                        : null;
            }
        }
    }

    /**
     * The caller that a principal is, for work done on its behalf: a signed URL, a job. Asked anew every time.
     *
     * @param user null: anonymous
     * @throws IdentityException.BadCredentials if there is no such principal any more
     */
    public Caller callerNamed(@Nullable String user) {
        if (user == null) {
            return Caller.ANONYMOUS;
        }
        String sql = """
                select p.name, p.is_operator, array(%s)
                  from archive.principal p where p.name = ? and p.disabled is null""".formatted(GROUPS);
        List<Caller> found = list(
                sql, rows -> new Caller(rows.getString(1), Set.copyOf(strings(rows, 3)), rows.getBoolean(2)), user);
        if (found.isEmpty()) {
            throw new IdentityException.BadCredentials("the user is gone");
        }
        return found.getFirst();
    }

    // What they may see --------------------------------------------------------------------------------------

    /** The access classes that are public, whose embargo is over, the caller's own, or readable by a group of his. */
    public Visibility visibilityOf(Caller caller) {
        if (caller.operator()) {
            return Visibility.EVERYTHING;
        }
        Visibility known = visibilities.get(caller);
        if (known != null) {
            return known;
        }
        Visibility visibility = transaction(connection -> visibilityOf(connection, caller));
        visibilities.put(caller, visibility);
        return visibility;
    }

    private static Visibility visibilityOf(Connection connection, Caller caller) throws SQLException {
        String sql =
                "select id from archive.access_class where is_public or owner = ? or read_groups && ? or opens <= now()";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, caller.user());
            statement.setArray(
                    2, connection.createArrayOf("text", caller.groups().toArray()));
            Set<Integer> classes = new HashSet<>();
            classes.add(AccessClass.PUBLIC);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    classes.add(rows.getInt(1));
                }
            }
            return new Visibility(false, classes);
        }
    }

    /** The id of the access class with this answer to "who may see it", made if there is none yet. */
    public int accessClass(boolean isPublic, @Nullable String owner, Collection<String> readGroups) {
        int id = transaction(connection -> accessClass(connection, isPublic, owner, readGroups));
        visibilities.clear();
        return id;
    }

    /** As {@link #accessClass(boolean, String, Collection)}, within the transaction of a connection. */
    public int accessClass(
            Connection connection, boolean isPublic, @Nullable String owner, Collection<String> readGroups)
            throws SQLException {
        if (isPublic) {
            return AccessClass.PUBLIC;
        }
        Object[] groups = new TreeSet<>(readGroups).toArray();
        String find = """
                select id from archive.access_class
                 where not is_public and coalesce(owner, '') = coalesce(?, '') and read_groups = ? and opens is null""";
        String make = """
                insert into archive.access_class (is_public, owner, read_groups) values (false, ?, ?)
                on conflict do nothing""";
        while (true) {
            try (PreparedStatement statement = connection.prepareStatement(find)) {
                statement.setString(1, owner);
                statement.setArray(2, connection.createArrayOf("text", groups));
                try (ResultSet rows = statement.executeQuery()) {
                    if (rows.next()) {
                        return rows.getInt(1);
                    }
                }
            }
            // Another transaction may make the same row at the same time: then this waits for it and finds it.
            try (PreparedStatement statement = connection.prepareStatement(make)) {
                statement.setString(1, owner);
                statement.setArray(2, connection.createArrayOf("text", groups));
                statement.executeUpdate();
            }
            visibilities.clear();
        }
    }

    /** Forgets what was remembered about callers, after a change of access classes in a transaction. */
    public void forget() {
        callers.clear();
        visibilities.clear();
    }

    // Users --------------------------------------------------------------------------------------------------

    /** A principal. Immutable. */
    public record User(String name, boolean operator, Instant created) {}

    public void addUser(String name, boolean operator) {
        checkName("user", name);
        change(
                "user '" + name + "': expected a new name, found one in use",
                "insert into archive.principal (name, is_operator) values (?, ?) on conflict do nothing",
                name,
                operator);
    }

    /** Removes a user with tokens and memberships; nodes and groups owned by the user must be gone before. */
    public void removeUser(String name) {
        change(
                "user '" + name + "': expected an existing one that owns no group, found none",
                "delete from archive.principal where name = ? "
                        + "and not exists (select 1 from archive.group_owner o where o.principal = archive.principal.name)",
                name);
    }

    public List<User> users() {
        return list(
                "select name, is_operator, created from archive.principal order by name",
                rows -> new User(rows.getString(1), rows.getBoolean(2), instant(rows, 3)));
    }

    // Tokens -------------------------------------------------------------------------------------------------

    /** A token just made; the only time its text is known. */
    public record NewToken(long id, String text) {
        @Override
        public String toString() {
            return "NewToken[" + id + "]";
        }
    }

    /** What is known of a token. Immutable. */
    public record Token(
            long id,
            String user,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked) {}

    /**
     * Makes a token for a user.
     *
     * @param validity null: until it is revoked
     */
    public NewToken createToken(String user, @Nullable Duration validity) {
        String text = Secret.fresh();
        return new NewToken(register(user, text, validity), text);
    }

    /** Makes a token with a given text known; returns its id. */
    long register(String user, String text, @Nullable Duration validity) {
        OffsetDateTime expires =
                validity == null ? null : OffsetDateTime.now(ZoneOffset.UTC).plus(validity);
        List<Long> made =
                list("""
                insert into archive.token (principal, sha256, expires)
                select p.name, ?, ? from archive.principal p where p.name = ?
                returning id""", rows -> rows.getLong(1), Secret.sha256(text), new Typed("timestamptz", expires), user);
        if (made.isEmpty()) {
            throw new IdentityException.Refused("user '" + user + "': expected an existing one, found none");
        }
        return made.getFirst();
    }

    public void revokeToken(long id) {
        change(
                "token " + id + ": expected one in force, found none",
                "update archive.token set revoked = now() where id = ? and revoked is null",
                id);
        forget();
    }

    public List<Token> tokens(String user) {
        return list(
                "select id, principal, created, expires, revoked from archive.token where principal = ? order by id",
                Identities::token,
                user);
    }

    /** What is known of the token with this text. */
    @Nullable
    Token tokenOf(String text) {
        List<Token> found = list(
                "select id, principal, created, expires, revoked from archive.token where sha256 = ?",
                Identities::token,
                Secret.sha256(text));
        return found.isEmpty() ? null : found.getFirst();
    }

    private static Token token(ResultSet rows) throws SQLException {
        return new Token(
                rows.getLong(1), rows.getString(2), instant(rows, 3), maybeInstant(rows, 4), maybeInstant(rows, 5));
    }

    // Groups -------------------------------------------------------------------------------------------------

    /** A group; its owners are in it without being listed. Immutable. */
    public record Group(String name, Set<String> owners, Set<String> members) {
        public Group {
            owners = Set.copyOf(owners);
            members = Set.copyOf(members);
        }
    }

    public void addGroup(String name, String owner) {
        checkName("group", name);
        change(
                "group '" + name + "': expected a new name and an existing owner, found otherwise",
                """
                with made as (insert into archive.user_group (name)
                              select ? from archive.principal p where p.name = ? on conflict do nothing
                              returning name)
                insert into archive.group_owner (group_name, principal) select name, ? from made""",
                name,
                owner,
                owner);
        forget();
    }

    public void removeGroup(String name) {
        change(
                "group '" + name + "': expected an existing one, found none",
                "delete from archive.user_group where name = ?",
                name);
        forget();
    }

    public void addMember(String group, String user) {
        change(
                "group '" + group + "': expected an existing group and user '" + user + "' not in it, found otherwise",
                """
                insert into archive.group_member (group_name, principal)
                select g.name, p.name from archive.user_group g, archive.principal p where g.name = ? and p.name = ?
                on conflict do nothing""",
                group,
                user);
        forget();
    }

    public void removeMember(String group, String user) {
        change(
                "group '" + group + "': expected user '" + user + "' in it, found none",
                "delete from archive.group_member where group_name = ? and principal = ?",
                group,
                user);
        forget();
    }

    public List<Group> groups() {
        return list(
                """
                select g.name,
                       array(select o.principal from archive.group_owner o where o.group_name = g.name),
                       array(select m.principal from archive.group_member m where m.group_name = g.name)
                  from archive.user_group g order by g.name""", rows -> new Group(rows.getString(1), Set.copyOf(strings(rows, 2)), Set.copyOf(strings(rows, 3))));
    }

    // SQL ----------------------------------------------------------------------------------------------------

    private interface Work<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    private interface Row<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private record Typed(String type, @Nullable Object value) {}

    private <T extends @Nullable Object> T transaction(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.in(connection);
        } catch (SQLException e) {
            throw new IdentityException.Unavailable("identity tables: " + e.getMessage(), e);
        }
    }

    private void change(String refusal, String sql, Object... values) {
        int changed = transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                return statement.executeUpdate();
            }
        });
        if (changed == 0) {
            throw new IdentityException.Refused(refusal);
        }
    }

    private <T> List<T> list(String sql, Row<T> row, Object... values) {
        return transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                List<T> found = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(row.of(rows));
                    }
                }
                return found;
            }
        });
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Typed(String type, Object value)) {
                statement.setObject(
                        i + 1,
                        value,
                        type.equals("timestamptz") ? java.sql.Types.TIMESTAMP_WITH_TIMEZONE : java.sql.Types.OTHER);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    private static List<String> strings(ResultSet rows, int column) throws SQLException {
        return List.of((String[]) rows.getArray(column).getArray());
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant maybeInstant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new IdentityException.Refused(what
                    + " name: expected 1 to 63 of A-Z a-z 0-9 . _ @ - with a letter or digit first, found '" + name
                    + "'");
        }
    }
}
