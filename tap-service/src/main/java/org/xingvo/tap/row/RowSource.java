package org.xingvo.tap.row;

import org.jspecify.annotations.Nullable;

/** Rows one by one. One thread at a time. */
@FunctionalInterface
public interface RowSource {
    /**
     * The next row, null behind the last. It is the same object each time, with other contents.
     *
     * @throws org.xingvo.dali.DaliFault if there are no more rows because of a failure
     */
    @Nullable
    Tuple next();
}
