package org.xingvo.tap.db;

import org.xingvo.tap.row.RowSource;

/**
 * The rows of one running query. One thread at a time; must be closed, which ends the query,
 * if it still runs, and its transaction, and gives the connection back.
 */
public sealed interface RowCursor extends RowSource, AutoCloseable permits CopyCursor, FetchCursor {
    /** True if there may be so many rows that others must not wait until they are sent. */
    boolean isLong();

    @Override
    void close();
}
