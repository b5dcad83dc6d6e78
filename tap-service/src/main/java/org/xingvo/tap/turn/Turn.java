package org.xingvo.tap.turn;

import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One output's part in {@link Turns}. It is held from {@link #hold} until it is given away or, while its holder waits for
 * the database, taken away. For one thread at a time; must be closed.
 */
public final class Turn implements AutoCloseable {
    private static final VarHandle STEPS;
    /** Rows between two looks at the clock. */
    private static final int ROWS = 32;

    static {
        try {
            STEPS = MethodHandles.lookup().findVarHandle(Turn.class, "steps", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Turns turns;
    /** Written under the lock of {@link Turns}. */
    volatile boolean held;
    /** When the slice began, by {@link System#nanoTime}; written by whoever admits. */
    volatile long began;
    /** The steps when somebody who waits looked last; under the lock of {@link Turns}. */
    private long seen;
    /** One more with each beginning and end of a wait for the database, so odd while its holder waits. */
    private long steps;

    private @Nullable Condition changed;
    private int rows;

    Turn(@Nullable Turns turns) {
        this.turns = turns;
        this.held = turns == null;
    }

    /** For outputs that need not wait for any other. */
    public static Turn free() {
        return new Turn(null);
    }

    /**
     * Before each row: waits for the turn if it was lost, and gives it away for a while when it has been held long enough.
     */
    public void hold() throws InterruptedIOException {
        if (turns == null || (held && ++rows < ROWS)) {
            return;
        }
        rows = 0;
        try {
            if (!held) {
                turns.take(this);
            } else if (System.nanoTime() - began > turns.sliceNanos) {
                turns.pass(this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while other outputs had their turn");
        }
    }

    /** The database is waited for from now on; others may take the turn. */
    public void idle() {
        STEPS.setRelease(this, steps + 1);
    }

    /** The database has answered. */
    public void busy() {
        STEPS.setRelease(this, steps + 1);
    }

    /** True if its holder has waited for the database since this was last asked. Called under the lock. */
    boolean isIdleStill() {
        long now = (long) STEPS.getAcquire(this);
        boolean still = now % 2 == 1 && now == seen;
        seen = now;
        return still;
    }

    /** Gives the turn away; false if it was not held. */
    boolean give() {
        if (turns == null || !held) {
            return false;
        }
        turns.give(this);
        return true;
    }

    @Override
    public void close() {
        if (turns != null) {
            turns.give(this);
        }
    }

    /** Called under the lock. */
    Condition changed(ReentrantLock lock) {
        Condition condition = changed;
        if (condition == null) {
            condition = lock.newCondition();
            changed = condition;
        }
        return condition;
    }
}
