package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a token, a session or a name, with groups by way of groups. Answers are remembered for half a second, so a
 * revocation or a changed group is honoured within that time by every process, and at once by the process that made it.
 * Thread-safe.
 */
final class Lookup {
    private static final Duration REMEMBERED = Duration.ofMillis(500);

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

    private static final String CALLER = "p.name, p.is_operator, array(" + GROUPS + "), p.password";

    /**
     * A caller from nowhere.
     *
     * @param phc of the password; null: none
     */
    record Known(Caller caller, @Nullable String phc) {
        @Override
        public String toString() {
            return "Known[" + caller.user() + "]";
        }
    }

    private final Sql sql;
    private final ShortMemory<String, Known> remembered = new ShortMemory<>(REMEMBERED);

    Lookup(Sql sql) {
        this.sql = sql;
    }

    void forget() {
        remembered.clear();
    }

    /** The caller that a token stands for; null: none. */
    @Nullable
    Known token(String text) {
        return remember("token", text, """
                select %s, t.scope, t.last_used is null or t.last_used < now() - interval '1 minute'
                  from archive.token t
                  join archive.principal p on p.name = t.principal
                 where t.sha256 = ? and t.revoked is null and (t.expires is null or t.expires > now())
                   and p.disabled is null""", "update archive.token set last_used = now() where sha256 = ?");
    }

    /** The caller whose session has this cookie; null: none. */
    @Nullable
    Known session(String cookie) {
        return remember("session", cookie, """
                select %s, 'admin', s.last_used < now() - interval '1 minute'
                  from archive.session s
                  join archive.principal p on p.name = s.principal
                 where s.sha256 = ? and s.expires > now() and p.disabled is null""", "update archive.session set last_used = now() where sha256 = ?");
    }

    /** The caller of this name; null: none that may come in. */
    @Nullable
    Known name(String name) {
        String key = "name " + name;
        Known known = remembered.get(key);
        if (known == null) {
            List<Known> found = sql.list(
                    "select " + CALLER + ", 'admin' from archive.principal p where p.name = ? and p.disabled is null",
                    Lookup::known,
                    name);
            if (found.isEmpty()) {
                return null;
            }
            known = found.getFirst();
            remembered.put(key, known);
        }
        return known;
    }

    private @Nullable Known remember(String kind, String secret, String query, String used) {
        byte[] digest = Secret.sha256(secret);
        String key = kind + " " + HexFormat.of().formatHex(digest);
        Known known = remembered.get(key);
        if (known == null) {
            known = sql.with(connection -> ask(connection, digest, query.formatted(CALLER), used));
            if (known != null) {
                remembered.put(key, known);
            }
        }
        return known;
    }

    private static @Nullable Known ask(Connection connection, byte[] digest, String query, String used)
            throws SQLException {
        record Found(Known known, boolean stale) {}
        List<Found> found =
                Sql.list(connection, query, rows -> new Found(known(rows), rows.getBoolean(6)), (Object) digest);
        if (found.isEmpty()) {
            return null;
        }
        if (found.getFirst().stale()) {
            Sql.update(connection, used, (Object) digest);
        }
        return found.getFirst().known();
    }

    private static Known known(ResultSet rows) throws SQLException {
        Caller caller = new Caller(
                rows.getString(1), Sql.strings(rows, 3), rows.getBoolean(2), Scope.expect(rows.getString(5)), null);
        return new Known(caller, rows.getString(4));
    }
}
