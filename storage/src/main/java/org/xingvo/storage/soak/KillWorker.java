package org.xingvo.storage.soak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.local.LocalStore;

/**
 * A process that puts, deletes, brings back, renames and compacts with many threads until it is killed. It says on its
 * output what it tries and what was acknowledged: {@code try|ack NAME SEED SIZE}, size -1 for a name that is free.
 */
public final class KillWorker {
    static final CollectionId COLLECTION = CollectionId.of(0, 1, 0xE24, 1);
    static final String FAILED = "failed ";
    private static final int THREADS = 8;
    private static final int NAMES = 40;
    private static final String FREE = " 0 -1";

    private final LocalStore store;
    private final int thread;
    private final Random random;
    private final PrintStream out;
    /** What the names of this thread hold that it has written: seed and size. */
    private final Map<String, String> states = new HashMap<>();

    private final Map<String, String> deleted = new HashMap<>();

    private KillWorker(LocalStore store, int thread, Random random, PrintStream out) {
        this.store = store;
        this.thread = thread;
        this.random = random;
        this.out = out;
    }

    /** Arguments: directory, seed. */
    public static void main(String[] args) throws IOException {
        long seed = Long.parseLong(args[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        LocalStore store = LocalStore.open(Path.of(args[0]), config());
        store.createCollection(COLLECTION, CollectionSettings.named("spectra"));
        for (int t = 0; t < THREADS; t++) {
            KillWorker worker = new KillWorker(store, t, new Random(seed + t), out);
            Thread.ofPlatform().start(worker::change);
        }
        Thread.ofPlatform().start(() -> compact(store, out));
    }

    /** Small volumes and extents, every write synced. */
    public static StoreConfig config() {
        return new StoreConfig(
                4 << 20, 10 << 20, 200_000, 2, 64 << 10, 1 << 20, 1 << 20, StoreConfig.Durability.FSYNC, 0);
    }

    static ObjectKey key(String name) {
        return new ObjectKey(COLLECTION, name);
    }

    static byte[] body(long seed, int size) {
        return new Noise(seed).bytes(0, size);
    }

    private static void compact(LocalStore store, PrintStream out) {
        try {
            while (true) {
                var problems = store.compact(COLLECTION, 0.3, CareProgress.NONE).problems();
                if (!problems.isEmpty()) {
                    throw new IllegalStateException("compaction: " + problems);
                }
            }
        } catch (IOException | RuntimeException e) {
            out.println(FAILED + e);
        }
    }

    private String name() {
        return "t%d/n%d".formatted(thread, random.nextInt(NAMES));
    }

    /** Every thread has names of its own, so that the order of their changes is known. */
    private void change() {
        try {
            while (true) {
                String name = name();
                switch (random.nextInt(10)) {
                    case 0, 1 -> delete(name);
                    case 2 -> rename(name, name());
                    case 3 -> undelete(name);
                    default -> put(name);
                }
            }
        } catch (IOException | RuntimeException e) {
            out.println(FAILED + e);
        }
    }

    private void put(String name) throws IOException {
        long seed = random.nextLong();
        int size = random.nextInt(20) == 0 ? random.nextInt(600_000) : random.nextInt(5000);
        String state = seed + " " + size;
        out.println("try " + name + " " + state);
        store.put(PutRequest.replace(key(name), "application/fits"), new ByteArrayInputStream(body(seed, size)));
        out.println("ack " + name + " " + state);
        states.put(name, state);
        deleted.remove(name);
    }

    private void delete(String name) throws IOException {
        out.println("try " + name + FREE);
        store.delete(key(name));
        out.println("ack " + name + FREE);
        String state = states.remove(name);
        if (state != null) {
            deleted.put(name, state);
        }
    }

    private void undelete(String name) throws IOException {
        String state = deleted.remove(name);
        if (state == null) {
            return;
        }
        out.println("try " + name + " " + state);
        try {
            store.undelete(key(name));
            out.println("ack " + name + " " + state);
            states.put(name, state);
        } catch (StorageException.NoSuchObject e) {
            // a compaction has taken it
            out.println("ack " + name + FREE);
        }
    }

    /** What was written before this process is not known, so only names of its own writing are renamed. */
    private void rename(String from, String to) throws IOException {
        String state = states.get(from);
        if (state == null || store.head(key(to)).isPresent()) {
            return;
        }
        out.println("try " + from + FREE);
        out.println("try " + to + " " + state);
        store.rename(key(from), to);
        out.println("ack " + from + FREE);
        out.println("ack " + to + " " + state);
        states.remove(from);
        states.put(to, state);
        deleted.remove(from);
        deleted.remove(to);
    }
}
