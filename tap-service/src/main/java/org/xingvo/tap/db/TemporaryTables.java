package org.xingvo.tap.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.schemas.Migrations;
import org.xingvo.schemas.SkySql;

/**
 * Makes the tables of one query on its connection, in a transaction before the one that reads, and takes them away before
 * the connection goes back. The connection's own role makes them; the role of queries may read them and nothing more.
 */
final class TemporaryTables {
    /** Fewer rows are compared with each other faster than they are indexed. */
    private static final long FEW_ROWS = 100;

    /** Of fewer rows the planner knows enough by their pages. */
    private static final long COUNTED_ROWS = 2_000;

    /** Of a cancellation that was for a statement before. */
    private static final int ATTEMPTS = 5;

    private static final int PIECE = 1 << 16;
    private static final byte[] HEADER = header();
    private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryTables.class);

    private TemporaryTables() {}

    /**
     * Makes and fills them, and commits; if this throws, nothing is left but the transaction to be ended.
     *
     * @param matched the query names several of them, or one several times
     * @param limit for a single statement
     */
    static void make(Connection connection, List<TemporaryTable> tables, SkySql sky, boolean matched, Duration limit)
            throws SQLException, IOException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(tables.stream()
                    .map(TemporaryTables::create)
                    .collect(Collectors.joining(
                            "; ",
                            "set local synchronous_commit = off; set local statement_timeout = " + limit.toMillis()
                                    + "; ",
                            "")));
            StringBuilder then = new StringBuilder();
            for (TemporaryTable table : tables) {
                long rows = copy(connection, table);
                // otherwise the planner might walk through a large published table and look each row up here
                boolean indexed = matched && table.hasPosition() && rows > FEW_ROWS;
                if (indexed) {
                    then.append(sky.pointIndex(
                                    relation(table),
                                    String.valueOf(table.columnName(table.ra())),
                                    String.valueOf(table.columnName(table.dec()))))
                            .append("; ");
                }
                if (indexed || rows > COUNTED_ROWS) {
                    then.append("analyze ").append(relation(table)).append("; ");
                }
            }
            statement.execute(then + "commit");
        }
    }

    private static String relation(TemporaryTable table) {
        return "pg_temp." + table.relation();
    }

    private static String create(TemporaryTable table) {
        return table.columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", ", "create temporary table " + table.relation() + " (", ")"))
                + "; grant select on " + relation(table) + " to " + Migrations.READER;
    }

    private static long copy(Connection connection, TemporaryTable table) throws SQLException, IOException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + relation(table) + " from stdin (format binary)");
        try {
            Pieces pieces = new Pieces(copy);
            pieces.row(HEADER, HEADER.length);
            table.rows().writeTo(pieces);
            pieces.row(TRAILER, TRAILER.length);
            pieces.send();
            return copy.endCopy();
        } catch (Refused e) {
            throw e.reason;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Takes away all temporary tables; outside of a transaction. */
    static void drop(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("discard temp");
                return;
            } catch (SQLException e) {
                if (!ReadTransaction.CANCELLED.equals(e.getSQLState()) || attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("The end of an upload was cancelled, again", e);
            }
        }
    }

    private static byte[] header() {
        byte[] header = new byte[19];
        System.arraycopy("PGCOPY\n".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 7);
        header[7] = (byte) 0xff;
        header[8] = '\r';
        header[9] = '\n';
        return header;
    }

    /** A refusal of the database, on its way through methods that know nothing of SQL. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient SQLException reason;

        Refused(SQLException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** Rows on their way into a table, sent in large pieces. */
    private static final class Pieces implements TemporaryTable.Sink {
        private final CopyIn copy;
        private final byte[] piece = new byte[PIECE];
        private int filled;

        Pieces(CopyIn copy) {
            this.copy = copy;
        }

        @Override
        public void row(byte[] bytes, int length) throws IOException {
            if (length > PIECE - filled) {
                send();
                if (length > PIECE) {
                    send(bytes, length);
                    return;
                }
            }
            System.arraycopy(bytes, 0, piece, filled, length);
            filled += length;
        }

        void send() throws IOException {
            send(piece, filled);
            filled = 0;
        }

        private void send(byte[] bytes, int length) throws IOException {
            try {
                copy.writeToCopy(bytes, 0, length);
            } catch (SQLException e) {
                throw new Refused(e);
            }
        }
    }
}
