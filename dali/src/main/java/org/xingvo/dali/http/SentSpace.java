package org.xingvo.dali.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;

/**
 * Where bytes that clients send wait until they are used: few in memory, more in a file. Immutable.
 *
 * @param directory of those files; it is made when it is needed
 * @param limitBytes of one request together
 */
public record SentSpace(Path directory, long limitBytes) {
    private static final String PREFIX = "sent-";

    /** As many bytes are kept in memory. */
    static final int SMALL_BYTES = 64 << 10;

    /** For requests that are not expected to bring files. */
    public static final SentSpace STANDARD =
            new SentSpace(Path.of(System.getProperty("java.io.tmpdir")), RequestParameters.MAX_BODY_BYTES);

    /**
     * Takes all bytes of a stream.
     *
     * @param what for messages, such as "Upload t"
     * @param limit in bytes; what is longer is not kept
     * @throws DaliFault TOO_LARGE
     */
    public SentBytes take(InputStream in, String what, long limit) throws IOException {
        byte[] head = in.readNBytes((int) Math.min(SMALL_BYTES + 1L, limit + 1));
        check(what, head.length, limit);
        if (head.length <= SMALL_BYTES) {
            return new SentBytes.InMemory(head);
        }
        Path file = newFile();
        boolean whole = false;
        try (OutputStream out = Files.newOutputStream(file)) {
            long length = head.length;
            out.write(head);
            byte[] block = new byte[SMALL_BYTES];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                length += n;
                check(what, length, limit);
                out.write(block, 0, n);
            }
            whole = true;
            return new SentBytes.InFile(file, length);
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A new empty file, which is the caller's. */
    public Path newFile() throws IOException {
        Files.createDirectories(directory);
        return Files.createTempFile(directory, PREFIX, ".bytes");
    }

    /** Removes what a process that was killed has left; for a directory of this process alone. */
    public void clear() throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
        }
    }

    private void check(String what, long length, long limit) {
        if (length > limit) {
            throw tooLarge(what);
        }
    }

    /** What the sender of too many bytes is told. */
    public DaliFault tooLarge(String what) {
        return new DaliFault(
                Kind.TOO_LARGE,
                "%s: expected at most %,d bytes in one request, found more".formatted(what, limitBytes));
    }
}
