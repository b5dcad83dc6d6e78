package org.xingvo.storage.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StoreConfig;

/** A process that changes a store until it is killed, and says on its output what it tries and what was acknowledged. */
final class KillChild {
    static final int THREADS = 8;
    private static final int NAMES = 40;

    private KillChild() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        LocalStore store = LocalStore.open(directory, config());
        store.createCollection(Bodies.SPECTRA, CollectionSettings.named("spectra"));
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            Thread.ofPlatform().start(() -> change(store, thread, new Random(seed + thread), out));
        }
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

    /** Every thread has names of its own, so that the order of their changes is known. */
    private static void change(LocalStore store, int thread, Random random, PrintStream out) {
        try {
            while (true) {
                String name = "t%d/n%d".formatted(thread, random.nextInt(NAMES));
                long body = random.nextLong();
                int size = random.nextInt(20) == 0 ? random.nextInt(600_000) : random.nextInt(5000);
                if (random.nextInt(5) == 0) {
                    out.println("try " + name + " 0 -1");
                    store.delete(Bodies.key(name));
                    out.println("ack " + name + " 0 -1");
                } else {
                    out.println("try " + name + " " + body + " " + size);
                    Bodies.put(store, name, Bodies.random(body, size));
                    out.println("ack " + name + " " + body + " " + size);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
