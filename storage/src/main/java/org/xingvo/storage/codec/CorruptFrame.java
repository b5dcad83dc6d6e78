package org.xingvo.storage.codec;

import java.io.IOException;

/** Bytes that are no whole frame of the codec, or not one of the expected length. Immutable. */
public final class CorruptFrame extends IOException {
    CorruptFrame(String message) {
        super(message);
    }

    CorruptFrame(String message, Throwable cause) {
        super(message, cause);
    }
}
