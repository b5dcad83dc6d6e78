package org.xingvo.tap.db;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that is there for one query alone. Immutable but for its rows.
 *
 * @param relation its name in PostgreSQL, of letters and digits
 * @param columns names of letters and digits, types as PostgreSQL has them
 * @param ra number of the column with the right ascension in degrees; -1: the rows have no position
 * @param dec number of the column with the declination
 * @param shown what people call it, for messages
 */
public record TemporaryTable(String relation, List<Column> columns, int ra, int dec, String shown, Rows rows) {
    public TemporaryTable {
        columns = List.copyOf(columns);
        if (!plain(relation) || columns.stream().anyMatch(column -> !plain(column.name()))) {
            throw new IllegalArgumentException("names of " + shown + ": expected letters and digits");
        }
    }

    /**
     * A column.
     *
     * @param type of PostgreSQL
     */
    public record Column(String name, String type) {}

    /** The rows, once or as often as the query is tried. */
    @FunctionalInterface
    public interface Rows {
        /**
         * Gives all rows in order.
         *
         * @throws org.xingvo.dali.DaliFault if they cannot be read, or are too many
         * @throws IOException what the sink throws
         */
        void writeTo(Sink sink) throws IOException;
    }

    /** Takes rows in the binary form of COPY, without its header. */
    @FunctionalInterface
    public interface Sink {
        void row(byte[] bytes, int length) throws IOException;
    }

    boolean hasPosition() {
        return ra >= 0;
    }

    /** The name of a column, or null. */
    @Nullable
    String columnName(int place) {
        return place < 0 ? null : columns.get(place).name();
    }

    private static boolean plain(String name) {
        return name.matches("[a-z][a-z0-9]{0,20}");
    }
}
