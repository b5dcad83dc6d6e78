package org.xingvo.ingest.load;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.xingvo.ingest.table.EncodedRows;

/** Rows on their way into a table, sent in large pieces. One thread at a time. */
final class CopyTarget implements EncodedRows.Sink {
    private static final int PIECE = 1 << 18;

    private final CopyIn copy;
    private final byte[] piece = new byte[PIECE];
    private int length;

    /** A refusal of the database, on its way through methods that know nothing of SQL. */
    static final class Refused extends IOException {
        private final SQLException reason;

        Refused(SQLException reason) {
            super(reason);
            this.reason = reason;
        }

        SQLException reason() {
            return reason;
        }
    }

    private CopyTarget(CopyIn copy) {
        this.copy = copy;
    }

    /**
     * Copies all rows.
     *
     * @param statement that begins the COPY
     * @return number of rows that the database took
     */
    static long copy(Connection connection, String statement, EncodedRows rows) throws SQLException, IOException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
        try {
            CopyTarget target = new CopyTarget(copy);
            target.write(RowBuffer.HEADER, 0, RowBuffer.HEADER.length);
            rows.writeTo(target);
            target.write(RowBuffer.TRAILER, 0, RowBuffer.TRAILER.length);
            target.send();
            return copy.endCopy();
        } catch (Refused e) {
            throw e.reason();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > PIECE - length) {
            send();
            if (count > PIECE) {
                send(bytes, from, count);
                return;
            }
        }
        System.arraycopy(bytes, from, piece, length, count);
        length += count;
    }

    private void send() throws IOException {
        send(piece, 0, length);
        length = 0;
    }

    private void send(byte[] bytes, int from, int count) throws IOException {
        try {
            copy.writeToCopy(bytes, from, count);
        } catch (SQLException e) {
            throw new Refused(e);
        }
    }
}
