package org.xingvo.ingest.expression;

/** A text that is no expression: where, expected, found. */
public final class ExpressionException extends RuntimeException {
    /** The character, counted from 1, where it goes wrong. */
    ExpressionException(int at, String message) {
        super("at character %d: %s".formatted(at + 1, message));
    }
}
