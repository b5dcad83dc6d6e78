package org.xingvo.server.cli;

import java.util.concurrent.atomic.AtomicLong;

/** What went wrong with single files, a line each on stderr, the first hundred of them. Thread-safe. */
final class Troubles {
    private static final int SHOWN = 100;

    private final AtomicLong count = new AtomicLong();

    void add(String sentence) {
        long before = count.getAndIncrement();
        if (before < SHOWN) {
            System.err.println("xing: " + sentence);
        } else if (before == SHOWN) {
            System.err.println("xing: more like this is counted, not shown.");
        }
    }

    /** A {@link Failure} if there were any. */
    void check(String done) {
        if (count.get() > 0) {
            throw new Failure("%,d of the files could not be %s.".formatted(count.get(), done));
        }
    }
}
