package org.xingvo.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
 * files per second for the first run, which drafts and stores, and for a second one, which finds nothing new.
 */
public final class IngestBenchmark {
    private static final long SEED = 20130929;

    private IngestBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("arguments: DIRECTORY [SPECTRA [JDBC_URL]]");
            System.exit(2);
        }
        Path directory = Path.of(arguments[0]);
        int spectra = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5000;
        String url = arguments.length > 2 ? arguments[2] : null;
        Path survey = directory.resolve("survey-" + spectra);
        if (!Files.isDirectory(survey)) {
            long start = System.nanoTime();
            DemoSurvey.write(survey, spectra, SEED, done -> {});
            System.out.printf("survey of %,d spectra written in %.1f s%n", spectra, seconds(start));
        }
        Path data = Files.createTempDirectory(directory, "data-");
        try (Databases databases = Databases.open(url, data, Preference.AUTO, Pools.standard());
                LocalStore store = LocalStore.open(data.resolve("store"), StoreConfig.defaults())) {
            Publisher publisher = new Publisher(
                    store, new Catalogue(databases.owner(), databases.dialect()), data.resolve("collections"));
            run("first run", publisher, survey);
            run("second run", publisher, survey);
        }
    }

    private static void run(String name, Publisher publisher, Path survey) {
        Phases phases = new Phases();
        PublishReport report = publisher.publish(List.of(survey), PublishOptions.of("org.example"), phases);
        phases.end();
        System.out.printf("%s: %.1f s, %s; %s%n", name, report.took().toMillis() / 1e3, report.line(), phases.text);
        if (report.refused() > 0) {
            System.out.println(report.reasonsLine());
        }
        report.notes().forEach(System.out::println);
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
