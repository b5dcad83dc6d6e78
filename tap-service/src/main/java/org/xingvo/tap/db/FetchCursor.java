package org.xingvo.tap.db;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;
import org.xingvo.tap.row.Tuple;

/**
 * Rows of a prepared statement, fetched in batches: the quick road for few rows, since the database keeps the plan of a
 * query that comes again with other values.
 */
final class FetchCursor implements RowCursor {
    private static final int BINARY = 1;

    private final ReadTransaction transaction;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final boolean[] truthAsText;
    private final byte[] @Nullable [] values;
    private final Tuple row;
    private final Duration timeLimit;

    FetchCursor(
            ReadTransaction transaction,
            PreparedStatement statement,
            ResultSet rows,
            List<ResultColumn> columns,
            Duration timeLimit)
            throws SQLException {
        this.transaction = transaction;
        this.statement = statement;
        this.rows = rows;
        this.values = new byte[columns.size()][];
        this.row = new Tuple(columns.size());
        this.timeLimit = timeLimit;
        this.truthAsText = new boolean[columns.size()];
        PGResultSetMetaData form = rows.getMetaData().unwrap(PGResultSetMetaData.class);
        for (int i = 0; i < columns.size(); i++) {
            SqlType type = columns.get(i).sqlType();
            boolean text = form.getFormat(i + 1) != BINARY;
            truthAsText[i] = text && type == SqlType.BOOLEAN;
            if (text && type != SqlType.TEXT && type != SqlType.BOOLEAN) {
                throw new IllegalStateException("column %d: expected %s in binary form, found text".formatted(i, type));
            }
        }
    }

    @Override
    public @Nullable Tuple next() {
        try {
            if (!rows.next()) {
                return null;
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.getBytes(i + 1);
                if (truthAsText[i] && values[i] != null) {
                    values[i] = new byte[] {(byte) (values[i][0] == 't' ? 1 : 0)};
                }
            }
            row.set(values);
            return row;
        } catch (SQLException e) {
            throw transaction.fault(e, timeLimit);
        }
    }

    @Override
    public boolean isLong() {
        return false;
    }

    @Override
    public void close() {
        try (transaction;
                statement;
                rows) {
            // closed in turn
        } catch (SQLException e) {
            transaction.spoiled(e);
        }
    }
}
