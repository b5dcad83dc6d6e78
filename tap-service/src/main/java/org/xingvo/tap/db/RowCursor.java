package org.xingvo.tap.db;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.SqlType;

/**
 * The rows of one running query, fetched in batches. One thread at a time; must be closed, which ends the transaction
 * and gives the connection back.
 */
public final class RowCursor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowCursor.class);

    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final SqlType[] types;
    private final Duration timeLimit;

    RowCursor(
            Connection connection,
            PreparedStatement statement,
            ResultSet rows,
            List<ResultColumn> columns,
            Duration timeLimit) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
        this.types = columns.stream().map(ResultColumn::sqlType).toArray(SqlType[]::new);
        this.timeLimit = timeLimit;
    }

    /**
     * The next row, null behind the last. A cell is null, Boolean, Short, Integer, Long, Float, Double, String,
     * LocalDateTime (UTC), byte[], or an array of the primitive type or of String.
     *
     * @throws org.xingvo.dali.DaliFault if the database fails meanwhile
     */
    public @Nullable Object @Nullable [] next() {
        try {
            if (!rows.next()) {
                return null;
            }
            @Nullable Object[] row = new @Nullable Object[types.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = cell(i + 1, types[i]);
            }
            return row;
        } catch (SQLException e) {
            throw Faults.of(e, timeLimit);
        }
    }

    @Override
    public void close() {
        try (connection;
                statement;
                rows) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.warn("A query's connection was not given back in order: {}", e.getMessage());
        }
    }

    private @Nullable Object cell(int place, SqlType type) throws SQLException {
        return switch (type) {
            case BOOLEAN -> present(rows.getBoolean(place));
            case SMALLINT -> present(rows.getShort(place));
            case INTEGER -> present(rows.getInt(place));
            case BIGINT -> present(rows.getLong(place));
            case REAL -> present(rows.getFloat(place));
            case DOUBLE -> present(rows.getDouble(place));
            case TEXT -> rows.getString(place);
            case TIMESTAMP -> rows.getObject(place, LocalDateTime.class);
            case BYTEA -> rows.getBytes(place);
            case BOOLEAN_ARRAY, SMALLINT_ARRAY, INTEGER_ARRAY, BIGINT_ARRAY, REAL_ARRAY, DOUBLE_ARRAY, TEXT_ARRAY ->
                array(rows.getArray(place), type);
        };
    }

    private @Nullable Object present(Object value) throws SQLException {
        return rows.wasNull() ? null : value;
    }

    private static @Nullable Object array(@Nullable Array array, SqlType type) throws SQLException {
        if (array == null) {
            return null;
        }
        @Nullable Object[] boxed = (@Nullable Object[]) array.getArray();
        Object plain = empty(type, boxed.length);
        for (int i = 0; i < boxed.length; i++) {
            put(plain, i, boxed[i]);
        }
        return plain;
    }

    private static Object empty(SqlType type, int length) {
        return switch (type) {
            case BOOLEAN_ARRAY -> new boolean[length];
            case SMALLINT_ARRAY -> new short[length];
            case INTEGER_ARRAY -> new int[length];
            case BIGINT_ARRAY -> new long[length];
            case REAL_ARRAY -> new float[length];
            case DOUBLE_ARRAY -> new double[length];
            default -> new String[length];
        };
    }

    /** An element that is null becomes NaN, zero, false or the empty string: VOTable has no null within an array. */
    private static void put(Object plain, int i, @Nullable Object element) {
        switch (plain) {
            case boolean[] a -> a[i] = Boolean.TRUE.equals(element);
            case short[] a -> a[i] = number(element).shortValue();
            case int[] a -> a[i] = number(element).intValue();
            case long[] a -> a[i] = number(element).longValue();
            case float[] a ->
                a[i] = element == null ? Float.NaN : number(element).floatValue();
            case double[] a ->
                a[i] = element == null ? Double.NaN : number(element).doubleValue();
            case String[] a -> a[i] = element == null ? "" : element.toString();
            default -> throw new IllegalStateException("array of " + plain.getClass());
        }
    }

    private static Number number(@Nullable Object element) {
        return element instanceof Number number ? number : BigDecimal.ZERO;
    }
}
