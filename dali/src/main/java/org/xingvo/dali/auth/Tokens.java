package org.xingvo.dali.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens of users: opaque, kept by their SHA-256, with a scope and an end. Thread-safe. */
public final class Tokens {
    /** Tokens in force of one user. */
    public static final int MOST_TOKENS = 100;

    private static final int LONGEST_NAME = 100;
    private static final String ROW =
            "select id, principal, name, scope, created, expires, revoked, last_used from archive.token";

    private final Sql sql;
    private final InstantSource clock;
    private final Runnable forget;

    Tokens(Sql sql, InstantSource clock, Runnable forget) {
        this.sql = sql;
        this.clock = clock;
        this.forget = forget;
    }

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
            String name,
            Scope scope,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            @Nullable Instant lastUsed) {}

    /**
     * Makes a token.
     *
     * @param name what it is for, in the user's words
     * @param validity null: until it is revoked
     */
    public NewToken create(Caller by, String user, String name, Scope scope, @Nullable Duration validity) {
        String text = Secret.fresh();
        return new NewToken(register(by, user, text, name, scope, validity), text);
    }

    /** Makes a token with a given text known; returns its id. */
    long register(Caller by, String user, String text, String name, Scope scope, @Nullable Duration validity) {
        if (name.length() > LONGEST_NAME || !name.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
            throw new IdentityException.Refused(
                    "name of a token: expected at most " + LONGEST_NAME + " characters that can be shown");
        }
        Instant end = validity == null ? null : clock.instant().plus(validity);
        return sql.transaction(connection -> {
            List<Integer> owner = Sql.list(connection, """
                    select (select count(*) from archive.token t
                             where t.principal = p.name and t.revoked is null
                               and (t.expires is null or t.expires > now()))
                      from archive.principal p where p.name = ? for update of p""", rows -> rows.getInt(1), user);
            if (owner.isEmpty()) {
                throw Users.unknown(user);
            }
            if (owner.getFirst() >= MOST_TOKENS) {
                throw new IdentityException.Refused(
                        "tokens of '" + user + "': expected at most " + MOST_TOKENS + " in force; revoke some");
            }
            long id = Sql.list(
                            connection,
                            """
                            insert into archive.token (principal, sha256, name, scope, expires)
                            values (?, ?, ?, ?, ?) returning id""",
                            rows -> rows.getLong(1),
                            user,
                            Secret.sha256(text),
                            name,
                            scope.text(),
                            new Sql.Time(end))
                    .getFirst();
            Audit.record(
                    connection,
                    Event.by(by, Action.TOKEN_CREATE, Long.toString(id))
                            .with("user", user)
                            .with("scope", scope.text())
                            .with("name", name));
            return id;
        });
    }

    /**
     * Revokes a token, at once and everywhere within half a second.
     *
     * @param owner whose it must be; null: no matter
     */
    public void revoke(Caller by, long id, @Nullable String owner) {
        sql.change(
                Event.by(by, Action.TOKEN_REVOKE, Long.toString(id)),
                "token " + id + ": expected one in force, found none",
                "update archive.token set revoked = now() where id = ? and revoked is null"
                        + " and (?::text is null or principal = ?)",
                id,
                owner,
                owner);
        forget.run();
    }

    public List<Token> list(String user) {
        return sql.list(ROW + " where principal = ? order by id", Tokens::token, user);
    }

    /** What is known of the token with this text. */
    @Nullable
    Token find(String text) {
        List<Token> found = sql.list(ROW + " where sha256 = ?", Tokens::token, Secret.sha256(text));
        return found.isEmpty() ? null : found.getFirst();
    }

    private static Token token(ResultSet rows) throws SQLException {
        return new Token(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                Scope.expect(rows.getString(4)),
                Sql.instant(rows, 5),
                Sql.maybeInstant(rows, 6),
                Sql.maybeInstant(rows, 7),
                Sql.maybeInstant(rows, 8));
    }
}
