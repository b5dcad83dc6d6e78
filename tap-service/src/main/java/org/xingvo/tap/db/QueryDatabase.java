package org.xingvo.tap.db;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.CompiledQuery;

/**
 * Runs compiled queries as the reading role, each in a read-only transaction of its own with a time limit. Thread-safe.
 */
public final class QueryDatabase {
    private static final int ROWS_A_FETCH = 2000;

    private final DataSource reader;

    /** @param reader connections of the role that reads what is published and nothing else */
    public QueryDatabase(DataSource reader) {
        this.reader = reader;
    }

    /**
     * Starts a query and returns with its first rows at hand.
     *
     * @param publicUrl of this request, for the URLs in the rows
     * @param timeLimit for the first rows, and again for every later batch
     * @throws org.xingvo.dali.DaliFault in words for the user
     */
    public RowCursor open(CompiledQuery query, URI publicUrl, Duration timeLimit) {
        return open(query, publicUrl, timeLimit, new StatementCancel());
    }

    /** The same with a way to stop it, to be detached before the cursor is closed. */
    public RowCursor open(CompiledQuery query, URI publicUrl, Duration timeLimit, StatementCancel cancel) {
        try {
            Connection connection = reader.getConnection();
            try {
                cancel.attach(connection);
                return open(connection, query, publicUrl, timeLimit);
            } catch (SQLException | RuntimeException e) {
                cancel.detach();
                giveBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit);
        }
    }

    /** True if the database answers. */
    public boolean answers() {
        try (Connection connection = reader.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    private static RowCursor open(Connection connection, CompiledQuery query, URI publicUrl, Duration timeLimit)
            throws SQLException {
        connection.setAutoCommit(false);
        begin(connection, publicUrl, timeLimit);
        PreparedStatement statement =
                connection.prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        try {
            statement.setFetchSize(ROWS_A_FETCH);
            bind(connection, statement, query.binds());
            return new RowCursor(connection, statement, statement.executeQuery(), query.columns(), timeLimit);
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** Compiling a plan to machine code takes longer than most queries; timestamps without zone are UTC. */
    private static void begin(Connection connection, URI publicUrl, Duration timeLimit) throws SQLException {
        String sql = """
                select set_config('transaction_read_only', 'on', true),
                       set_config('jit', 'off', true),
                       set_config('TimeZone', 'UTC', true),
                       set_config('statement_timeout', ?, true),
                       set_config('xingvo.public_url', ?, true)
                """;
        try (PreparedStatement settings = connection.prepareStatement(sql)) {
            settings.setString(1, Long.toString(timeLimit.toMillis()));
            settings.setString(2, publicUrl.toString());
            settings.execute();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<BindValue> values)
            throws SQLException {
        int place = 0;
        for (BindValue value : values) {
            place++;
            switch (value) {
                case BindValue.Text(String text) -> statement.setString(place, text);
                case BindValue.Whole(long number) -> statement.setLong(place, number);
                case BindValue.Real(double number) -> statement.setDouble(place, number);
                case BindValue.Reals(List<Double> numbers) ->
                    statement.setArray(place, connection.createArrayOf("float8", numbers.toArray()));
                case BindValue.Classes(List<Integer> ids) ->
                    statement.setArray(place, connection.createArrayOf("int4", ids.toArray()));
            }
        }
    }

    private static void giveBack(Connection connection, Exception cause) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
