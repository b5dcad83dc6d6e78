package org.xingvo.storage.copy;

/** A copy that cannot be made, or is not what it should be. The message says what, where, expected, found. */
public final class CopyException extends RuntimeException {
    public CopyException(String message) {
        super(message);
    }
}
