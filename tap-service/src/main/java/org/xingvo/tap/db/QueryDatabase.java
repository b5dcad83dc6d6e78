package org.xingvo.tap.db;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.SqlType;

/**
 * Runs compiled queries as the reading role, each in a read-only transaction of its own with a time limit. Thread-safe.
 *
 * <p>There are two roads. A query that is limited to few rows is a prepared statement, whose plan the database keeps;
 * any other is a COPY, which takes no bind values but sends rows twice as fast.
 */
public final class QueryDatabase {
    private static final int ROWS_A_FETCH = 2000;
    /** From here on the faster rows of COPY are worth more than a plan that is kept. */
    static final long FEW_ROWS = 25_000;

    private final DataSource few;
    private final DataSource many;

    /** Both roads on the same connections, of the role that reads what is published and nothing else. */
    public QueryDatabase(DataSource reader) {
        this(reader, reader);
    }

    /**
     * @param few connections for queries of few rows, which must not wait for long answers
     * @param many connections for all others
     */
    public QueryDatabase(DataSource few, DataSource many) {
        this.few = few;
        this.many = many;
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

    /** The same with a way to stop it from another thread, also before it has begun. */
    public RowCursor open(CompiledQuery query, URI publicUrl, Duration timeLimit, StatementCancel cancel) {
        return isFetched(query)
                ? fetch(query, publicUrl, timeLimit, cancel)
                : copy(query, publicUrl, timeLimit, cancel);
    }

    /** Few rows, and no arrays of truth values, which the driver asks for as text only. */
    private static boolean isFetched(CompiledQuery query) {
        return query.rowLimit() >= 0
                && query.rowLimit() <= FEW_ROWS
                && query.columns().stream().noneMatch(column -> column.sqlType() == SqlType.BOOLEAN_ARRAY);
    }

    /**
     * How the database would run a query: the lines of EXPLAIN.
     *
     * @throws org.xingvo.dali.DaliFault in words for the user
     */
    public List<String> plan(CompiledQuery query, URI publicUrl, Duration timeLimit) {
        try (Connection connection = few.getConnection();
                ReadTransaction transaction =
                        ReadTransaction.begin(connection, publicUrl, timeLimit, new StatementCancel());
                Statement statement = transaction.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("explain " + query.inlined())) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit);
        }
    }

    /** True if the database answers. */
    public boolean answers() {
        try (Connection connection = few.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The road for few rows. */
    RowCursor fetch(CompiledQuery query, URI publicUrl, Duration timeLimit, StatementCancel cancel) {
        return within(few, publicUrl, timeLimit, timeLimit, cancel, transaction -> {
            Connection connection = transaction.connection();
            PreparedStatement statement =
                    connection.prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            try {
                // -1: prepared at once, and values come in their binary form from the first time on
                statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
                statement.setFetchSize(ROWS_A_FETCH);
                bind(connection, statement, query.binds());
                return new FetchCursor(transaction, statement, statement.executeQuery(), query.columns(), timeLimit);
            } catch (SQLException | RuntimeException e) {
                statement.close();
                throw e;
            }
        });
    }

    /** The road for many rows. */
    RowCursor copy(CompiledQuery query, URI publicUrl, Duration timeLimit, StatementCancel cancel) {
        return within(
                many,
                publicUrl,
                Duration.ZERO,
                timeLimit,
                cancel,
                transaction -> new CopyCursor(transaction, query, timeLimit));
    }

    /** Starts a query within a transaction. */
    @FunctionalInterface
    private interface Start {
        RowCursor in(ReadTransaction transaction) throws SQLException;
    }

    private RowCursor within(
            DataSource source,
            URI publicUrl,
            Duration statementLimit,
            Duration timeLimit,
            StatementCancel cancel,
            Start start) {
        try {
            Connection connection = source.getConnection();
            ReadTransaction transaction;
            try {
                transaction = ReadTransaction.begin(connection, publicUrl, statementLimit, cancel);
            } catch (SQLException | RuntimeException e) {
                cancel.detach();
                giveBack(connection, e);
                throw e;
            }
            try {
                return start.in(transaction);
            } catch (SQLException | RuntimeException e) {
                transaction.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit, cancel);
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
