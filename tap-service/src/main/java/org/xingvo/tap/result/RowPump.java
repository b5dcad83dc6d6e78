package org.xingvo.tap.result;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.tap.row.RowSource;
import org.xingvo.tap.row.Tuple;
import org.xingvo.tap.turn.Turn;

/** Moves rows from a source to an output until there are no more or the limit is reached. */
public final class RowPump {
    private RowPump() {}

    /**
     * Writes the rows and the end of an output that has begun. A fault of the source is told within the answer.
     *
     * @param maxrec rows to be written at most; that there is one more in the source is the overflow
     * @param turn among all outputs
     */
    public static Outcome pump(RowSource source, TableOutput output, long maxrec, Turn turn) throws IOException {
        try {
            return new Outcome(move(source, output, maxrec, turn), null);
        } catch (DaliFault e) {
            output.fail(e.getMessage());
            return new Outcome(0, e);
        }
    }

    /**
     * What became of an answer.
     *
     * @param rows of a whole one
     * @param fault that was told within it; null: none
     */
    public record Outcome(long rows, @Nullable DaliFault fault) {}

    /**
     * The same, but a fault of the source is the caller's, and the answer has no end then.
     *
     * @return rows written
     */
    public static long move(RowSource source, TableOutput output, long maxrec, Turn turn) throws IOException {
        @Nullable String overflow = null;
        long written = 0;
        for (Tuple row = next(source, turn); row != null; row = next(source, turn)) {
            turn.hold();
            if (written == maxrec) {
                overflow = overflow(maxrec);
                break;
            }
            output.row(row);
            written++;
        }
        output.end(overflow);
        return written;
    }

    private static @Nullable Tuple next(RowSource source, Turn turn) {
        turn.idle();
        Tuple row = source.next();
        turn.busy();
        return row;
    }

    /** The sentence for people. */
    public static String overflow(long maxrec) {
        return "The answer was cut after %d rows; ask for more with MAXREC, or for a part with TOP and WHERE"
                .formatted(maxrec);
    }
}
