package org.xingvo.dali.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those who have a name here. Who asks for a change must be allowed to make it. Thread-safe. */
public final class Users {
    private static final String ROW = """
            select p.name, p.is_operator, p.created, p.disabled, p.password is not null, p.last_login
              from archive.principal p""";

    private final Sql sql;
    private final Passwords passwords;
    private final Runnable forget;

    Users(Sql sql, Passwords passwords, Runnable forget) {
        this.sql = sql;
        this.passwords = passwords;
        this.forget = forget;
    }

    /**
     * A principal. Immutable.
     *
     * @param disabled since when nobody comes in under this name
     * @param password true if there is one
     */
    public record User(
            String name,
            boolean operator,
            Instant created,
            @Nullable Instant disabled,
            boolean password,
            @Nullable Instant lastLogin) {}

    /**
     * Adds a user. The name of a user who was removed is not given again: things may still be shared with it.
     *
     * @param password null: signs in with tokens only
     */
    public void add(Caller by, String name, boolean operator, @Nullable String password) {
        Names.checked("user", name);
        String phc = password == null ? null : passwords.hashed(name, password);
        sql.change(
                Event.by(by, Action.USER_ADD, name).with("operator", operator),
                "user '" + name + "': expected a new name, found one in use, now or before",
                """
                insert into archive.principal (name, is_operator, password, password_changed)
                select ?, ?, ?, case when ?::text is null then null else now() end
                 where not exists (select from archive.retired_name r where r.kind = 'user' and r.name = ?)
                on conflict do nothing""",
                name,
                operator,
                phc,
                phc,
                name);
    }

    /** Removes a user with tokens, sessions and memberships; nodes and groups of the user must be gone before. */
    public void remove(Caller by, String name) {
        keepOperator(name);
        sql.transaction(connection -> {
            for (String[] mine : List.of(
                    new String[] {"group", "select group_name from archive.group_owner where principal = ? limit 1"},
                    new String[] {"node", "select id::text from archive.node where owner = ? limit 1"})) {
                List<String> owned = Sql.list(connection, mine[1], rows -> rows.getString(1), name);
                if (!owned.isEmpty()) {
                    throw new IdentityException.Refused("user '" + name + "': expected one who owns nothing, found "
                            + mine[0] + " " + owned.getFirst() + "; `xing user disable` keeps the user out");
                }
            }
            if (Sql.update(connection, "delete from archive.principal where name = ?", name) == 0) {
                throw unknown(name);
            }
            Sql.update(connection, "insert into archive.retired_name (kind, name) values ('user', ?)", name);
            Audit.record(connection, Event.by(by, Action.USER_REMOVE, name));
            return name;
        });
        forget.run();
    }

    /** Keeps a user out, at once and everywhere, or lets him in again. */
    public void disable(Caller by, String name, boolean out) {
        keepOperator(name);
        sql.transaction(connection -> {
            String change = "update archive.principal set disabled = " + (out ? "coalesce(disabled, now())" : "null")
                    + " where name = ?";
            if (Sql.update(connection, change, name) == 0) {
                throw unknown(name);
            }
            Sql.update(connection, "delete from archive.session where principal = ?", name);
            Audit.record(connection, Event.by(by, out ? Action.USER_DISABLE : Action.USER_ENABLE, name));
            return name;
        });
        forget.run();
    }

    /** Makes a user an operator, or no longer one. */
    public void setOperator(Caller by, String name, boolean operator) {
        keepOperator(name);
        sql.change(
                Event.by(by, Action.USER_OPERATOR, name).with("operator", operator),
                "user '" + name + "': expected an existing one, found none",
                "update archive.principal set is_operator = ? where name = ?",
                operator,
                name);
        forget.run();
    }

    /**
     * Gives a user a new password, and closes the user's sessions.
     *
     * @param password null: none from now on
     */
    public void setPassword(Caller by, String name, @Nullable String password) {
        String phc = password == null ? null : passwords.hashed(name, password);
        sql.transaction(connection -> {
            int changed = Sql.update(
                    connection,
                    "update archive.principal set password = ?, password_changed = now() where name = ?",
                    phc,
                    name);
            if (changed == 0) {
                throw unknown(name);
            }
            Sql.update(connection, "delete from archive.session where principal = ?", name);
            Audit.record(connection, Event.by(by, Action.USER_PASSWORD, name).with("to", phc == null ? "none" : "new"));
            return name;
        });
        forget.run();
    }

    public List<User> list() {
        return sql.list(ROW + " order by p.name", Users::user);
    }

    public Optional<User> find(String name) {
        return sql.list(ROW + " where p.name = ?", Users::user, name).stream().findFirst();
    }

    /**
     * The first account of a person: an operator with a password, if nobody has one yet.
     *
     * @return the password, to be told this once
     */
    public Optional<String> firstAccount(String name) {
        boolean needed = sql.list(ROW, Users::user).stream()
                .noneMatch(user -> user.password() || user.name().equals(name));
        if (!needed) {
            return Optional.empty();
        }
        String password = Secret.freshPassword();
        add(Caller.SERVER, name, true, password);
        return Optional.of(password);
    }

    private static User user(java.sql.ResultSet rows) throws java.sql.SQLException {
        return new User(
                rows.getString(1),
                rows.getBoolean(2),
                Sql.instant(rows, 3),
                Sql.maybeInstant(rows, 4),
                rows.getBoolean(5),
                Sql.maybeInstant(rows, 6));
    }

    private static void keepOperator(String name) {
        if (name.equals(OperatorToken.OPERATOR)) {
            throw new IdentityException.Refused(
                    "user '" + name + "': expected one of a person, found the one of the commands");
        }
    }

    static IdentityException.Refused unknown(String name) {
        return new IdentityException.Refused("user '" + name + "': expected an existing one, found none");
    }
}
