package org.xingvo.vospace.tree;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.Action;
import org.xingvo.dali.auth.Audit;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Event;
import org.xingvo.dali.http.RequestPath;

/**
 * Addresses that users hand out. The database knows a digest of what an address holds, not the address. Thread-safe.
 */
public final class SharedLinks {
    private static final String COLUMNS =
            "id, principal, path, verb, label, created, expires, uses_left, used, last_used";

    private final DataSource database;

    public SharedLinks(DataSource database) {
        this.database = database;
    }

    /**
     * One address. Immutable.
     *
     * @param id names it, and says nothing of its secret
     * @param principal with whose rights it works
     * @param writes true: for an upload; false: for reading
     * @param usesLeft null: any number
     */
    public record SharedLink(
            String id,
            String principal,
            RequestPath path,
            boolean writes,
            String label,
            Instant created,
            Instant expires,
            @Nullable Integer usesLeft,
            long used,
            @Nullable Instant lastUsed) {}

    /** Keeps a new address, and writes down who made it. */
    public void create(SharedLink link, String secret, Caller maker) {
        Sql.transaction(database, connection -> {
            insert(connection, link, secret);
            Audit.record(
                    connection,
                    Event.by(maker, Action.LINK_CREATE, link.path().plain())
                            .with("link", link.id())
                            .with("verb", link.writes() ? "write" : "read"));
            return link;
        });
    }

    private static void insert(Connection connection, SharedLink link, String secret) throws SQLException {
        Sql.update(
                connection,
                """
                        insert into archive.shared_link (id, secret, principal, path, verb, label, created, expires,
                                                         uses_left)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                link.id(),
                digest(secret),
                link.principal(),
                link.path().encoded(),
                link.writes() ? "write" : "read",
                link.label(),
                time(link.created()),
                time(link.expires()),
                link.usesLeft());
    }

    /** The addresses of a user that are in force, the youngest first. */
    public List<SharedLink> of(String principal, Instant now, int most) {
        return Sql.read(
                database,
                connection -> Sql.list(
                        connection,
                        "select " + COLUMNS + " from archive.shared_link where principal = ? and expires > ?"
                                + " order by created desc, id limit ?",
                        SharedLinks::link,
                        principal,
                        time(now),
                        most));
    }

    /** Counts the addresses of a user that are in force. */
    public long count(String principal, Instant now) {
        return Sql.read(
                        database,
                        connection -> Sql.list(
                                connection,
                                "select count(*) from archive.shared_link where principal = ? and expires > ?",
                                rows -> rows.getLong(1),
                                principal,
                                time(now)))
                .getFirst();
    }

    /**
     * Ends an address.
     *
     * @param principal whose it must be; null: anybody's
     * @param by who ends it
     */
    public boolean revoke(String id, @Nullable String principal, Caller by) {
        return Sql.transaction(database, connection -> {
            List<String> paths = Sql.list(
                    connection,
                    "delete from archive.shared_link where id = ? and (?::text is null or principal = ?) returning path",
                    rows -> rows.getString(1),
                    id,
                    principal,
                    principal);
            for (String path : paths) {
                Event revoked =
                        Event.by(by, Action.LINK_REVOKE, RequestPath.parse(path).plain());
                Audit.record(connection, revoked.with("link", id));
            }
            return !paths.isEmpty();
        });
    }

    /** The address behind a secret, if it is in force. */
    public Optional<SharedLink> find(String secret, Instant now) {
        return Sql.read(
                        database,
                        connection -> Sql.list(
                                connection,
                                "select " + COLUMNS + " from archive.shared_link where secret = ? and expires > ?"
                                        + " and (uses_left is null or uses_left > 0)",
                                SharedLinks::link,
                                digest(secret),
                                time(now)))
                .stream()
                .findFirst();
    }

    /** Takes one use of an address; false: somebody else had the last. */
    public boolean use(String id, Instant now) {
        return Sql.read(database, connection -> Sql.update(connection, """
                        update archive.shared_link set used = used + 1, last_used = ?, uses_left = uses_left - 1
                         where id = ? and (uses_left is null or uses_left > 0)""", time(now), id)) > 0;
    }

    /** Forgets addresses that have been over for a while. */
    public int forget(Instant before) {
        return Sql.read(
                database,
                connection ->
                        Sql.update(connection, "delete from archive.shared_link where expires < ?", time(before)));
    }

    private static SharedLink link(ResultSet rows) throws SQLException {
        int left = rows.getInt("uses_left");
        Integer usesLeft = rows.wasNull() ? null : left;
        OffsetDateTime last = rows.getObject("last_used", OffsetDateTime.class);
        return new SharedLink(
                rows.getString("id"),
                rows.getString("principal"),
                RequestPath.parse(rows.getString("path")),
                rows.getString("verb").equals("write"),
                rows.getString("label"),
                Sql.instant(rows, "created"),
                Sql.instant(rows, "expires"),
                usesLeft,
                rows.getLong("used"),
                last == null ? null : last.toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
