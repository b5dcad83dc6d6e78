package org.xingvo.storage.soak;

/** A store, or ingest, did not do what it promises; the message says what, expected and found. */
public final class SoakFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SoakFailure(String message) {
        super(message);
    }

    static void check(boolean good, String what, Object expected, Object found) {
        if (!good) {
            throw new SoakFailure("%s: expected %s, found %s".formatted(what, expected, found));
        }
    }
}
