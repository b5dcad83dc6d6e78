package org.xingvo.schemas.cluster;

import org.jspecify.annotations.Nullable;

/** The database cannot be used. The message is one sentence for the operator that says what to do. */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseUnavailable(String message) {
        super(message);
    }

    public DatabaseUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
