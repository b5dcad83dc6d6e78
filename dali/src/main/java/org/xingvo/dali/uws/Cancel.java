package org.xingvo.dali.uws;

import java.util.ArrayList;
import java.util.List;

/** Tells the thread of a job that it may stop. Thread-safe. */
public final class Cancel {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    /** True from the first request on. */
    public synchronized boolean requested() {
        return requested;
    }

    /** Calls an action on request, on the thread of whoever requests; at once if that was before. It must not block. */
    public void onRequest(Runnable action) {
        synchronized (this) {
            if (!requested) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Stops the job; again is harmless. */
    public void request() {
        List<Runnable> due;
        synchronized (this) {
            requested = true;
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }
}
