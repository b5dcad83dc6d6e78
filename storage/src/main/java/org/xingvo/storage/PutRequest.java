package org.xingvo.storage;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to put one object. Immutable.
 *
 * @param key its name
 * @param mediaType kept and given back
 * @param mode what to do when the name is taken
 * @param lengthBytes length when it is known, else -1
 * @param expectedMd5 refuse the body unless it has this digest; null: any
 * @param expectedSha256 refuse the body unless it has this digest; null: any
 * @param attachment asked once, after the body was read, for bytes to keep beside it (the FITS header cards), at most
 *     16 MiB; null: none
 */
public record PutRequest(
        ObjectKey key,
        String mediaType,
        Mode mode,
        long lengthBytes,
        byte @Nullable [] expectedMd5,
        byte @Nullable [] expectedSha256,
        @Nullable Supplier<byte[]> attachment) {

    /** What to do when the name is taken. */
    public enum Mode {
        /** Fail with {@link StorageException.AlreadyExists}. */
        CREATE,
        /** The new bytes take the name; readers of the old ones finish undisturbed. */
        REPLACE
    }

    /** A body of unknown length that must not exist yet. */
    public static PutRequest create(ObjectKey key, String mediaType) {
        return new PutRequest(key, mediaType, Mode.CREATE, -1, null, null, null);
    }

    /** A body of unknown length that replaces what has the name. */
    public static PutRequest replace(ObjectKey key, String mediaType) {
        return new PutRequest(key, mediaType, Mode.REPLACE, -1, null, null, null);
    }

    public PutRequest withAttachment(Supplier<byte[]> attachment) {
        return new PutRequest(key, mediaType, mode, lengthBytes, expectedMd5, expectedSha256, attachment);
    }
}
