package org.xingvo.ingest.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.SpaceTableLimits;
import org.xingvo.ingest.table.LoadProgress;

/** Ends a load that has more rows or takes longer than it may. Thread-safe. */
final class LoadWatch implements LoadProgress {
    private final String name;
    private final SpaceTableLimits limits;
    private final BooleanSupplier stop;
    private final long end;
    private final AtomicLong rows = new AtomicLong();
    private volatile @Nullable String exceeded;

    LoadWatch(String name, SpaceTableLimits limits, BooleanSupplier stop) {
        this.name = name;
        this.limits = limits;
        this.stop = stop;
        this.end = System.nanoTime() + limits.time().toNanos();
    }

    /** What ended the load; null: nothing of this. */
    @Nullable
    String exceeded() {
        return exceeded;
    }

    @Override
    public void begin(Phase phase, long total) {
        rows.set(0);
    }

    @Override
    public void advance(long more) {
        if (rows.addAndGet(more) > limits.rows()) {
            exceeded = "%s: expected at most %,d rows, found more".formatted(name, limits.rows());
        } else if (System.nanoTime() > end) {
            exceeded = "%s: expected a table that is loaded within %d seconds"
                    .formatted(name, limits.time().toSeconds());
        }
        String why = exceeded;
        if (why != null) {
            throw new IngestException(why);
        }
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }
}
