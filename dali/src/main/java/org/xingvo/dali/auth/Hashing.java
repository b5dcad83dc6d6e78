package org.xingvo.dali.auth;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** At most so many passwords are hashed at once, and at most so many wait for it. Thread-safe. */
final class Hashing {
    private final Semaphore places;
    private final AtomicInteger inside = new AtomicInteger();
    private final int most;

    Hashing(int atOnce, int waiting) {
        this.places = new Semaphore(atOnce, true);
        this.most = atOnce + waiting;
    }

    /**
     * Runs a computation when there is a place for it.
     *
     * @throws IdentityException.TooMany if too many wait already
     */
    <T> T run(Supplier<T> work) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            throw new IdentityException.TooMany("too many sign in at this moment", Duration.ofSeconds(2));
        }
        try {
            places.acquireUninterruptibly();
            try {
                return work.get();
            } finally {
                places.release();
            }
        } finally {
            inside.decrementAndGet();
        }
    }
}
