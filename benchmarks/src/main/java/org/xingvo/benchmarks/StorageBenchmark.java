package org.xingvo.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
 * and synced in groups of 64, and pread. Arguments: directory, threads that put (64), objects of 1 KB, objects of 20 KB.
 * Rounds alternate the order; the median of each figure is printed, and what it takes of processor time.
 */
public final class StorageBenchmark {
    private static final int ROUNDS = 5;
    private static final int FLOOR_GROUP = 64;
    private static final int READS = 300_000;
    private static final int SYNCS = 300;
    private static final int READERS = Runtime.getRuntime().availableProcessors();
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Path directory;
    private final int threads;

    private StorageBenchmark(Path directory, int threads) {
        this.directory = directory;
        this.threads = threads;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args.length > 0 ? args[0] : "target/storage-benchmark");
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        int small = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        int larger = args.length > 3 ? Integer.parseInt(args[3]) : 10_000;
        StorageBenchmark benchmark = new StorageBenchmark(directory, threads);
        benchmark.syncs();
        benchmark.series(1000, small);
        benchmark.series(20_000, larger);
    }

    /** How often this disk syncs 4 KB. */
    private void syncs() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(
                directory.resolve("syncs"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(4096);
            Rate rate = perSecond(1, SYNCS, i -> {
                channel.write(page.clear(), i * 4096L);
                channel.force(false);
                return null;
            });
            System.out.printf(
                    "load %.1f; append and sync of 4 KB: %,.0f/s%n", SYSTEM.getSystemLoadAverage(), rate.perSecond());
        }
    }

    private void series(int size, int count) throws IOException, InterruptedException {
        List<Rate> puts = new ArrayList<>();
        List<Rate> floors = new ArrayList<>();
        List<Rate> reads = new ArrayList<>();
        List<Rate> preads = new ArrayList<>();
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
        System.out.printf("%,d objects of %,d bytes, median of %d%n", count, size, ROUNDS);
        print("put, %d threads".formatted(threads), puts);
        print("append and sync in groups of %d, one thread".formatted(FLOOR_GROUP), floors);
        print("get, %d threads".formatted(READERS), reads);
        print("pread, %d threads".formatted(READERS), preads);
    }

    /** How often a second, and what one takes of processor time. */
    private record Rate(double perSecond, double micros) {
        Rate times(int n) {
            return new Rate(perSecond * n, micros / n);
        }
    }

    private static void print(String what, List<Rate> rates) {
        List<Rate> sorted = rates.stream()
                .sorted(Comparator.comparingDouble(Rate::perSecond))
                .toList();
        Rate median = sorted.get(sorted.size() / 2);
        System.out.printf(
                "  %s: %,.0f/s (%,.0f to %,.0f), %.1f us of processor time each%n",
                what,
                median.perSecond(),
                sorted.getFirst().perSecond(),
                sorted.getLast().perSecond(),
                median.micros());
    }

    private void store(int size, int count, List<Rate> puts, List<Rate> reads)
            throws IOException, InterruptedException {
        CollectionId collection = CollectionId.of(0, 1, 1, 1);
        byte[] body = body(size);
        try (LocalStore store = LocalStore.open(directory.resolve("store"), StoreConfig.defaults())) {
            store.createCollection(collection, CollectionSettings.named("benchmark"));
            puts.add(perSecond(threads, count, i -> {
                PutRequest request = PutRequest.create(key(collection, i), "application/fits")
                        .withLength(size);
                store.put(request, new ByteArrayInputStream(body));
                return null;
            }));
            SplittableRandom random = new SplittableRandom(1);
            int[] order = random.ints(READS, 0, count).toArray();
            reads.add(perSecond(READERS, READS, i -> {
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
    private void floor(int size, int count, List<Rate> floors, List<Rate> preads)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve("floor");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer group = ByteBuffer.allocateDirect(size * FLOOR_GROUP);
            long[] at = new long[1];
            floors.add(perSecond(1, Math.ceilDiv(count, FLOOR_GROUP), i -> {
                        at[0] += channel.write(group.clear(), at[0]);
                        channel.force(false);
                        return null;
                    })
                    .times(FLOOR_GROUP));
            int[] order = new SplittableRandom(1).ints(READS, 0, count).toArray();
            preads.add(perSecond(READERS, READS, i -> channel.read(ByteBuffer.allocate(size), (long) order[i] * size)));
        }
        Files.delete(file);
    }

    /** What every thread does for each number. */
    private interface Work {
        @Nullable
        Object run(int i) throws IOException;
    }

    private static Rate perSecond(int crew, int count, Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(crew)) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < crew; t++) {
                int first = t;
                tasks.add(() -> {
                    for (int i = first; i < count; i += crew) {
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
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Rate(count / seconds, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / count);
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        new SplittableRandom(2).nextBytes(body);
        return body;
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
