package org.xingvo.tap.turn;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;

/**
 * How many queries of one user run at once; more of them wait in the order in which they came, and when too many wait, or
 * one waits too long, it is sent away. Users do not wait for each other. Thread-safe.
 */
public final class Places {
    private final int running;
    private final int waiting;
    private final Duration patience;
    private final Map<String, Line> lines = new HashMap<>();

    /**
     * @param running queries of one user at once
     * @param waiting more of them that wait
     * @param patience how long one waits
     */
    public Places(int running, int waiting, Duration patience) {
        if (running < 1 || waiting < 0) {
            throw new IllegalArgumentException(
                    "Queries of a user: expected at least 1 to run and 0 to wait, found %d and %d"
                            .formatted(running, waiting));
        }
        this.running = running;
        this.waiting = waiting;
        this.patience = patience;
    }

    private static final class Line {
        private int running;
        private final Deque<Place> queue = new ArrayDeque<>();
    }

    /** One query's place; must be closed. Thread-safe. */
    public static final class Place implements AutoCloseable {
        private final @Nullable Places places;
        private final String user;
        private final CompletableFuture<Boolean> given = new CompletableFuture<>();
        private boolean closed;

        private Place(@Nullable Places places, String user) {
            this.places = places;
            this.user = user;
        }

        /** True if the query may run. */
        public boolean isGiven() {
            return given.isDone();
        }

        /**
         * Waits until the query may run.
         *
         * @throws DaliFault of kind OVERLOADED when that takes too long or was given up
         */
        public void await() throws InterruptedException {
            if (places == null) {
                return;
            }
            try {
                if (!given.get(places.patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new DaliFault(Kind.OVERLOADED, "The query was stopped");
                }
            } catch (TimeoutException e) {
                throw new DaliFault(
                        Kind.OVERLOADED,
                        ("Your query has waited %d s for %d others of yours, which is as many as one user may run at"
                                        + " once; come again when they are at their end")
                                .formatted(places.patience.toSeconds(), places.running),
                        e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Ends the wait from another thread. */
        public void giveUp() {
            given.complete(false);
        }

        @Override
        public void close() {
            if (places != null) {
                places.leave(this);
            }
        }
    }

    /** For a query that waits for no other. */
    public static Place free() {
        Place place = new Place(null, "");
        place.given.complete(true);
        return place;
    }

    /**
     * Joins a user's line.
     *
     * @throws DaliFault of kind OVERLOADED when it is too long
     */
    public synchronized Place ask(String user) {
        Line line = lines.computeIfAbsent(user, name -> new Line());
        Place place = new Place(this, user);
        if (line.running < running) {
            line.running++;
            place.given.complete(true);
        } else if (line.queue.size() < waiting) {
            line.queue.add(place);
        } else {
            throw new DaliFault(
                    Kind.OVERLOADED,
                    "You have %d queries running and %d waiting, which is as many as one user may have; come again later"
                            .formatted(line.running, line.queue.size()));
        }
        return place;
    }

    /** Queries that wait for others of the same user. */
    public synchronized int waiting() {
        return lines.values().stream().mapToInt(line -> line.queue.size()).sum();
    }

    /** Queries that run. */
    public synchronized int running() {
        return lines.values().stream().mapToInt(line -> line.running).sum();
    }

    private synchronized void leave(Place place) {
        Line line = lines.get(place.user);
        if (place.closed || line == null) {
            return;
        }
        place.closed = true;
        if (!line.queue.remove(place)) {
            line.running--;
            admitNext(line);
        }
        if (line.running == 0 && line.queue.isEmpty()) {
            lines.remove(place.user);
        }
    }

    private static void admitNext(Line line) {
        for (Place next = line.queue.poll(); next != null; next = line.queue.poll()) {
            // who has given up needs none, and takes nothing when it leaves
            if (next.given.complete(true)) {
                line.running++;
                return;
            }
            next.closed = true;
        }
    }
}
