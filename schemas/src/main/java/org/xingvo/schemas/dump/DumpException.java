package org.xingvo.schemas.dump;

import org.jspecify.annotations.Nullable;

/** A dump that cannot be made, read or loaded. One sentence: what, where, expected, found. */
public final class DumpException extends RuntimeException {
    DumpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
