package org.xingvo.storage.soak;

import static org.xingvo.storage.soak.SoakFailure.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;

/**
 * One file longer than an extent, and longer than a volume, by every road in and out: of unknown length; whole, in ranges
 * over the edges of extents, sent; with an attachment beside it; after a restart and a rebuild. Used once, by one thread.
 */
public final class LargeObject {
    private static final CollectionId COLLECTION = CollectionId.of(0, 1, 3, 1);
    private static final ObjectKey KEY = new ObjectKey(COLLECTION, "large.fits");
    private static final int PIECE = 256 << 10;
    private static final int RANGES = 50;

    private final Path directory;
    private final StoreConfig config;
    private final long size;
    private final Noise noise;
    private final Random random;
    private final byte[] attachment;
    private final SoakLog log;
    private byte[] sha256 = new byte[0];

    public LargeObject(Path directory, StoreConfig config, long seed, long size, SoakLog log) {
        this.directory = directory;
        this.config = config;
        this.size = size;
        this.noise = new Noise(seed);
        this.random = new Random(seed);
        this.attachment = new Noise(~seed).bytes(0, 1 << 20);
        this.log = log;
    }

    /** Extents of 1 GiB in volumes of 3 GiB. */
    public static StoreConfig severalVolumes() {
        StoreConfig d = StoreConfig.defaults();
        return new StoreConfig(
                3L << 30,
                d.maxObjectBytes(),
                1L << 30,
                d.openVolumes(),
                d.spoolThresholdBytes(),
                d.bodyMemoryBytes(),
                d.indexMapBytes(),
                d.durability(),
                d.freeDiskReserveBytes());
    }

    public void run() throws IOException {
        try (LocalStore store = LocalStore.open(directory, config)) {
            store.createCollection(COLLECTION, CollectionSettings.named("large"));
            long start = System.nanoTime();
            StoredObject object = store.put(
                    PutRequest.create(KEY, "application/fits").withAttachment(() -> attachment), noise.stream(size));
            log.line("put: %,d bytes, %s".formatted(size, rate(start)));
            check(object.sizeBytes() == size, "put", size, object.sizeBytes());
            sha256 = object.sha256();
            readAll(store, "");
        }
        try (LocalStore store = LocalStore.open(directory, config)) {
            readAll(store, "after a restart: ");
        }
        LocalStore.forgetIndex(directory);
        try (LocalStore store = LocalStore.open(directory, config)) {
            readAll(store, "after a rebuild: ");
        }
        log.line(Memory.line());
    }

    private void readAll(LocalStore store, String when) throws IOException {
        byte[] beside = store.attachment(KEY).orElseThrow(() -> new SoakFailure(when + "no attachment"));
        check(Arrays.equals(beside, attachment), when + "attachment", "as it was", "another");
        try (ObjectReader reader = store.open(KEY).orElseThrow(() -> new SoakFailure(when + "no object"))) {
            check(Arrays.equals(reader.object().sha256(), sha256), when + "SHA-256", "as it was", "another");
            long start = System.nanoTime();
            byte[] whole = stream(reader);
            check(Arrays.equals(whole, sha256), when + "bytes read", Digest.hex(sha256), Digest.hex(whole));
            log.line("%sread: %s".formatted(when, rate(start)));
            start = System.nanoTime();
            byte[] sent = send(reader);
            check(Arrays.equals(sent, sha256), when + "bytes sent", Digest.hex(sha256), Digest.hex(sent));
            log.line("%ssent: %s".formatted(when, rate(start)));
            ranges(reader, when);
        }
    }

    /** The digest of the noise is compared with the digest of what comes, and the first with the store's own. */
    private byte[] stream(ObjectReader reader) throws IOException {
        MessageDigest found = Digest.of("SHA-256");
        byte[] buffer = new byte[PIECE];
        long at = 0;
        try (InputStream in = reader.stream(new ByteRange(0, size))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                byte[] expected = noise.bytes(at, n);
                check(Arrays.mismatch(expected, 0, n, buffer, 0, n) < 0, "bytes from " + at, "as they were", "others");
                found.update(buffer, 0, n);
                at += n;
            }
        }
        check(at == size, "bytes read", size, at);
        return found.digest();
    }

    private byte[] send(ObjectReader reader) throws IOException {
        MessageDigest found = Digest.of("SHA-256");
        WritableByteChannel target = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                int n = source.remaining();
                found.update(source);
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        long at = 0;
        while (at < size) {
            long n = reader.transferTo(at, Math.min(1L << 30, size - at), target);
            check(n > 0, "bytes sent", size, at);
            at += n;
        }
        return found.digest();
    }

    /** Around every edge of an extent, around 4 GiB, and anywhere. */
    private void ranges(ObjectReader reader, String when) throws IOException {
        int count = 0;
        for (long edge = config.maxExtentBytes(); edge < size; edge += config.maxExtentBytes()) {
            range(reader, when, edge - 1 - random.nextInt(PIECE / 2));
            count++;
        }
        range(reader, when, 0);
        range(reader, when, size - 1);
        if (size > 1L << 32) {
            range(reader, when, (1L << 32) - 100);
        }
        for (int i = 0; i < RANGES; i++) {
            range(reader, when, random.nextLong(size));
        }
        log.line("%sranges: %d around edges of extents, %d others".formatted(when, count, RANGES + 2));
    }

    private void range(ObjectReader reader, String when, long from) throws IOException {
        long start = Math.max(0, from);
        int length = (int) Math.min(1 + random.nextInt(PIECE), size - start);
        ByteBuffer found = ByteBuffer.allocate(length);
        while (found.hasRemaining()) {
            int n = reader.read(found, start + found.position());
            check(n > 0, when + "range from " + start, length + " bytes", found.position());
        }
        check(
                Arrays.equals(found.array(), noise.bytes(start, length)),
                when + "range from " + start,
                "as it was",
                "another");
    }

    private String rate(long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return "%.1f s, %,.0f MB/s".formatted(seconds, size / seconds / 1e6);
    }
}
