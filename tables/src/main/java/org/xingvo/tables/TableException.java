package org.xingvo.tables;

/** A file that is no table, or one that cannot be read. The message is for people: file, what was expected, what was found. */
public final class TableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TableException(String message) {
        super(message);
    }

    public TableException(String message, Throwable cause) {
        super(message, cause);
    }
}
