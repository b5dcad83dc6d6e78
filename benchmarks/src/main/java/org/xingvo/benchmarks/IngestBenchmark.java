package org.xingvo.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishOptions;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.Publisher;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.Pools;
import org.xingvo.schemas.Preference;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;

/**
 * The whole ingest of a synthetic survey, half of it compressed: store and embedded database with every sync on.
 * Arguments: a directory to work in, the number of spectra, a JDBC URL (left out: the embedded database). Prints
 * files per second for the first run, which drafts and stores, its ratio to the floor, and for a second one, which finds
 * nothing new.
 */
public final class IngestBenchmark {
    private static final long SEED = 20130929;
    /** Of each of five rows: files of 29 KB, or about 11 KB compressed. */
    private static final int PIXELS = 700;

    private static final AtomicLong HEAP = new AtomicLong();

    private IngestBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("arguments: DIRECTORY [SPECTRA [JDBC_URL]]");
            System.exit(2);
        }
        Path directory = Path.of(arguments[0]);
        int spectra = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5000;
        String url = arguments.length > 2 ? arguments[2] : null;
        watchHeap();
        Path survey = directory.resolve("survey-" + spectra);
        if (!Files.isDirectory(survey)) {
            long start = System.nanoTime();
            DemoSurvey.writeSpectra(survey, spectra, PIXELS, SEED, done -> {});
            System.out.printf("survey of %,d spectra written in %.1f s%n", spectra, seconds(start));
        }
        Path data = Files.createTempDirectory(directory, "data-");
        try (Databases databases = Databases.open(url, data, Preference.AUTO, Pools.standard());
                LocalStore store = LocalStore.open(data.resolve("store"), StoreConfig.defaults())) {
            Publisher publisher = new Publisher(
                    store, new Catalogue(databases.owner(), databases.dialect()), data.resolve("collections"));
            double took = run("first run", publisher, survey, data);
            double floor = IngestFloor.measure(survey, databases.owner(), data);
            System.out.printf(
                    "floor, read + SHA-256 and COPY of the same rows: %.1f s; ratio %.2f%n", floor, took / floor);
            run("second run", publisher, survey, data);
        }
    }

    /** Returns how long it took [s]. */
    private static double run(String name, Publisher publisher, Path survey, Path data) {
        Phases phases = new Phases();
        double database = databaseSeconds(data);
        HEAP.set(0);
        PublishReport report = publisher.publish(List.of(survey), PublishOptions.of("org.example"), phases);
        phases.end();
        System.out.printf("%s: %.1f s, %s; %s%n", name, report.took().toMillis() / 1e3, report.line(), phases.text);
        if (report.refused() > 0) {
            System.out.println(report.reasonsLine());
        }
        report.notes().forEach(System.out::println);
        System.out.printf(
                "%s: %.1f s of CPU in the database, heap after the last collections at most %,d MiB%n",
                name, databaseSeconds(data) - database, HEAP.get() >> 20);
        return report.took().toMillis() / 1e3;
    }

    /** Keeps the most that was in use after a garbage collection. */
    private static void watchHeap() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                long used = GarbageCollectionNotificationInfo.from(
                                                (CompositeData) notification.getUserData())
                                        .getGcInfo()
                                        .getMemoryUsageAfterGc()
                                        .entrySet()
                                        .stream()
                                        .filter(e -> e.getKey().startsWith("G1")
                                                || e.getKey().contains("Gen"))
                                        .mapToLong(e -> e.getValue().getUsed())
                                        .sum();
                                HEAP.accumulateAndGet(used, Math::max);
                            },
                            null,
                            null);
        }
    }

    /** Processor time of the embedded database's processes so far, 0 for another database. */
    private static double databaseSeconds(Path data) {
        Path file = data.resolve("postgres/data/postmaster.pid");
        try {
            long pid = Files.exists(file)
                    ? Long.parseLong(Files.readAllLines(file).getFirst().strip())
                    : 0;
            Stream<ProcessHandle> all = pid == 0
                    ? Stream.empty()
                    : ProcessHandle.of(pid).stream().flatMap(p -> Stream.concat(Stream.of(p), p.descendants()));
            return all.mapToDouble(p ->
                            p.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toMillis() / 1e3;
    }

    /** How long each phase took. */
    private static final class Phases implements Progress {
        private final StringBuilder text = new StringBuilder();
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long since = System.nanoTime();
        private long cpu = system.getProcessCpuTime();
        private String phase = "start";

        @Override
        public void begin(Phase next, long total) {
            end();
            phase = next.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public void advance(long done) {}

        void end() {
            long now = System.nanoTime();
            long cpuNow = system.getProcessCpuTime();
            text.append("%s %d ms (%d ms of CPU in this process) "
                    .formatted(
                            phase,
                            TimeUnit.NANOSECONDS.toMillis(now - since),
                            TimeUnit.NANOSECONDS.toMillis(cpuNow - cpu)));
            since = now;
            cpu = cpuNow;
        }
    }
}
