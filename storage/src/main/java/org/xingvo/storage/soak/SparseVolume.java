package org.xingvo.storage.soak;

import static org.xingvo.storage.soak.SoakFailure.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.volume.BlockHeader;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeId;

/**
 * One volume of more than 100 GiB on a disk of less: objects of zeros are written into it by hand, header and trailer, with
 * a hole for the data. Then the store reads the volume in, appends behind offsets of more than 32 bits, and serves both.
 * Used once, by one thread.
 */
public final class SparseVolume {
    private static final CollectionId COLLECTION = CollectionId.of(0, 1, 4, 1);
    private static final int SMALL_BYTES = 1000;

    private final Path directory;
    private final StoreConfig config;
    private final int objects;
    private final long objectBytes;
    private final int reads;
    private final Noise noise;
    private final Random random;
    private final SoakLog log;
    private final Path volume;

    /**
     * Sets the run.
     *
     * @param objects of zeros in the volume
     * @param objectBytes length of each, a multiple of 8 below 4 GiB
     * @param reads of ranges and small objects
     */
    public SparseVolume(Path directory, long seed, int objects, long objectBytes, int reads, SoakLog log) {
        this.directory = directory;
        this.config = large(2L * objects * objectBytes);
        this.objects = objects;
        this.objectBytes = objectBytes;
        this.reads = reads;
        this.noise = new Noise(seed);
        this.random = new Random(seed);
        this.log = log;
        this.volume = directory.resolve(COLLECTION.hex()).resolve("0001.vol");
    }

    private static StoreConfig large(long volumeBytes) {
        StoreConfig d = StoreConfig.defaults();
        return new StoreConfig(
                volumeBytes,
                d.maxObjectBytes(),
                d.maxExtentBytes(),
                1,
                d.spoolThresholdBytes(),
                d.bodyMemoryBytes(),
                d.indexMapBytes(),
                d.durability(),
                0);
    }

    public void run() throws IOException {
        try (LocalStore store = LocalStore.open(directory, config)) {
            store.createCollection(COLLECTION, CollectionSettings.named("sparse"));
            put(store, 0);
        }
        writeZeros();
        LocalStore.forgetIndex(directory);
        long start = System.nanoTime();
        try (LocalStore store = LocalStore.open(directory, config)) {
            log.line("volume of %,d bytes read in: %.1f s".formatted(volumeBytes(), (System.nanoTime() - start) / 1e9));
            check(store.stat(COLLECTION).objects() == objects + 1, "objects", objects + 1, store.stat(COLLECTION));
            for (int i = 1; i <= reads; i++) {
                put(store, i);
            }
            check(store.stat(COLLECTION).volumes().size() == 1, "volumes", 1, store.stat(COLLECTION));
            readAll(store);
        }
        try (LocalStore store = LocalStore.open(directory, config)) {
            readAll(store);
        }
        LocalStore.forgetIndex(directory);
        try (LocalStore store = LocalStore.open(directory, config)) {
            readAll(store);
        }
        log.line(Memory.line());
    }

    private long volumeBytes() throws IOException {
        return java.nio.file.Files.size(volume);
    }

    private static ObjectKey zeros(int i) {
        return new ObjectKey(COLLECTION, "zeros/%06d".formatted(i));
    }

    private static ObjectKey small(int i) {
        return new ObjectKey(COLLECTION, "small/%06d".formatted(i));
    }

    private void put(LocalStore store, int i) throws IOException {
        byte[] body = noise.bytes((long) i * SMALL_BYTES, SMALL_BYTES);
        store.put(
                PutRequest.create(small(i), "application/fits").withLength(SMALL_BYTES),
                new ByteArrayInputStream(body));
    }

    private void readAll(LocalStore store) throws IOException {
        for (int i = 0; i <= reads; i++) {
            byte[] body = noise.bytes((long) i * SMALL_BYTES, SMALL_BYTES);
            check(Arrays.equals(read(store, small(i), 0, SMALL_BYTES), body), small(i).name(), "its bytes", "others");
        }
        for (int i = 0; i < reads; i++) {
            int length = 1 + random.nextInt(100_000);
            ObjectKey key = zeros(random.nextInt(objects));
            byte[] found = read(store, key, random.nextLong(objectBytes - length), length);
            check(Arrays.equals(found, new byte[length]), key.name(), "zeros", "others");
        }
    }

    private static byte[] read(LocalStore store, ObjectKey key, long from, int length) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(length);
        try (ObjectReader reader = store.open(key).orElseThrow(() -> new SoakFailure(key.name() + ": not there"))) {
            while (found.hasRemaining()) {
                int n = reader.read(found, from + found.position());
                check(n > 0, key.name(), length + " bytes", found.position());
            }
        }
        return found.array();
    }

    private void writeZeros() throws IOException {
        MessageDigest sha256 = Digest.of("SHA-256");
        MessageDigest md5 = Digest.of("MD5");
        CRC32C crc = new CRC32C();
        byte[] piece = new byte[1 << 20];
        for (long at = 0; at < objectBytes; at += piece.length) {
            int n = (int) Math.min(piece.length, objectBytes - at);
            sha256.update(piece, 0, n);
            md5.update(piece, 0, n);
            crc.update(piece, 0, n);
        }
        byte[] sha = sha256.digest();
        byte[] md = md5.digest();
        VolumeId id = new VolumeId(COLLECTION, 1, 1);
        try (FileChannel file = FileChannel.open(volume, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long at = file.size();
            for (int i = 0; i < objects; i++) {
                BlockHeader header =
                        new BlockHeader(id.blockId(i + 1), 0, 0, 0, objectBytes, objectBytes, (int) crc.getValue());
                Trailer trailer = new Trailer(
                        Kind.OBJECT.code(),
                        0,
                        1,
                        1000 + i,
                        0,
                        objectBytes,
                        at,
                        sha,
                        md,
                        zeros(i).name().getBytes(StandardCharsets.UTF_8),
                        "application/octet-stream",
                        null,
                        null,
                        null);
                ByteBuffer head = ByteBuffer.allocate(BlockHeader.BYTES);
                header.encode(head);
                file.write(head.flip(), at);
                ByteBuffer tail = trailer.encode(header);
                int padded = (tail.remaining() + 7) & ~7;
                file.write(ByteBuffer.allocate(padded).put(tail).rewind(), at + BlockHeader.BYTES + objectBytes);
                at += BlockHeader.BYTES + objectBytes + padded;
            }
            file.force(true);
        }
    }
}
