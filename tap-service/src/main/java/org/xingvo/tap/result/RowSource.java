package org.xingvo.tap.result;

import org.jspecify.annotations.Nullable;

/** Rows one by one. One thread at a time. */
public interface RowSource {
    /** The next row, null behind the last. */
    @Nullable
    Object @Nullable [] next();
}
