package org.xingvo.storage.local;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** SHA-256 and MD5 of a body and CRC32C of each of its extents, while it passes. One thread at a time. */
final class Digests {
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest md5 = digest("MD5");
    private final CRC32C crc = new CRC32C();
    private final List<Integer> crcs = new ArrayList<>(1);
    private final long extentBytes;
    private long size;
    private long inExtent;

    Digests(long extentBytes) {
        this.extentBytes = extentBytes;
    }

    long size() {
        return size;
    }

    void update(byte[] bytes, int start, int length) {
        sha256.update(bytes, start, length);
        md5.update(bytes, start, length);
        int at = start;
        while (at < start + length) {
            if (inExtent == extentBytes) {
                endExtent();
            }
            int n = (int) Math.min(extentBytes - inExtent, start + length - at);
            crc.update(bytes, at, n);
            inExtent += n;
            at += n;
        }
        size += length;
    }

    private void endExtent() {
        crcs.add((int) crc.getValue());
        crc.reset();
        inExtent = 0;
    }

    Received finish(Intake.Piece piece, Runnable release) {
        endExtent();
        return new Received(
                Intake.pieces(piece, size, extentBytes),
                List.copyOf(crcs),
                size,
                sha256.digest(),
                md5.digest(),
                release);
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
