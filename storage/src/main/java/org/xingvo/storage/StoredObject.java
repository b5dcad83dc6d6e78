package org.xingvo.storage;

import java.time.Instant;
import java.util.HexFormat;

/**
 * What the store knows of one object without reading its bytes. Immutable; the digests are of the original bytes and
 * must not be changed by the receiver.
 *
 * @param key its name
 * @param sizeBytes length of the original bytes
 * @param mediaType as given when it was put
 * @param sha256 32 bytes
 * @param md5 16 bytes
 * @param stored when it was put
 */
public record StoredObject(ObjectKey key, long sizeBytes, String mediaType, byte[] sha256, byte[] md5, Instant stored) {

    /** A strong entity tag without its quotes (RFC 9110, 8.8.3): the start of the SHA-256 in hex. */
    public String etag() {
        return HexFormat.of().formatHex(sha256, 0, 16);
    }
}
