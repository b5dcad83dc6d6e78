package org.xingvo.tap.result;

import org.xingvo.tap.row.Tuple;

/** Writes one column's cell of a row, null or not, in some binary form. One thread at a time. */
@FunctionalInterface
interface CellWriter {
    void write(Tuple row, int field, RowBytes out);
}
