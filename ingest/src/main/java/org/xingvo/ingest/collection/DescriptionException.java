package org.xingvo.ingest.collection;

/** A collection description that is not one: what, where, expected, found. */
public final class DescriptionException extends RuntimeException {
    public DescriptionException(String message) {
        super(message);
    }
}
