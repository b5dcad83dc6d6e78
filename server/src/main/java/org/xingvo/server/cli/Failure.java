package org.xingvo.server.cli;

/** Ends a command with one sentence for the user, which says what to do, and a non-zero exit code. */
public final class Failure extends RuntimeException {
    public Failure(String sentence) {
        super(sentence);
    }

    public Failure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
