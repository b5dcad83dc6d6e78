package org.xingvo.storage.soak;

import static org.xingvo.storage.soak.SoakFailure.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;

/**
 * Many files in, listed, and back, compared by digest and byte: at once, after a restart, and after the index was thrown
 * away. Used once, by one thread.
 */
public final class RoundTrip {
    private static final CollectionId COLLECTION = CollectionId.of(0, 1, 2, 1);
    private static final int PAGE = 10_000;

    private final Path directory;
    private final StoreConfig config;
    private final long seed;
    private final int files;
    private final int minBytes;
    private final int maxBytes;
    private final int threads;
    private final SoakLog log;
    private final AtomicInteger done = new AtomicInteger();

    /**
     * Sets the run.
     *
     * @param files how many
     * @param minBytes shortest file
     * @param maxBytes longest file
     * @param threads that put and read side by side
     */
    public RoundTrip(
            Path directory,
            StoreConfig config,
            long seed,
            int files,
            int minBytes,
            int maxBytes,
            int threads,
            SoakLog log) {
        this.directory = directory;
        this.config = config;
        this.seed = seed;
        this.files = files;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
        this.threads = threads;
        this.log = log;
    }

    public void run() throws IOException {
        try (LocalStore store = LocalStore.open(directory, config)) {
            store.createCollection(COLLECTION, CollectionSettings.named("many"));
            timed(
                    "put",
                    () -> Crew.run(threads, files, i -> {
                        put(store, i);
                        progress("put", i);
                    }));
            verifyAll(store, "");
        }
        try (LocalStore store = open("start after an orderly end")) {
            verifyAll(store, "after a restart: ");
        }
        LocalStore.forgetIndex(directory);
        try (LocalStore store = open("start without an index")) {
            verifyAll(store, "after a rebuild: ");
            List<String> problems = store.verify().problems();
            check(problems.isEmpty(), "verify", "no problems", problems);
        }
    }

    private LocalStore open(String what) throws IOException {
        long start = System.nanoTime();
        LocalStore store = LocalStore.open(directory, config);
        log.line("%s: %.2f s".formatted(what, seconds(start)));
        return store;
    }

    private void verifyAll(LocalStore store, String when) throws IOException {
        timed(when + "listed", () -> list(store));
        timed(
                when + "read back",
                () -> Crew.run(threads, files, i -> {
                    get(store, i);
                    progress(when + "read back", i);
                }));
    }

    private static ObjectKey key(int i) {
        return new ObjectKey(COLLECTION, String.format(Locale.ROOT, "plate%05d/spec-%09d.fits", i / 1000, i));
    }

    private byte[] body(int i) {
        int size = new SplittableRandom(seed + i).nextInt(minBytes, maxBytes + 1);
        return new Noise(seed ^ ((long) i << 20)).bytes(0, size);
    }

    private void put(LocalStore store, int i) throws IOException {
        byte[] body = body(i);
        PutRequest request = PutRequest.create(key(i), "application/fits").withLength(body.length);
        StoredObject object = store.put(request, new ByteArrayInputStream(body));
        compare(object, i, body);
    }

    private static void compare(StoredObject object, int i, byte[] body) {
        byte[] sha256 = Digest.sha256(body);
        check(
                Arrays.equals(object.sha256(), sha256),
                key(i).name(),
                "SHA-256 " + Digest.hex(sha256),
                Digest.hex(object.sha256()));
        check(object.sizeBytes() == body.length, key(i).name(), body.length + " bytes", object.sizeBytes());
    }

    private void list(LocalStore store) throws IOException {
        String after = null;
        int i = 0;
        for (List<StoredObject> page = store.list(COLLECTION, "", after, PAGE);
                !page.isEmpty();
                page = store.list(COLLECTION, "", after, PAGE)) {
            for (StoredObject object : page) {
                String name = object.key().name();
                check(i < files && name.equals(key(i).name()), "list", key(i).name(), name);
                i++;
                after = name;
            }
        }
        check(i == files, "list", files + " names", i);
    }

    private void get(LocalStore store, int i) throws IOException {
        byte[] body = body(i);
        try (ObjectReader reader = store.open(key(i)).orElseThrow(() -> new SoakFailure(key(i) + ": not there"))) {
            compare(reader.object(), i, body);
            ByteBuffer found = ByteBuffer.allocate(body.length);
            while (found.hasRemaining()) {
                int n = reader.read(found, found.position());
                check(n > 0, key(i).name(), body.length + " bytes", found.position());
            }
            check(Arrays.equals(found.array(), body), key(i).name(), "its bytes", "others");
        }
    }

    private void progress(String what, int i) {
        int now = done.incrementAndGet();
        if (now % 100_000 == 0 && i >= 0) {
            log.line("  %s: %,d of %,d".formatted(what, now, files));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void timed(String what, Step step) throws IOException {
        done.set(0);
        long start = System.nanoTime();
        step.run();
        double seconds = seconds(start);
        log.line("%s: %,d files in %.1f s, %,.0f a second".formatted(what, files, seconds, files / seconds));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
