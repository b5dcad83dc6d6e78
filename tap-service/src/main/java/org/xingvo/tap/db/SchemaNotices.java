package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.schemas.Notices;

/**
 * Listens for changes of TAP_SCHEMA by other processes, so that a table that was loaded or hidden is so at once. Holds one
 * connection. While the database is away, {@link TapSchemaSource} asks it by itself, as ever. Give {@link #run} a thread
 * of its own; {@link #close} ends it soon.
 */
public final class SchemaNotices implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaNotices.class);
    private static final int LISTEN_MILLIS = 200;
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final DataSource database;
    private final TapSchemaSource schema;
    private volatile boolean closed;

    public SchemaNotices(DataSource database, TapSchemaSource schema) {
        this.database = database;
        this.schema = schema;
    }

    @Override
    public void run() {
        while (!closed) {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException e) {
                LOG.debug("Changes of the tables are not told for now: {}", e.getMessage());
                for (long waited = 0; waited < AGAIN.toMillis() && !closed; waited += LISTEN_MILLIS) {
                    LockSupport.parkNanos(Duration.ofMillis(LISTEN_MILLIS).toNanos());
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection notices = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + Notices.SCHEMA);
            schema.forget();
            while (!closed) {
                PGNotification[] got = notices.getNotifications(LISTEN_MILLIS);
                if (got != null && got.length > 0) {
                    schema.forget();
                }
            }
            statement.execute("unlisten *");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
