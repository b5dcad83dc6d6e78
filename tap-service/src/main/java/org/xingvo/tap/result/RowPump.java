package org.xingvo.tap.result;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.tap.row.RowSource;
import org.xingvo.tap.row.Tuple;

/** Moves rows from a source to an output until there are no more or the limit is reached. */
public final class RowPump {
    private RowPump() {}

    /**
     * Writes the rows and the end of an output that has begun. A fault of the source is told within the answer.
     *
     * @param maxrec rows to be written at most; that there is one more in the source is the overflow
     */
    public static void pump(RowSource source, TableOutput output, long maxrec) throws IOException {
        try {
            move(source, output, maxrec);
        } catch (DaliFault e) {
            output.fail(e.getMessage());
        }
    }

    /** The same, but a fault of the source is the caller's, and the answer has no end then. */
    public static void move(RowSource source, TableOutput output, long maxrec) throws IOException {
        @Nullable String overflow = null;
        long written = 0;
        for (Tuple row = source.next(); row != null; row = source.next()) {
            if (written == maxrec) {
                overflow = overflow(maxrec);
                break;
            }
            output.row(row);
            written++;
        }
        output.end(overflow);
    }

    /** The sentence for people. */
    public static String overflow(long maxrec) {
        return "The answer was cut after %d rows; ask for more with MAXREC, or for a part with TOP and WHERE"
                .formatted(maxrec);
    }
}
