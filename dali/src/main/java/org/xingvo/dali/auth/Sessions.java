package org.xingvo.dali.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Browsers that are signed in. Thread-safe. */
public final class Sessions {
    /** Sessions of one user; a new one ends the oldest beyond. */
    private static final int MOST_SESSIONS = 50;

    private static final int LONGEST_AGENT = 200;

    private final Sql sql;
    private final Passwords passwords;
    private final Ways ways;
    private final SignInSettings settings;
    private final Runnable forget;

    Sessions(Sql sql, Passwords passwords, Ways ways, SignInSettings settings, Runnable forget) {
        this.sql = sql;
        this.passwords = passwords;
        this.ways = ways;
        this.settings = settings;
        this.forget = forget;
    }

    /**
     * A session just made; the only time its cookie is known.
     *
     * @param cookie the secret that stands for the session
     * @param secure true if the cookie must never go over plain HTTP
     */
    public record NewSession(Caller caller, String cookie, boolean secure) {
        @Override
        public String toString() {
            return "NewSession[" + caller.user() + "]";
        }
    }

    /** What is known of a session. Immutable. */
    public record Session(
            Instant created,
            Instant lastUsed,
            Instant expires,
            @Nullable String address,
            @Nullable String agent) {}

    /** How long a session lasts, seconds. */
    public long seconds() {
        return settings.session().toSeconds();
    }

    /**
     * Signs in with name and password.
     *
     * @throws IdentityException.BadCredentials if that cannot be
     */
    public NewSession open(Arrival arrival, String name, String password) {
        CrossSite.check(arrival, ways.frontage());
        ways.expectPrivate(arrival);
        String address = ways.address(arrival);
        Caller caller =
                passwords.check(name, password, address, Passwords.LOGIN).from(address);
        String cookie = Secret.freshSession();
        String agent = arrival.header("User-Agent");
        sql.transaction(connection -> {
            Sql.update(connection, "delete from archive.session where expires < now()");
            Sql.update(connection, """
                    delete from archive.session s
                     where s.principal = ?
                       and s.sha256 in (select o.sha256 from archive.session o where o.principal = ?
                                         order by o.created desc offset ?)""", name, name, MOST_SESSIONS - 1);
            Sql.update(
                    connection,
                    """
                    insert into archive.session (sha256, principal, address, agent, expires)
                    values (?, ?, ?, ?, now() + make_interval(secs => ?))""",
                    Secret.sha256(cookie),
                    name,
                    address,
                    agent == null ? null : agent.substring(0, Math.min(LONGEST_AGENT, agent.length())),
                    (double) seconds());
            Audit.record(
                    connection, Event.by(caller, Action.LOGIN_SUCCESS, name).with("by", Passwords.LOGIN));
            return name;
        });
        return new NewSession(caller, cookie, ways.isHttps(arrival));
    }

    /** Ends the session of a request, if it has one. */
    public void close(Arrival arrival, Caller caller) {
        String cookie = Cookies.session(arrival.header("Cookie"));
        if (cookie == null) {
            return;
        }
        sql.transaction(connection -> {
            if (Sql.update(connection, "delete from archive.session where sha256 = ?", (Object) Secret.sha256(cookie))
                    > 0) {
                Audit.record(connection, Event.by(caller, Action.LOGIN_LOGOUT, String.valueOf(caller.user())));
            }
            return cookie;
        });
        forget.run();
    }

    /** Checks that a user who is signed in knows the password, before it is changed. */
    public void confirm(Arrival arrival, String name, String password) {
        ways.expectPrivate(arrival);
        passwords.check(name, password, ways.address(arrival), "confirm");
    }

    /**
     * What a form of the page must bring back with a request of this session, which no other site can know; null: the
     * request does not live on a cookie.
     */
    public @Nullable String formToken(Arrival arrival) {
        String header = arrival.header("Authorization");
        String cookie = header == null || header.isBlank() ? Cookies.session(arrival.header("Cookie")) : null;
        return cookie == null
                ? null
                : Base64.getUrlEncoder().withoutPadding().encodeToString(Secret.sha256("form " + cookie));
    }

    /** Refuses a request that lives on a cookie and does not bring what {@link #formToken} gave to its form. */
    public void checkForm(Arrival arrival, @Nullable String brought) {
        String wanted = formToken(arrival);
        if (wanted != null
                && (brought == null
                        || !MessageDigest.isEqual(
                                wanted.getBytes(StandardCharsets.US_ASCII),
                                brought.getBytes(StandardCharsets.US_ASCII)))) {
            throw new IdentityException.NotAllowed(
                    "a change with a cookie: expected the form's own token in the field csrf, found none that fits");
        }
    }

    public List<Session> list(String user) {
        return sql.list(
                "select created, last_used, expires, address, agent from archive.session where principal = ? and expires"
                        + " > now() order by created",
                rows -> new Session(
                        Sql.instant(rows, 1),
                        Sql.instant(rows, 2),
                        Sql.instant(rows, 3),
                        rows.getString(4),
                        rows.getString(5)),
                user);
    }

    /** Ends all sessions of a user. */
    public void closeAll(Caller by, String user) {
        sql.transaction(connection -> {
            Sql.update(connection, "delete from archive.session where principal = ?", user);
            Audit.record(connection, Event.by(by, Action.LOGIN_LOGOUT, user).with("sessions", "all"));
            return user;
        });
        forget.run();
    }
}
