package org.xingvo.ingest;

/** What stops an ingest as a whole, in one sentence for people: what, where, expected, found. */
public final class IngestException extends RuntimeException {
    public IngestException(String message) {
        super(message);
    }

    public IngestException(String message, Throwable cause) {
        super(message, cause);
    }
}
