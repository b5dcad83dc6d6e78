package org.xingvo.tap.turn;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Long answers have the processor by turns: at most so many of them compute at once, each for a few milliseconds, then the
 * one that has waited longest. Who waits for its client gives its turn away; from who waits for the database it is taken.
 * So an output never keeps a processor from short queries for longer than a slice, and the database works ahead of an
 * output only as far as its buffers go. Thread-safe.
 */
public final class Turns {
    private static final Duration SLICE = Duration.ofMillis(5);
    /** Who waits for the database at two looks has no use for the turn. */
    private static final Duration LOOK = Duration.ofMillis(1);

    final long sliceNanos;
    private final long lookNanos;
    private final int places;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Turn> queue = new ArrayDeque<>();
    private final List<Turn> holders = new ArrayList<>();

    /** @param places outputs that compute at once */
    public Turns(int places) {
        this(places, SLICE, LOOK);
    }

    Turns(int places, Duration slice, Duration look) {
        if (places < 1) {
            throw new IllegalArgumentException("Turns: expected at least 1 place, found " + places);
        }
        this.places = places;
        this.sliceNanos = slice.toNanos();
        this.lookNanos = look.toNanos();
    }

    /** For this machine: one processor is left to all others. */
    public static Turns standard() {
        return new Turns(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** For one output. */
    public Turn turn() {
        return new Turn(this);
    }

    /** Outputs that may compute now. */
    public int held() {
        lock.lock();
        try {
            return holders.size();
        } finally {
            lock.unlock();
        }
    }

    /** Outputs that could compute, and wait for others. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the turn. */
    void take(Turn turn) throws InterruptedException {
        lock.lock();
        try {
            if (queue.isEmpty() && holders.size() < places) {
                admit(turn);
                return;
            }
            queue.addLast(turn);
            await(turn);
        } finally {
            lock.unlock();
        }
    }

    /** Gives it to the next one; nothing if it was taken away before. */
    void give(Turn turn) {
        lock.lock();
        try {
            if (holders.remove(turn)) {
                turn.held = false;
                admitNext();
            }
        } finally {
            lock.unlock();
        }
    }

    /** To the end of the queue, if there is one. */
    void pass(Turn turn) throws InterruptedException {
        lock.lock();
        try {
            if (!queue.isEmpty()) {
                give(turn);
                take(turn);
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Turn turn) throws InterruptedException {
        boolean left = true;
        try {
            while (!turn.held) {
                if (queue.peekFirst() == turn) {
                    if (turn.changed(lock).awaitNanos(lookNanos) <= 0) {
                        takeFromIdle();
                    }
                } else {
                    turn.changed(lock).await();
                }
            }
            left = false;
        } finally {
            if (left) {
                queue.remove(turn);
                give(turn);
                wakeFirst();
            }
        }
    }

    private void takeFromIdle() {
        boolean taken = holders.removeIf(holder -> {
            boolean idle = holder.isIdleStill();
            if (idle) {
                holder.held = false;
            }
            return idle;
        });
        if (taken) {
            admitNext();
        }
    }

    private void admitNext() {
        while (holders.size() < places && !queue.isEmpty()) {
            Turn next = queue.removeFirst();
            admit(next);
            next.changed(lock).signal();
        }
        wakeFirst();
    }

    /** Who is first looks after those that wait for the database. */
    private void wakeFirst() {
        Turn first = queue.peekFirst();
        if (first != null) {
            first.changed(lock).signal();
        }
    }

    private void admit(Turn turn) {
        holders.add(turn);
        turn.began = System.nanoTime();
        turn.held = true;
    }
}
