package org.xingvo.storage.local;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.xingvo.storage.CollectionId;

/**
 * Who needs the volumes of a collection to stay as they are, and who takes one away: many of the former at a time or one
 * of the latter. Neither starves the other: whoever comes while somebody waits to take a volume stands behind him, and
 * when that volume is gone all who stood there go before the next one. Only while a copy is made, which may last for
 * hours, nobody stands behind one who must wait for the copy. Thread-safe. No interrupt ends a wait. A thread that has a
 * hold must not ask for another of the same collection unless it is that of a copy.
 */
final class VolumeHolds {
    private final Map<CollectionId, Line> lines = new HashMap<>();

    /** Ends a hold. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** The holds of one collection and who waits for one. */
    private static final class Line {
        int copies;
        int changes;
        boolean taken;
        int takersWaiting;
        int keepersWaiting;
        /** Keepers who stood behind a taker that has ended, and have not gone on yet. */
        int admitted;
        /** How many takers have ended. */
        long turn;

        boolean mayKeep(long since) {
            return !taken && (takersWaiting == 0 || copies > 0 || turn != since);
        }

        boolean mayTake() {
            return !taken && copies + changes == 0 && admitted == 0;
        }
    }

    /** Keeps every volume for a copy, however long it takes; waits for a compaction of one volume. */
    synchronized Hold keepForCopy(CollectionId collection) {
        Line line = line(collection);
        await(line);
        line.copies++;
        return new Once(() -> line.copies--);
    }

    /** Keeps every volume for one change, which waits for nobody; waits for a compaction of one volume. */
    synchronized Hold keepForChange(CollectionId collection) {
        Line line = line(collection);
        await(line);
        line.changes++;
        return new Once(() -> line.changes--);
    }

    /** Lets the caller take a volume away; waits until nobody keeps them. */
    synchronized Hold take(CollectionId collection) {
        Line line = line(collection);
        line.takersWaiting++;
        waitUntil(line::mayTake);
        line.takersWaiting--;
        line.taken = true;
        return new Once(() -> {
            line.taken = false;
            line.turn++;
            line.admitted = line.keepersWaiting;
        });
    }

    /** How many wait for a hold, to keep or to take. */
    synchronized int waiting(CollectionId collection) {
        Line line = line(collection);
        return line.keepersWaiting + line.takersWaiting;
    }

    private Line line(CollectionId collection) {
        return lines.computeIfAbsent(collection, any -> new Line());
    }

    private void await(Line line) {
        long since = line.turn;
        if (line.mayKeep(since)) {
            return;
        }
        line.keepersWaiting++;
        waitUntil(() -> line.mayKeep(since));
        line.keepersWaiting--;
        if (line.turn != since) {
            line.admitted--;
            notifyAll();
        }
    }

    private void waitUntil(BooleanSupplier condition) {
        boolean interrupted = false;
        while (!condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a hold once, however often it is closed. */
    private final class Once implements Hold {
        private final Runnable end;
        private boolean ended;

        Once(Runnable end) {
            this.end = end;
        }

        @Override
        public void close() {
            synchronized (VolumeHolds.this) {
                if (!ended) {
                    ended = true;
                    end.run();
                    VolumeHolds.this.notifyAll();
                }
            }
        }
    }
}
