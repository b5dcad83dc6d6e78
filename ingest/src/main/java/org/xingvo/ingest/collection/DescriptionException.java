package org.xingvo.ingest.collection;

/** A collection description that is not one: a line for each problem, with file, line, key, expected, found. */
public final class DescriptionException extends RuntimeException {
    public DescriptionException(String message) {
        super(message);
    }
}
