package org.xingvo.storage.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.codec.Codec;
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

    /**
     * Reads a body to its end.
     *
     * @param compress whether it may be compressed
     */
    Received receive(PutRequest request, InputStream body, boolean compress) throws IOException {
        checkRoom(request);
        return request.lengthBytes() > config.spoolThresholdBytes()
                ? spool(request, body, new byte[0], 0, compress)
                : inMemory(request, body, compress);
    }

    /** Refuses a body that is announced too long for the store or its disk. */
    void checkRoom(PutRequest request) throws IOException {
        long announced = request.lengthBytes();
        checkSize(request, announced);
        // once in the temporary file, once in the volume
        checkSpace(announced > config.spoolThresholdBytes() ? 2 * announced : Math.max(0, announced));
    }

    private Received inMemory(PutRequest request, InputStream body, boolean compress) throws IOException {
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
                        return spool(request, body, buffer, size, compress);
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
            Digests digests = new Digests();
            digests.update(buffer, 0, size);
            byte[] bytes = buffer;
            List<Extent> extents = compress ? compressed(request, bytes, size) : List.of();
            if (extents.isEmpty()) {
                Extents plain = new Extents(Codec.NONE, config.maxExtentBytes(), size, (array, start, length) -> {});
                plain.put(bytes, 0, size);
                extents = plain.finish((start, length) -> new BlockData.Bytes(bytes, (int) start, (int) length));
            }
            long held = reserved;
            Received received = digests.finish(extents, () -> memoryLeft.addAndGet(held));
            kept = true;
            return received;
        } finally {
            if (!kept) {
                memoryLeft.addAndGet(reserved);
            }
        }
    }

    /** A body in memory in its compressed form; empty: it is to be stored as it is. */
    private List<Extent> compressed(PutRequest request, byte[] bytes, int size) throws IOException {
        boolean sampled = size > Packing.SAMPLE_BYTES;
        long extra = 2L * size;
        boolean worth =
                sampled ? Packing.choose(request, bytes, size) != Codec.NONE : Packing.candidate(request, bytes, size);
        if (!worth || !reserve(extra)) {
            return List.of();
        }
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream(size / 2);
            Extents extents = new Extents(Codec.ZSTD, config.maxExtentBytes(), size, packed::write);
            extents.put(bytes, 0, size);
            if (sampled ? packed.size() >= size : !Packing.saves(size, packed.size())) {
                return List.of();
            }
            byte[] stored = packed.toByteArray();
            return extents.finish((start, length) -> new BlockData.Bytes(stored, (int) start, (int) length));
        } finally {
            memoryLeft.addAndGet(extra);
        }
    }

    private Received spool(PutRequest request, InputStream body, byte[] first, int firstBytes, boolean compress)
            throws IOException {
        Path file = spool.resolve("put-%d".formatted(serial.incrementAndGet()));
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long reserved = 0;
        boolean kept = false;
        try {
            // the name is not needed: what a killed process leaves open the system takes back
            Files.delete(file);
            byte[] buffer = Arrays.copyOf(first, Math.max(firstBytes, COPY_BYTES));
            int n = firstBytes;
            if (n < Packing.SAMPLE_BYTES) {
                n += body.readNBytes(buffer, n, Packing.SAMPLE_BYTES - n);
            }
            Digests digests = new Digests();
            Codec codec = compress ? Packing.choose(request, buffer, n) : Codec.NONE;
            if (codec != Codec.NONE) {
                if (reserve(Extents.MEMORY_BYTES)) {
                    reserved = Extents.MEMORY_BYTES;
                } else {
                    codec = Codec.NONE;
                }
            }
            Extents extents = new Extents(
                    codec,
                    config.maxExtentBytes(),
                    request.lengthBytes() < 0 ? Long.MAX_VALUE : request.lengthBytes(),
                    (bytes, start, length) -> write(channel, ByteBuffer.wrap(bytes, start, length)));
            long checkAt = SPACE_CHECK_BYTES;
            for (; n >= 0; n = body.read(buffer)) {
                long size = digests.size() + n;
                checkSize(request, size);
                if (request.lengthBytes() >= 0 && size > request.lengthBytes()) {
                    throw mismatch(request, "more");
                }
                if (size >= checkAt) {
                    checkSpace(size);
                    checkAt += SPACE_CHECK_BYTES;
                }
                digests.update(buffer, 0, n);
                extents.put(buffer, 0, n);
            }
            checkAnnounced(request, digests.size());
            Received received = digests.finish(
                    extents.finish((start, length) -> new BlockData.Slice(channel, start, length)),
                    () -> close(channel));
            kept = true;
            return received;
        } finally {
            memoryLeft.addAndGet(reserved);
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
}
