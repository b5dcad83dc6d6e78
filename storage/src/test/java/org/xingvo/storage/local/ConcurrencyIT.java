package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.storage.local.Bodies.SPECTRA;
import static org.xingvo.storage.local.Bodies.get;
import static org.xingvo.storage.local.Bodies.key;
import static org.xingvo.storage.local.Bodies.put;
import static org.xingvo.storage.local.Bodies.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;

/** Many threads at once. */
final class ConcurrencyIT {
    @TempDir
    Path directory;

    private static ExecutorService threads(boolean virtual) {
        return virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(16);
    }

    private static void all(ExecutorService pool, List<? extends Callable<Boolean>> tasks) throws Exception {
        for (Future<Boolean> done : pool.invokeAll(tasks)) {
            done.get();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyPutsAtOnceAreAllThereAndTheIndexGrows(boolean virtual) throws Exception {
        int count = 4000;
        List<String> before;
        try (LocalStore store = LocalStore.open(directory, Bodies.small());
                ExecutorService pool = threads(virtual)) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int n = i;
                tasks.add(() -> {
                    put(store, "object-" + n, random(n, size(n)));
                    return true;
                });
            }
            all(pool, tasks);
            for (int i = 0; i < count; i++) {
                assertThat(get(store, "object-" + i)).isEqualTo(random(i, size(i)));
            }
            assertThat(Files.size(directory.resolve("index/data.mdb")))
                    .isGreaterThan(Bodies.small().indexMapBytes());
            assertThat(store.verify().problems()).isEmpty();
            before = Workload.snapshot(store);
        }
        Files.delete(directory.resolve("index/data.mdb"));
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(Workload.snapshot(store)).isEqualTo(before);
            assertThat(store.verify().problems()).isEmpty();
        }
    }

    private static int size(int n) {
        return n % 50 == 0 ? 30_000 : n % 700;
    }

    @Test
    void oneOfManyCreatorsOfANameWins() throws Exception {
        try (LocalStore store = LocalStore.open(directory, Bodies.small());
                ExecutorService pool = threads(true)) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            AtomicInteger winners = new AtomicInteger();
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                byte[] body = random(i, 100);
                tasks.add(() -> {
                    try {
                        store.put(PutRequest.create(key("one"), "a/b"), Bodies.stream(body));
                        winners.incrementAndGet();
                    } catch (StorageException.AlreadyExists e) {
                        // the others
                    }
                    return true;
                });
            }
            all(pool, tasks);
            assertThat(winners).hasValue(1);
        }
    }

    @Test
    void replacementsAndDeletesOfTheSameNamesLeaveTheSameIndexAfterARebuild() throws Exception {
        long seed = System.nanoTime();
        List<String> before;
        try (LocalStore store = LocalStore.open(directory, Bodies.small());
                ExecutorService pool = threads(false)) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                Random random = new Random(seed + t);
                tasks.add(() -> {
                    for (int i = 0; i < 150; i++) {
                        String name = "n" + random.nextInt(10);
                        if (random.nextInt(3) == 0) {
                            store.delete(key(name));
                        } else {
                            put(store, name, random(random.nextLong(), random.nextInt(50_000)));
                        }
                    }
                    return true;
                });
            }
            all(pool, tasks);
            before = Workload.snapshot(store);
            assertThat(store.verify().problems()).describedAs("seed %d", seed).isEmpty();
        }
        Files.delete(directory.resolve("index/data.mdb"));
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(Workload.snapshot(store)).describedAs("seed %d", seed).isEqualTo(before);
        }
    }

    @Test
    void noInterruptReachesAVolume() throws Exception {
        byte[] body = random(1, 30_000);
        try (LocalStore store = LocalStore.open(directory, Bodies.small());
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
            put(store, "x", body);
            AtomicBoolean end = new AtomicBoolean();
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int n = t;
                tasks.add(() -> {
                    for (int i = 0; i < 300; i++) {
                        Thread.currentThread().interrupt();
                        assertThat(get(store, "x")).isEqualTo(body);
                        put(store, "y" + n, random(i, 200));
                        assertThat(Thread.interrupted()).isTrue();
                    }
                    end.set(true);
                    return true;
                });
                tasks.add(() -> {
                    while (!end.get()) {
                        assertThat(get(store, "x")).isEqualTo(body);
                    }
                    return true;
                });
            }
            all(pool, tasks);
        }
    }

    @Test
    void nothingStaysOpenWhenAStoreIsClosed() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(descriptors));
        for (int i = 0; i < 20; i++) {
            try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
                store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
                put(store, "x" + i, random(i, 100_000));
                get(store, "x" + i);
                assertThat(store.open(key("x" + i))).isPresent();
            }
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            assertThat(open.map(ConcurrencyIT::target)).noneMatch(name -> name.startsWith(directory.toString()));
        }
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(directory.toString());
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
