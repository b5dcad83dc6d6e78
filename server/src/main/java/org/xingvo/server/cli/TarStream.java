package org.xingvo.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.client.Sha256;

/** Files as a tar stream that is made while it is read. One thread at a time. */
final class TarStream extends InputStream {
    private static final int BUFFER_BYTES = 256 << 10;

    private final Path directory;
    private final String prefix;
    private final Iterator<LocalFiles.Entry> files;
    private final Map<String, String> digests;
    private final Buffer buffer = new Buffer();
    private final TarArchiveOutputStream tar;
    private final byte[] chunk = new byte[BUFFER_BYTES];
    private @Nullable InputStream large;
    private long largeLeft;
    private String largeName = "";
    private MessageDigest largeDigest = Sha256.digest();
    private boolean finished;

    /** @param digests SHA-256 in hex by name of what was sent, filled while the stream is read */
    TarStream(Path directory, String prefix, List<LocalFiles.Entry> files, Map<String, String> digests) {
        this.directory = directory;
        this.prefix = prefix;
        this.files = files.iterator();
        this.digests = digests;
        this.tar = new TarArchiveOutputStream(buffer, 512, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** What was written and not yet read. */
    private static final class Buffer extends ByteArrayOutputStream {
        private int read;

        int available() {
            return count - read;
        }

        int take(byte[] target, int offset, int length) {
            int n = Math.min(length, count - read);
            System.arraycopy(buf, read, target, offset, n);
            read += n;
            if (read == count) {
                reset();
                read = 0;
            }
            return n;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (buffer.available() == 0 && !finished) {
            fill();
        }
        return buffer.available() == 0 ? -1 : buffer.take(target, offset, length);
    }

    private void fill() throws IOException {
        if (large != null) {
            fillLarge(large);
            return;
        }
        while (buffer.available() < BUFFER_BYTES / 2) {
            if (!files.hasNext()) {
                tar.finish();
                tar.flush();
                finished = true;
                return;
            }
            LocalFiles.Entry file = files.next();
            if (file.size() > BUFFER_BYTES) {
                begin(file);
                return;
            }
            byte[] bytes = Files.readAllBytes(directory.resolve(file.name()));
            String name = prefix + file.name();
            entry(name, bytes.length);
            tar.write(bytes);
            tar.closeArchiveEntry();
            digests.put(name, Sha256.of(bytes));
        }
        tar.flush();
    }

    private void begin(LocalFiles.Entry file) throws IOException {
        Path path = directory.resolve(file.name());
        largeName = prefix + file.name();
        largeLeft = Files.size(path);
        largeDigest = Sha256.digest();
        entry(largeName, largeLeft);
        large = Files.newInputStream(path);
    }

    private void fillLarge(InputStream in) throws IOException {
        int n = in.read(chunk, 0, (int) Math.min(chunk.length, largeLeft));
        if (n > 0) {
            largeDigest.update(chunk, 0, n);
            tar.write(chunk, 0, n);
            tar.flush();
            largeLeft -= n;
        } else if (largeLeft > 0) {
            throw new IOException(largeName + ": became shorter while it was read");
        }
        if (largeLeft == 0) {
            in.close();
            large = null;
            tar.closeArchiveEntry();
            digests.put(largeName, Sha256.hex(largeDigest));
        }
    }

    private void entry(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        if (large != null) {
            large.close();
        }
    }
}
