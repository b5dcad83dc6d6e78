package org.xingvo.dali.http;

/** The request cannot be understood: status 400. The message is meant for the caller: what, expected, found. */
public final class BadRequest extends RuntimeException {
    public BadRequest(String message) {
        super(message);
    }
}
