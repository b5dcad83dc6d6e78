package org.xingvo.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;

/**
 * Durable puts and random reads of small objects in one process, beside the floor: the same bytes appended to one file
 * and synced in groups, and pread. Arguments: directory, threads, objects of 1 KB, objects of 20 KB. Rounds alternate
 * the order; the median of each figure is printed. Run by {@code docs/benchmarks.md}.
 */
public final class StorageBenchmark {
    private static final int ROUNDS = 5;
    private static final int FLOOR_GROUP = 16;
    private static final int READS = 200_000;

    private final Path directory;
    private final int threads;

    private StorageBenchmark(Path directory, int threads) {
        this.directory = directory;
        this.threads = threads;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args.length > 0 ? args[0] : "target/storage-benchmark");
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 16;
        int small = args.length > 2 ? Integer.parseInt(args[2]) : 20_000;
        int larger = args.length > 3 ? Integer.parseInt(args[3]) : 10_000;
        StorageBenchmark benchmark = new StorageBenchmark(directory, threads);
        benchmark.series(1000, small);
        benchmark.series(20_000, larger);
    }

    private void series(int size, int count) throws IOException, InterruptedException {
        List<Double> puts = new ArrayList<>();
        List<Double> floors = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        List<Double> preads = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            delete();
            if (round % 2 == 0) {
                floor(size, count, floors, preads);
                store(size, count, puts, reads);
            } else {
                store(size, count, puts, reads);
                floor(size, count, floors, preads);
            }
        }
        delete();
        System.out.printf(
                "%,d objects of %,d bytes, %d threads, median of %d: put %,.0f/s, floor %,.0f/s (append and sync in"
                        + " groups of %d, one thread); get %,.0f/s, floor %,.0f/s (pread)%n",
                count, size, threads, ROUNDS, median(puts), median(floors), FLOOR_GROUP, median(reads), median(preads));
    }

    private void store(int size, int count, List<Double> puts, List<Double> reads)
            throws IOException, InterruptedException {
        CollectionId collection = CollectionId.of(0, 1, 1, 1);
        byte[] body = body(size);
        try (LocalStore store = LocalStore.open(directory.resolve("store"), StoreConfig.defaults())) {
            store.createCollection(collection, CollectionSettings.named("benchmark"));
            puts.add(perSecond(count, i -> {
                PutRequest request = PutRequest.create(key(collection, i), "application/fits")
                        .withLength(size);
                store.put(request, new ByteArrayInputStream(body));
                return null;
            }));
            SplittableRandom random = new SplittableRandom(1);
            int[] order = random.ints(READS, 0, count).toArray();
            reads.add(perSecond(READS, i -> {
                try (ObjectReader reader = store.open(key(collection, order[i])).orElseThrow()) {
                    return reader.read(ByteBuffer.allocate(size), 0);
                }
            }));
        }
    }

    private static ObjectKey key(CollectionId collection, int i) {
        return new ObjectKey(collection, "dr2/B5591%02d/spec-%07d.fits".formatted(i % 100, i));
    }

    /** One thread appends groups and syncs each; then all threads read at random. */
    private void floor(int size, int count, List<Double> floors, List<Double> preads)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve("floor");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer group = ByteBuffer.allocateDirect(size * FLOOR_GROUP);
            long start = System.nanoTime();
            long at = 0;
            for (int i = 0; i < count; i += FLOOR_GROUP) {
                group.clear();
                at += channel.write(group, at);
                channel.force(false);
            }
            floors.add(count / ((System.nanoTime() - start) / 1e9));
            int[] order = new SplittableRandom(1).ints(READS, 0, count).toArray();
            preads.add(perSecond(READS, i -> channel.read(ByteBuffer.allocate(size), (long) order[i] * size)));
        }
        Files.delete(file);
    }

    /** What every thread does for each number. */
    private interface Work {
        @Nullable
        Object run(int i) throws IOException;
    }

    private double perSecond(int count, Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                tasks.add(() -> {
                    for (int i = first; i < count; i += threads) {
                        work.run(i);
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
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        new SplittableRandom(2).nextBytes(body);
        return body;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private void delete() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
