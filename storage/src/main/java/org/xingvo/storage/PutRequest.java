package org.xingvo.storage;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to put one object. Immutable.
 *
 * @param key its name
 * @param mediaType kept and given back
 * @param mode what to do when the name is taken
 * @param ifMatch for {@link Mode#REPLACE}: only if the name holds an object with this {@link StoredObject#etag}; null: any
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
        @Nullable String ifMatch,
        long lengthBytes,
        byte @Nullable [] expectedMd5,
        byte @Nullable [] expectedSha256,
        @Nullable Supplier<byte[]> attachment) {

    /** Longest media type in bytes of UTF-8. */
    public static final int MAX_MEDIA_TYPE_BYTES = 255;

    /** Longest attachment before it is compressed. */
    public static final int MAX_ATTACHMENT_BYTES = 16 << 20;

    public PutRequest {
        int length = mediaType.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_MEDIA_TYPE_BYTES) {
            throw new IllegalArgumentException(
                    "media type: expected at most %d bytes of UTF-8, found %d".formatted(MAX_MEDIA_TYPE_BYTES, length));
        }
        if (lengthBytes < -1) {
            throw new IllegalArgumentException("length of the body: expected -1 or more, found " + lengthBytes);
        }
    }

    /** What to do when the name is taken. */
    public enum Mode {
        /** Fail with {@link StorageException.AlreadyExists}. */
        CREATE,
        /** The new bytes take the name; readers of the old ones finish undisturbed. */
        REPLACE
    }

    /** A body of unknown length that must not exist yet. */
    public static PutRequest create(ObjectKey key, String mediaType) {
        return new PutRequest(key, mediaType, Mode.CREATE, null, -1, null, null, null);
    }

    /** A body of unknown length that replaces what has the name. */
    public static PutRequest replace(ObjectKey key, String mediaType) {
        return new PutRequest(key, mediaType, Mode.REPLACE, null, -1, null, null, null);
    }

    /** A body of unknown length that replaces these bytes and no others, else {@link StorageException.Changed}. */
    public static PutRequest replaceIf(ObjectKey key, String mediaType, String etag) {
        return new PutRequest(key, mediaType, Mode.REPLACE, etag, -1, null, null, null);
    }

    public PutRequest withAttachment(Supplier<byte[]> attachment) {
        return new PutRequest(key, mediaType, mode, ifMatch, lengthBytes, expectedMd5, expectedSha256, attachment);
    }

    public PutRequest withLength(long lengthBytes) {
        return new PutRequest(key, mediaType, mode, ifMatch, lengthBytes, expectedMd5, expectedSha256, attachment);
    }

    /** The same with the digests that the body must have; null: any. */
    public PutRequest withDigests(byte @Nullable [] expectedMd5, byte @Nullable [] expectedSha256) {
        return new PutRequest(key, mediaType, mode, ifMatch, lengthBytes, expectedMd5, expectedSha256, attachment);
    }
}
