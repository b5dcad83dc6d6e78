package org.xingvo.tap.db;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.SqlType;
import org.xingvo.dali.DaliFault;
import org.xingvo.schemas.Migrations;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;

/**
 * Runs compiled queries as the reading role, each in a read-only transaction of its own with a time limit. Thread-safe.
 *
 * <p>There are two roads. A query that is limited to few rows is a prepared statement, whose plan the database keeps;
 * any other is a COPY, which takes no bind values but sends rows twice as fast.
 */
public final class QueryDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(QueryDatabase.class);
    private static final int ROWS_A_FETCH = 2000;
    /** From here on the faster rows of COPY are worth more than a plan that is kept. */
    static final long FEW_ROWS = 25_000;

    private final DataSource few;
    private final DataSource many;
    private final @Nullable DataSource uploads;
    private final SkyDialect dialect;

    /** Both roads on the same connections, of the role that reads what is published and nothing else. */
    public QueryDatabase(DataSource reader) {
        this(reader, reader, null, SkyDialect.CUBE);
    }

    /**
     * @param few connections for queries of few rows, which must not wait for long answers
     * @param many connections for all others
     */
    public QueryDatabase(DataSource few, DataSource many) {
        this(few, many, null, SkyDialect.CUBE);
    }

    /**
     * The same for queries with tables of their own.
     *
     * @param uploads connections of a role that may make temporary tables and become the one that reads; null: none, such
     *     queries are refused
     * @param dialect of the database
     */
    public QueryDatabase(DataSource few, DataSource many, @Nullable DataSource uploads, SkyDialect dialect) {
        this.few = few;
        this.many = many;
        this.uploads = uploads;
        this.dialect = dialect;
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

    /** The same for a query that reads tables of its own, which are gone when the cursor is closed. */
    public RowCursor open(
            CompiledQuery query,
            List<TemporaryTable> tables,
            URI publicUrl,
            Duration timeLimit,
            StatementCancel cancel) {
        if (tables.isEmpty()) {
            return open(query, publicUrl, timeLimit, cancel);
        }
        try {
            ReadTransaction transaction = withTables(query, tables, publicUrl, timeLimit, cancel);
            try {
                // a plan that is kept would be one for the tables of another query, so not the road for few rows
                return new CopyCursor(transaction, query, timeLimit);
            } catch (SQLException | RuntimeException e) {
                transaction.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit, cancel);
        }
    }

    /** Reading begins where the tables are. */
    private ReadTransaction withTables(
            CompiledQuery query, List<TemporaryTable> tables, URI publicUrl, Duration timeLimit, StatementCancel cancel)
            throws SQLException {
        if (uploads == null) {
            throw new DaliFault(DaliFault.Kind.USAGE, "Parameter UPLOAD: this service does not take uploads");
        }
        Connection connection = uploads.getConnection();
        boolean begun = false;
        try {
            cancel.attach(connection);
            TemporaryTables.make(connection, tables, SkySql.of(dialect), references(query) > 1, timeLimit);
            ReadTransaction transaction =
                    ReadTransaction.beginLong(connection, publicUrl, cancel, Migrations.READER, TemporaryTables::drop);
            begun = true;
            return transaction;
        } catch (IOException e) {
            throw new DaliFault(DaliFault.Kind.FATAL, "An upload cannot be read again", e);
        } finally {
            if (!begun) {
                cancel.detach();
                giveBackWithoutTables(connection);
            }
        }
    }

    /** How often a query names a temporary table, or a little more often. */
    private static int references(CompiledQuery query) {
        return query.inlined().split(Pattern.quote("\"pg_temp\"."), -1).length - 1;
    }

    private static void giveBackWithoutTables(Connection connection) {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            ReadTransaction.bid(connection, TemporaryTables::drop);
        } catch (SQLException e) {
            LOG.warn("The connection of an upload was not given back in order: {}", e.getMessage());
        }
    }

    static boolean isLimitedToFew(CompiledQuery query) {
        return query.rowLimit() >= 0 && query.rowLimit() <= FEW_ROWS;
    }

    /** Few rows, and no arrays of truth values, which the driver asks for as text only. */
    private static boolean isFetched(CompiledQuery query) {
        return isLimitedToFew(query)
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
                        ReadTransaction.begin(connection, publicUrl, timeLimit, new StatementCancel())) {
            return plan(transaction, query);
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit);
        }
    }

    /** The same for a query with tables of its own, which are made for the purpose. */
    public List<String> plan(CompiledQuery query, List<TemporaryTable> tables, URI publicUrl, Duration timeLimit) {
        StatementCancel cancel = new StatementCancel();
        try (ReadTransaction transaction = withTables(query, tables, publicUrl, timeLimit, cancel)) {
            return plan(transaction, query);
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit);
        }
    }

    private static List<String> plan(ReadTransaction transaction, CompiledQuery query) throws SQLException {
        try (Statement statement = transaction.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("explain " + query.inlined())) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
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
