package org.xingvo.dali.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;

/**
 * Writes events into the trail. To be called on the connection that makes the change, before it commits, so that there is
 * an event if and only if there is the change; it costs one insert. Thread-safe.
 */
public final class Audit {
    private static final String INSERT = """
            insert into archive.event (actor, address, action, subject, node_id, detail)
            values (?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]))""";

    private Audit() {}

    public static void record(Connection connection, Event event) throws SQLException {
        record(connection, List.of(event));
    }

    /** Many events in one message to the database. */
    public static void record(Connection connection, Collection<Event> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Event event : events) {
                insert.setString(1, event.actor());
                insert.setString(2, event.address());
                insert.setString(3, event.action().text());
                insert.setString(4, event.subject());
                insert.setObject(5, event.nodeId(), Types.BIGINT);
                Object[] names = event.detail().keySet().stream().sorted().toArray();
                Object[] values = event.detail().keySet().stream()
                        .sorted()
                        .map(event.detail()::get)
                        .toArray();
                insert.setArray(6, connection.createArrayOf("text", names));
                insert.setArray(7, connection.createArrayOf("text", values));
                if (events.size() > 1) {
                    insert.addBatch();
                } else {
                    insert.executeUpdate();
                }
            }
            if (events.size() > 1) {
                insert.executeBatch();
            }
        }
    }
}
