package org.xingvo.tap.result;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;

/** One table in one format, front to back. One thread at a time; must be closed, which does not end the table. */
public interface TableOutput extends Closeable {
    /** Everything before the first row. */
    void begin() throws IOException;

    void row(Tuple row) throws IOException;

    /** Everything behind the last row; {@code overflow} is a sentence for people, null: there are no more rows. */
    void end(@Nullable String overflow) throws IOException;

    /**
     * Ends the table where it is, so that no reader takes it for the whole. Formats that have no words for it break the
     * connection off.
     */
    default void fail(String message) throws IOException {
        throw new IOException("answer broken off: " + message);
    }

    /** Sends what was written so far. */
    void flush() throws IOException;

    /** Lets go of what it needed meanwhile. */
    @Override
    default void close() throws IOException {}
}
