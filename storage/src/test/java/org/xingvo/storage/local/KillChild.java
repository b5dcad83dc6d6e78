package org.xingvo.storage.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.care.CareProgress;

/** A process that changes a store until it is killed, and says on its output what it tries and what was acknowledged. */
final class KillChild {
    static final int THREADS = 8;
    private static final int NAMES = 40;

    private static final String FREE = " 0 -1";

    private final LocalStore store;
    private final int thread;
    private final Random random;
    private final PrintStream out;
    /** What the names of this thread hold that it has written: seed and size. */
    private final Map<String, String> states = new HashMap<>();

    private final Map<String, String> deleted = new HashMap<>();

    private KillChild(LocalStore store, int thread, Random random, PrintStream out) {
        this.store = store;
        this.thread = thread;
        this.random = random;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        LocalStore store = LocalStore.open(directory, config());
        store.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
        for (int t = 0; t < THREADS; t++) {
            KillChild child = new KillChild(store, t, new Random(seed + t), out);
            Thread.ofPlatform().start(child::change);
        }
        Thread.ofPlatform().start(() -> compact(store));
    }

    static StoreConfig config() {
        StoreConfig s = Bodies.small();
        return new StoreConfig(
                4 << 20,
                s.maxObjectBytes(),
                200_000,
                2,
                64 << 10,
                s.bodyMemoryBytes(),
                s.indexMapBytes(),
                StoreConfig.Durability.FSYNC,
                0);
    }

    private static void compact(LocalStore store) {
        try {
            while (true) {
                if (!store.compact(Bodies.SPECTRA, 0.3, CareProgress.NONE)
                        .problems()
                        .isEmpty()) {
                    fail(new IllegalStateException("compaction found a problem"));
                }
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    /** Ends early, which the test notices. */
    private static void fail(Exception e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(3);
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
            fail(e);
        }
    }

    private void put(String name) throws IOException {
        long seed = random.nextLong();
        int size = random.nextInt(20) == 0 ? random.nextInt(600_000) : random.nextInt(5000);
        String state = seed + " " + size;
        out.println("try " + name + " " + state);
        Bodies.put(store, name, Bodies.random(seed, size));
        out.println("ack " + name + " " + state);
        states.put(name, state);
        deleted.remove(name);
    }

    private void delete(String name) throws IOException {
        out.println("try " + name + FREE);
        store.delete(Bodies.key(name));
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
            store.undelete(Bodies.key(name));
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
        if (state == null || store.head(Bodies.key(to)).isPresent()) {
            return;
        }
        out.println("try " + from + FREE);
        out.println("try " + to + " " + state);
        store.rename(Bodies.key(from), to);
        out.println("ack " + from + FREE);
        out.println("ack " + to + " " + state);
        states.remove(from);
        states.put(to, state);
        deleted.remove(from);
        deleted.remove(to);
    }
}
