package org.xingvo.tap.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.schema.ColumnRow;

/**
 * What tables of files are like, by their numbers. A number is never given twice and its table never changes, so what is known
 * stays true. Says nothing of who may read one. Thread-safe.
 */
public final class SpaceTableSource {
    private static final int REMEMBERED = 256;

    private final DataSource database;

    private final Map<Integer, Described> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Described> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param database connections that may read what is internal */
    public SpaceTableSource(DataSource database) {
        this.database = database;
    }

    /** A table and its columns in order. Immutable. */
    public record Described(@Nullable String description, List<ColumnRow> columns) {
        public Described {
            columns = List.copyOf(columns);
        }
    }

    /** Empty: the table is gone. */
    public Optional<Described> find(int number) {
        synchronized (known) {
            Described there = known.get(number);
            if (there != null) {
                return Optional.of(there);
            }
        }
        Described found = all(List.of(number), true).get(number);
        if (found != null) {
            synchronized (known) {
                known.put(number, found);
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Those that are there.
     *
     * @param withColumns false: without them
     */
    public Map<Integer, Described> all(Collection<Integer> numbers, boolean withColumns) {
        try (Connection connection = database.getConnection()) {
            Map<Integer, List<ColumnRow>> columns = withColumns ? columns(connection, numbers) : Map.of();
            Map<Integer, Described> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(
                    "select number, description from archive.space_table where number = any(?)")) {
                statement.setArray(1, connection.createArrayOf("integer", numbers.toArray()));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        int number = row.getInt(1);
                        found.put(number, new Described(row.getString(2), columns.getOrDefault(number, List.of())));
                    }
                }
            }
            return found;
        } catch (SQLException e) {
            throw Faults.of(e, null);
        }
    }

    private static Map<Integer, List<ColumnRow>> columns(Connection connection, Collection<Integer> numbers)
            throws SQLException {
        Map<Integer, List<ColumnRow>> columns = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                select number, column_name, datatype, arraysize, xtype, description, utype, unit, ucd, indexed, principal,
                       column_index
                  from archive.space_column where number = any(?) order by number, column_index""")) {
            statement.setArray(1, connection.createArrayOf("integer", numbers.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.computeIfAbsent(row.getInt(1), k -> new ArrayList<>())
                            .add(new ColumnRow(
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6),
                                    row.getString(7),
                                    row.getString(8),
                                    row.getString(9),
                                    row.getInt(10) == 1,
                                    row.getInt(11) == 1,
                                    false,
                                    row.getInt(12)));
                }
            }
        }
        return columns;
    }
}
