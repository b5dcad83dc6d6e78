package org.xingvo.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoredObject;

/** A store that forgets; counts what was put. Thread-safe. */
final class MemoryStore implements Store {
    final AtomicLong puts = new AtomicLong();
    private final Map<String, Held> objects = new ConcurrentSkipListMap<>();

    private record Held(StoredObject object, byte[] bytes) {}

    @Override
    public void createCollection(CollectionId collection) {}

    @Override
    public List<CollectionId> collections() {
        return List.of();
    }

    @Override
    public StoredObject put(PutRequest request, InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        StoredObject object = new StoredObject(
                request.key(),
                bytes.length,
                request.mediaType(),
                digest("SHA-256", bytes),
                digest("MD5", bytes),
                Instant.EPOCH);
        objects.put(name(request.key()), new Held(object, bytes));
        puts.incrementAndGet();
        return object;
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) {
        return Optional.ofNullable(objects.get(name(key))).map(Held::object);
    }

    @Override
    public Optional<ObjectReader> open(ObjectKey key) {
        return Optional.ofNullable(objects.get(name(key))).map(Reader::new);
    }

    @Override
    public Optional<byte[]> attachment(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public boolean delete(ObjectKey key) {
        return objects.remove(name(key)) != null;
    }

    @Override
    public List<StoredObject> list(CollectionId collection, String prefix, @Nullable String after, int limit) {
        return objects.values().stream()
                .map(Held::object)
                .filter(o -> o.key().collection().equals(collection))
                .toList();
    }

    @Override
    public void close() {}

    private static String name(ObjectKey key) {
        return key.collection().hex() + "/" + key.name();
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Reader(Held held) implements ObjectReader {
        @Override
        public StoredObject object() {
            return held.object();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            int n = (int) Math.min(target.remaining(), held.bytes().length - position);
            if (n <= 0) {
                return -1;
            }
            target.put(held.bytes(), (int) position, n);
            return n;
        }

        @Override
        public InputStream stream(ByteRange range) {
            return new ByteArrayInputStream(held.bytes(), (int) range.start(), (int) range.length());
        }

        @Override
        public void close() {}
    }
}
