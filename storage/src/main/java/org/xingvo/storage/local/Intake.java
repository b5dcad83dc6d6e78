package org.xingvo.storage.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.Medium;
import org.xingvo.storage.volume.VolumeMedium;

/**
 * Takes bodies in whole, in memory or in a temporary file, before anything of them goes to a volume: a body that breaks
 * off halfway never holds a volume up or has to be cut out of one. Thread-safe.
 */
final class Intake {
    private static final int FIRST_BYTES = 16 << 10;
    private static final int COPY_BYTES = 256 << 10;
    private static final long SPACE_CHECK_BYTES = 64L << 20;

    private final StoreConfig config;
    private final Path spool;
    private final Medium medium;
    private final AtomicLong memoryLeft;
    private final AtomicLong serial = new AtomicLong();

    Intake(StoreConfig config, Path spool, Medium medium) throws IOException {
        this.config = config;
        this.spool = spool;
        this.medium = medium;
        this.memoryLeft = new AtomicLong(config.bodyMemoryBytes());
        Files.createDirectories(spool);
        try (Stream<Path> leftovers = Files.list(spool)) {
            for (Path leftover : leftovers.toList()) {
                Files.delete(leftover);
            }
        }
    }

    Received receive(PutRequest request, InputStream body) throws IOException {
        long announced = request.lengthBytes();
        checkSize(request, announced);
        if (announced > config.spoolThresholdBytes()) {
            // once in the temporary file, once in the volume
            checkSpace(2 * announced);
            return spool(request, body, new byte[0], 0);
        }
        checkSpace(Math.max(0, announced));
        return inMemory(request, body);
    }

    private Received inMemory(PutRequest request, InputStream body) throws IOException {
        long announced = request.lengthBytes();
        int wanted = announced >= 0 ? (int) announced : Math.min(FIRST_BYTES, config.spoolThresholdBytes());
        long reserved = 0;
        boolean kept = false;
        try {
            byte[] buffer = new byte[0];
            int size = 0;
            while (true) {
                if (size == buffer.length) {
                    if (announced >= 0 && size == announced && buffer.length == wanted) {
                        checkEnd(request, body);
                        break;
                    }
                    int next = Math.min(config.spoolThresholdBytes(), Math.max(wanted, buffer.length * 2));
                    if (next <= buffer.length || !reserve(next - reserved)) {
                        return spool(request, body, buffer, size);
                    }
                    reserved = next;
                    buffer = Arrays.copyOf(buffer, next);
                }
                int n = body.read(buffer, size, buffer.length - size);
                if (n < 0) {
                    break;
                }
                size += n;
                checkSize(request, size);
            }
            checkAnnounced(request, size);
            Digests digests = new Digests(config.maxExtentBytes());
            digests.update(buffer, 0, size);
            long held = reserved;
            byte[] bytes = buffer;
            Received received = digests.finish(
                    (start, length) -> new BlockData.Bytes(bytes, (int) start, (int) length),
                    () -> memoryLeft.addAndGet(held));
            kept = true;
            return received;
        } finally {
            if (!kept) {
                memoryLeft.addAndGet(reserved);
            }
        }
    }

    private Received spool(PutRequest request, InputStream body, byte[] first, int firstBytes) throws IOException {
        Path file = spool.resolve("put-%d".formatted(serial.incrementAndGet()));
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean kept = false;
        try {
            // the name is not needed: what a killed process leaves open the system takes back
            Files.delete(file);
            Digests digests = new Digests(config.maxExtentBytes());
            digests.update(first, 0, firstBytes);
            write(channel, ByteBuffer.wrap(first, 0, firstBytes));
            byte[] buffer = new byte[COPY_BYTES];
            long checkAt = SPACE_CHECK_BYTES;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                checkSize(request, digests.size() + n);
                if (request.lengthBytes() >= 0 && digests.size() + n > request.lengthBytes()) {
                    throw mismatch(request, "more");
                }
                if (digests.size() + n >= checkAt) {
                    checkSpace(digests.size() + n);
                    checkAt += SPACE_CHECK_BYTES;
                }
                digests.update(buffer, 0, n);
                write(channel, ByteBuffer.wrap(buffer, 0, n));
            }
            checkAnnounced(request, digests.size());
            Received received = digests.finish(
                    (start, length) -> new BlockData.Slice(channel, start, length), () -> close(channel));
            kept = true;
            return received;
        } finally {
            if (!kept) {
                close(channel);
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // a temporary file without a name
        }
    }

    private boolean reserve(long bytes) {
        if (memoryLeft.addAndGet(-bytes) >= 0) {
            return true;
        }
        memoryLeft.addAndGet(bytes);
        return false;
    }

    private void checkSize(PutRequest request, long size) {
        if (size > config.maxObjectBytes()) {
            throw new StorageException.TooLarge("body of %s: expected at most %,d bytes, found %,d%s"
                    .formatted(
                            request.key().name(),
                            config.maxObjectBytes(),
                            size,
                            size == request.lengthBytes() ? "" : " or more"));
        }
    }

    private void checkSpace(long bytes) throws IOException {
        long left = medium.usableBytes();
        if (bytes > left) {
            throw new StorageException.NoSpace(VolumeMedium.noSpace(bytes, left));
        }
    }

    private static void checkEnd(PutRequest request, InputStream body) throws IOException {
        if (body.read() >= 0) {
            throw mismatch(request, "more");
        }
    }

    private static void checkAnnounced(PutRequest request, long size) {
        if (request.lengthBytes() >= 0 && size != request.lengthBytes()) {
            throw mismatch(request, "%,d".formatted(size));
        }
    }

    private static StorageException.BodyMismatch mismatch(PutRequest request, String found) {
        return new StorageException.BodyMismatch("body of %s: expected %,d bytes, found %s"
                .formatted(request.key().name(), request.lengthBytes(), found));
    }

    /** Checks the digests that the caller announced. */
    static void checkDigests(PutRequest request, Received received) {
        checkDigest(request, "MD5", request.expectedMd5(), received.md5());
        checkDigest(request, "SHA-256", request.expectedSha256(), received.sha256());
    }

    private static void checkDigest(PutRequest request, String name, byte @Nullable [] expected, byte[] found) {
        if (expected != null && !Arrays.equals(expected, found)) {
            throw new StorageException.BodyMismatch("body of %s: expected %s %s, found %s"
                    .formatted(request.key().name(), name, Digests.hex(expected), Digests.hex(found)));
        }
    }

    /** Where a piece of the body is. */
    @FunctionalInterface
    interface Piece {
        BlockData at(long start, long length);
    }

    static List<BlockData> pieces(Piece piece, long size, long extentBytes) {
        List<BlockData> pieces = new ArrayList<>();
        long start = 0;
        do {
            long length = Math.min(extentBytes, size - start);
            pieces.add(piece.at(start, length));
            start += length;
        } while (start < size);
        return pieces;
    }
}
