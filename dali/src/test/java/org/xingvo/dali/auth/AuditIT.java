package org.xingvo.dali.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

class AuditIT {
    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    private static final Caller WANG = new Caller("wang", Set.of(), false).from("192.0.2.7");

    @BeforeEach
    void clear() throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from archive.event");
        }
    }

    @Test
    void anEventIsThereIfAndOnlyIfItsChangeIs() throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Audit.record(connection, Event.by(WANG, Action.NODE_CREATE, "/home/wang/lost"));
            connection.rollback();
            Audit.record(
                    connection,
                    List.of(
                            Event.by(WANG, Action.NODE_WRITE, "/home/wang/a\0\ud800")
                                    .node(7)
                                    .with("bytes", 12)
                                    .with("sha256", "00ff"),
                            Event.by(Caller.ANONYMOUS, Action.LOGIN_FAILURE, "x".repeat(5000))));
            connection.commit();
            connection.setAutoCommit(true);
        }
        assertThat(column("select concat_ws(' ', actor, address, action, subject, node_id, detail) from archive.event"
                        + " where node_id is not null"))
                .containsExactly(
                        "wang 192.0.2.7 node.write /home/wang/a?? 7 {\"bytes\": \"12\", \"sha256\": \"00ff\"}");
        assertThat(column("select concat_ws(' ', actor, address, length(subject)) from archive.event"
                        + " where node_id is null"))
                .containsExactly("4096");
    }

    /** The order (tx, id) with rows below the snapshot's xmin: what a reader has passed never grows a row. */
    @Test
    void aReaderMissesNoEventOfATransactionThatCommitsLate() throws SQLException {
        String seen = "select subject from archive.event where tx < pg_snapshot_xmin(pg_current_snapshot())"
                + " order by tx, id";
        try (Connection late = postgres.dataSource().getConnection();
                Connection early = postgres.dataSource().getConnection()) {
            late.setAutoCommit(false);
            Audit.record(late, Event.by(WANG, Action.NODE_CREATE, "late"));
            Audit.record(early, Event.by(WANG, Action.NODE_CREATE, "early"));
            assertThat(column(seen)).isEmpty();
            late.commit();
            late.setAutoCommit(true);
        }
        assertThat(column(seen)).containsExactly("late", "early");
    }

    private static List<String> column(String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
