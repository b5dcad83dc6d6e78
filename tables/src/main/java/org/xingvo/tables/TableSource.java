package org.xingvo.tables;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One table of one file, read row by row, as often as wanted. */
public interface TableSource extends AutoCloseable {
    /** Takes rows. */
    interface Rows {
        /**
         * One row; the array is used again for the next.
         *
         * @param cells null, Boolean, Character, String, a Number, LocalDateTime (UTC), or an array of boolean, byte,
         *     short, int, long, float, double or String
         */
        void row(@Nullable Object[] cells) throws IOException;
    }

    /** The file as people named it, for messages. */
    String name();

    List<TableColumn> columns();

    /** Number of rows; -1: not known before they are read. */
    long rowCount();

    /** What the file says of the table, or null. */
    @Nullable
    String description();

    /**
     * True if no row has a value in this column and the format does not say what kind of values it would be: then it
     * goes with any kind.
     *
     * @param column its place
     */
    default boolean isBlank(int column) {
        return false;
    }

    /**
     * True if the format says, or lets it be, that the texts of this column have characters outside ASCII.
     *
     * @param column its place
     */
    default boolean mayBeUnicode(int column) {
        return true;
    }

    /** In how many parts it can be read at the same time. */
    int parts();

    /**
     * Reads a part; the parts one after the other are the table in its order.
     *
     * @param part from 0
     * @throws IOException what is wrong with the file and where
     */
    void read(int part, Rows rows) throws IOException;

    @Override
    void close() throws IOException;
}
