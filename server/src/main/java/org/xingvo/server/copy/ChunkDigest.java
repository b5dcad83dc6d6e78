package org.xingvo.server.copy;

import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.client.Sha256;
import org.xingvo.storage.copy.CopyException;

/** SHA-256 of the bytes of one message, as RFC 9530 writes it. */
final class ChunkDigest {
    static final String HEADER = "Content-Digest";

    private ChunkDigest() {}

    static String of(byte[] bytes, int length) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes, 0, length);
        return "sha-256=:" + Base64.getEncoder().encodeToString(digest.digest()) + ":";
    }

    static void check(byte[] bytes, int length, @Nullable String expected, String where) {
        String found = of(bytes, length);
        if (!found.equals(expected)) {
            throw new CopyException("%s: expected %s %s, found %s".formatted(where, HEADER, expected, found));
        }
    }
}
