package org.xingvo.storage.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;

/** Bodies to put and ways to read them back. */
final class Bodies {
    static final CollectionId SPECTRA = CollectionId.of(0, 1, 0xE24, 1);
    static final CollectionId IMAGES = CollectionId.of(1, 7, 3, 2);

    private Bodies() {}

    static ObjectKey key(String name) {
        return new ObjectKey(SPECTRA, name);
    }

    static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** About half of it is to be saved, by matches and by statistics. */
    static byte[] compressible(long seed, int size) {
        Random random = new Random(seed);
        byte[] bytes = random(seed, size);
        for (int i = 0; i < size; i++) {
            bytes[i] &= 0x1F;
        }
        for (int i = 0; i + 200 < size; i += 1000) {
            System.arraycopy(bytes, random.nextInt(i + 1), bytes, i, 200);
        }
        return bytes;
    }

    static InputStream stream(byte[] body) {
        return new ByteArrayInputStream(body);
    }

    static StoredObject put(Store store, String name, byte[] body) throws IOException {
        return store.put(PutRequest.replace(key(name), "application/fits"), stream(body));
    }

    static byte[] get(Store store, String name) throws IOException {
        try (ObjectReader reader = store.open(key(name)).orElseThrow()) {
            return reader.stream(new ByteRange(0, reader.object().sizeBytes())).readAllBytes();
        }
    }

    static byte[] digest(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Small volumes, small extents, small buffers: every road is taken with little data. */
    static StoreConfig small() {
        return new StoreConfig(64 << 10, 10 << 20, 40_000, 2, 4096, 1 << 20, 1 << 20, StoreConfig.Durability.OS, 0);
    }

    /** Large extents and one large volume. */
    static StoreConfig withExtents(int bytes) {
        return new StoreConfig(1 << 30, 64 << 20, bytes, 1, 1 << 20, 64 << 20, 1 << 20, StoreConfig.Durability.OS, 0);
    }
}
