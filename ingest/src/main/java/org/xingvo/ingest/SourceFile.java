package org.xingvo.ingest;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.FitsFormatException;
import org.xingvo.ingest.fits.FitsHeaderReader;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HeaderLimits;

/**
 * The bytes of one file on disk: small ones are read once and held, large ones are read as streams as often as asked.
 * One thread at a time.
 */
final class SourceFile {
    /** Files up to this size are held in memory by the worker that reads them. */
    static final int HELD_BYTES = 2 << 20;

    private final Path path;
    /** The bytes, and room behind them; null: too large to hold. */
    private final byte @Nullable [] held;

    private final long sizeBytes;
    private final FileTime modified;

    private SourceFile(Path path, byte @Nullable [] held, long sizeBytes, FileTime modified) {
        this.path = path;
        this.held = held;
        this.sizeBytes = sizeBytes;
        this.modified = modified;
    }

    static SourceFile open(Path path, long expectedBytes) throws IOException {
        if (expectedBytes <= HELD_BYTES) {
            byte[] bytes = new byte[(int) expectedBytes + 1];
            try (InputStream in = Files.newInputStream(path)) {
                int length = in.readNBytes(bytes, 0, bytes.length);
                if (length < bytes.length) {
                    return new SourceFile(path, bytes, length, FileTime.fromMillis(0));
                }
            }
        }
        return new SourceFile(path, null, Files.size(path), Files.getLastModifiedTime(path));
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** The first bytes, by which a compressed file is known. */
    byte[] start() throws IOException {
        if (held != null) {
            return Arrays.copyOf(held, (int) Math.min(sizeBytes, 16));
        }
        try (InputStream in = stream()) {
            return in.readNBytes(16);
        }
    }

    List<HduHeader> headers(HeaderLimits limits) throws IOException {
        if (sizeBytes == 0) {
            throw new FitsFormatException("empty", "file: expected a FITS file, found no bytes");
        }
        try (InputStream in = stream()) {
            return FitsHeaderReader.read(in, limits);
        }
    }

    byte[] sha256() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
        if (held != null) {
            digest.update(held, 0, (int) sizeBytes);
            return digest.digest();
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = stream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.digest();
    }

    /** Trouble while reading it is a {@link ReadException}, so that it is not taken for the store's. */
    InputStream stream() throws IOException {
        return held != null
                ? new ByteArrayInputStream(held, 0, (int) sizeBytes)
                : new Tagged(new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    }

    /** True when somebody wrote to the file since it was opened. */
    boolean hasChanged() throws IOException {
        return held == null
                && (Files.size(path) != sizeBytes
                        || !Files.getLastModifiedTime(path).equals(modified));
    }

    /** The file, not the store, is at fault. */
    static final class ReadException extends IOException {
        ReadException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final class Tagged extends FilterInputStream {
        Tagged(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw new ReadException(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw new ReadException(e);
            }
        }
    }
}
