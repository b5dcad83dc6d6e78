package org.xingvo.storage.local;

import java.util.HashMap;
import java.util.Map;
import org.xingvo.storage.CollectionId;

/**
 * Who needs the volumes of a collection to stay as they are, and who takes one away: many of the former at a time or one
 * of the latter. Thread-safe. No interrupt ends a wait.
 */
final class VolumeHolds {
    /** How many keep; -1 while a volume is taken away. */
    private final Map<CollectionId, Integer> holds = new HashMap<>();

    /** Ends a hold. */
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps every volume of a collection until closed; waits for a compaction of one volume that is under way. */
    Hold keep(CollectionId collection) {
        return enter(collection, 1);
    }

    /** Lets the caller take a volume away; waits until nobody keeps them. */
    Hold take(CollectionId collection) {
        return enter(collection, -1);
    }

    private synchronized Hold enter(CollectionId collection, int count) {
        boolean interrupted = false;
        while (count > 0 ? now(collection) < 0 : now(collection) != 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        holds.merge(collection, count, Integer::sum);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Hold() {
            private boolean left;

            @Override
            public void close() {
                synchronized (VolumeHolds.this) {
                    if (!left) {
                        left = true;
                        holds.merge(collection, -count, Integer::sum);
                        VolumeHolds.this.notifyAll();
                    }
                }
            }
        };
    }

    private int now(CollectionId collection) {
        return holds.getOrDefault(collection, 0);
    }
}
