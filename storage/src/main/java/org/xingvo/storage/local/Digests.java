package org.xingvo.storage.local;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Length, SHA-256 and MD5 of a body while it passes. One thread at a time. */
final class Digests {
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest md5 = digest("MD5");
    private long size;

    long size() {
        return size;
    }

    void update(byte[] bytes, int start, int length) {
        sha256.update(bytes, start, length);
        md5.update(bytes, start, length);
        size += length;
    }

    Received finish(List<Extent> extents, Runnable release) {
        return new Received(extents, size, sha256.digest(), md5.digest(), release);
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + name, e);
        }
    }
}
