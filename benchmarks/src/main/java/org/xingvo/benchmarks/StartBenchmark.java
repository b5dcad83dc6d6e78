package org.xingvo.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;

/**
 * How long it takes to open a store of many objects of 1 KB: closed in order; left by a killed process; after a power loss
 * (of the index's last durable state); without an index. Arguments: directory, objects; a store that is there is taken as
 * it is. Each figure is the median of five opens in this process, the first of them not counted.
 */
public final class StartBenchmark {
    private static final CollectionId COLLECTION = CollectionId.of(0, 1, 1, 1);
    private static final int ROUNDS = 5;
    private static final int THREADS = 64;

    private StartBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        int objects = Integer.parseInt(args[1]);
        if (!Files.exists(directory)) {
            try (LocalStore store = LocalStore.open(directory, StoreConfig.defaults())) {
                fill(store, objects);
            }
        }
        Path state = directory.resolve("index.state");
        System.out.printf("index: %,d bytes%n", Files.size(directory.resolve("index/data.mdb")));
        print("closed in order", times(directory, () -> {}));
        byte[] open;
        try (LocalStore _ = LocalStore.open(directory, StoreConfig.defaults())) {
            open = Files.readAllBytes(state);
        }
        print("left by a killed process", times(directory, () -> Files.write(state, open)));
        Path synced = directory.resolve("index/synced");
        Path copy = directory.resolve("index/synced.copy");
        Files.copy(synced, copy, StandardCopyOption.REPLACE_EXISTING);
        print("after a power loss", times(directory, () -> {
            Files.deleteIfExists(state);
            Files.copy(copy, synced, StandardCopyOption.REPLACE_EXISTING);
        }));
        print("without an index", times(directory, () -> LocalStore.forgetIndex(directory)));
    }

    private static void fill(LocalStore store, int objects) throws IOException, InterruptedException {
        store.createCollection(COLLECTION, CollectionSettings.named("start"));
        long start = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                tasks.add(() -> {
                    for (int i = first; i < objects; i += THREADS) {
                        put(store, i);
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        System.out.printf("put %,d objects: %.1f s%n", objects, seconds(start));
    }

    private static void put(LocalStore store, int i) throws IOException {
        byte[] body = new byte[1000];
        new SplittableRandom(i).nextBytes(body);
        ObjectKey key = new ObjectKey(COLLECTION, String.format(Locale.ROOT, "%05d/f%09d.fits", i / 1000, i));
        store.put(PutRequest.create(key, "application/fits").withLength(body.length), new ByteArrayInputStream(body));
    }

    private interface Step {
        void run() throws IOException;
    }

    private static List<Double> times(Path directory, Step before) throws IOException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i <= ROUNDS; i++) {
            before.run();
            long start = System.nanoTime();
            try (LocalStore store = LocalStore.open(directory, StoreConfig.defaults())) {
                double time = seconds(start);
                if (i > 0) {
                    times.add(time);
                }
                long objects = 0;
                for (CollectionId collection : store.collections()) {
                    objects += store.stat(collection).objects();
                }
                System.out.printf("  %.2f s, %,d objects%n", time, objects);
            }
        }
        return times;
    }

    private static void print(String what, List<Double> times) {
        System.out.printf(
                "open, %s: %.2f s%n", what, times.stream().sorted().toList().get(ROUNDS / 2));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
