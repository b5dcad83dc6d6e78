package org.xingvo.schemas;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other processes on the same database tell by NOTIFY, for everybody in this process, on one connection. Give
 * {@link #run} a thread of its own; {@link #close} ends it soon. Thread-safe.
 */
public final class NoticeListener implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeListener.class);
    private static final int LISTEN_MILLIS = 200;
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final DataSource database;
    private final Map<String, List<Ear>> ears;
    private volatile boolean closed;

    /** What to do with the notices of one channel; on the listener's thread, so it must not block for long. */
    public interface Ear {
        String channel();

        void heard(String payload);

        /** It begins to listen, again perhaps: notices may have been missed before. */
        void missed();
    }

    public NoticeListener(DataSource database, List<Ear> ears) {
        this.database = database;
        this.ears = ears.stream().collect(Collectors.groupingBy(Ear::channel));
    }

    @Override
    public void run() {
        while (!closed) {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException e) {
                LOG.debug("Nothing is heard of other processes for now: {}", e.getMessage());
                for (long waited = 0; waited < AGAIN.toMillis() && !closed; waited += LISTEN_MILLIS) {
                    LockSupport.parkNanos(Duration.ofMillis(LISTEN_MILLIS).toNanos());
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection notices = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            for (String channel : ears.keySet()) {
                statement.execute("listen " + channel);
            }
            ears.values().forEach(all -> all.forEach(Ear::missed));
            while (!closed) {
                PGNotification[] got = notices.getNotifications(LISTEN_MILLIS);
                if (got != null) {
                    for (PGNotification notice : got) {
                        tell(notice);
                    }
                }
            }
            statement.execute("unlisten *");
        }
    }

    private void tell(PGNotification notice) {
        ears.getOrDefault(notice.getName(), List.of()).forEach(ear -> ear.heard(notice.getParameter()));
    }

    @Override
    public void close() {
        closed = true;
    }
}
