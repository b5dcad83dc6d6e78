package org.xingvo.votable.write;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of one table in one serialization. */
sealed interface RowWriter permits TabledataRows, BinaryRows {
    void open() throws IOException;

    void row(@Nullable Object[] cells) throws IOException;

    void close() throws IOException;
}
