package org.xingvo.tap.db;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What sessions for short queries keep set from one query to the next, as it is nearly always the same: setting it each
 * time would be a third of what such a query says to the database. Thread-safe; a connection is one thread's at a time.
 */
final class SessionSettings {
    private static final Map<PGConnection, Kept> KEPT = Collections.synchronizedMap(new WeakHashMap<>());

    private SessionSettings() {}

    /** @param ownLimit of a statement, in milliseconds, before there was any other */
    private record Kept(String publicUrl, long limitMillis, String ownLimit) {}

    /**
     * Sets what is not set already, outside of a transaction.
     *
     * @param limit after which the database itself stops a statement
     */
    static void keep(Connection connection, URI publicUrl, Duration limit) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        Kept kept = KEPT.get(session);
        if (kept != null && kept.limitMillis == limit.toMillis() && kept.publicUrl.equals(publicUrl.toString())) {
            return;
        }
        String sql = """
                select current_setting('statement_timeout'),
                       set_config('jit', 'off', false),
                       set_config('TimeZone', 'UTC', false),
                       set_config('statement_timeout', ?, false),
                       set_config('xingvo.public_url', ?, false)
                """;
        try (PreparedStatement settings = connection.prepareStatement(sql)) {
            settings.setString(1, Long.toString(limit.toMillis()));
            settings.setString(2, publicUrl.toString());
            try (ResultSet row = settings.executeQuery()) {
                row.next();
                String own = kept == null ? row.getString(1) : kept.ownLimit;
                KEPT.put(session, new Kept(publicUrl.toString(), limit.toMillis(), own));
            }
        }
    }

    /** The session's own limit of a statement if it keeps another; null: it has its own. */
    static @Nullable String ownLimit(Connection connection) throws SQLException {
        Kept kept = KEPT.get(connection.unwrap(PGConnection.class));
        return kept == null ? null : kept.ownLimit;
    }
}
