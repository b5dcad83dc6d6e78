package org.xingvo.testing;

import org.opentest4j.TestAbortedException;

/** What a test does when a program that it needs is not there. */
public final class Missing {
    private Missing() {}

    /** Aborts the test, but fails it when {@code xingvo.ci} or {@code XINGVO_CI} is true. */
    public static void program(String what) {
        if (Boolean.getBoolean("xingvo.ci") || "true".equals(System.getenv("XINGVO_CI"))) {
            throw new AssertionError(what + " (xingvo.ci=true makes this a failure)");
        }
        throw new TestAbortedException(what);
    }
}
