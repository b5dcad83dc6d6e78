package org.xingvo.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.xingvo.ingest.CataloguedWrites;
import org.xingvo.ingest.DatasetNames;
import org.xingvo.ingest.HeadedStore;
import org.xingvo.ingest.IngestRequest;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishOptions;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.Publisher;
import org.xingvo.ingest.QueueWorker;
import org.xingvo.ingest.demo.DemoSurvey;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.Pools;
import org.xingvo.schemas.Preference;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.local.LocalStore;

/**
 * How long after the end of an upload its row is visible, while a run takes in a survey: single puts into a catalogued
 * collection beside it, with the two workers that a server has. Arguments: a directory, the number of spectra of the run,
 * the number of puts. Prints median, p99 and the longest, and whether the run outlasted the puts.
 */
public final class VisibleBenchmark {
    private static final long SEED = 20130929;
    private static final int PIXELS = 700;
    private static final int FIRST = 200;
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private VisibleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("arguments: DIRECTORY SPECTRA PUTS");
            System.exit(2);
        }
        Path directory = Path.of(arguments[0]);
        Path survey = survey(directory, Integer.parseInt(arguments[1]));
        Path first = survey(directory, FIRST);
        int puts = Integer.parseInt(arguments[2]);
        Path data = Files.createTempDirectory(directory, "data-");
        try (Databases databases = Databases.open(null, data, Preference.AUTO, Pools.standard());
                LocalStore store = LocalStore.open(data.resolve("store"), StoreConfig.defaults())) {
            Catalogue catalogue = new Catalogue(databases.owner(), databases.dialect());
            Publisher publisher = new Publisher(store, catalogue, data.resolve("collections"));
            PublishOptions options = PublishOptions.of("org.example");
            publisher.publish(List.of(first), options, Progress.silent());
            List<QueueWorker> workers = List.of(new QueueWorker(store, catalogue), new QueueWorker(store, catalogue));
            List<Thread> threads = new ArrayList<>();
            workers.forEach(w -> threads.add(Thread.ofPlatform().daemon().start(w)));
            AtomicBoolean running = new AtomicBoolean(true);
            threads.add(Thread.ofPlatform().start(() -> {
                PublishReport report = publisher.ingest(IngestRequest.of(List.of(survey)), options, Progress.silent());
                running.set(false);
                System.out.println("the run beside: " + report.line());
            }));
            CollectionId id = store.findCollection("lamost_spectra").orElseThrow();
            measure(new HeadedStore(store), catalogue, databases.owner(), id, first, puts, running);
            workers.forEach(QueueWorker::close);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static Path survey(Path directory, int spectra) throws IOException {
        Path survey = directory.resolve("survey-" + spectra);
        if (!Files.isDirectory(survey)) {
            DemoSurvey.writeSpectra(survey, spectra, PIXELS, SEED, done -> {});
        }
        return survey;
    }

    private static void measure(
            HeadedStore store,
            Catalogue catalogue,
            DataSource database,
            CollectionId id,
            Path files,
            int puts,
            AtomicBoolean running)
            throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(files)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                bodies.add(Files.readAllBytes(file));
            }
        }
        CataloguedWrites door = new CataloguedWrites(store, catalogue, "org.example");
        Map<String, Long> waiting = new ConcurrentHashMap<>();
        List<Long> waited = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread looker = Thread.ofPlatform().start(() -> look(database, waiting, waited, done));
        for (int i = 0; i < puts; i++) {
            ObjectKey key = new ObjectKey(id, "put/%05d.fits".formatted(i));
            StoredObject stored = door.put(
                    PutRequest.create(key, "application/fits"),
                    new ByteArrayInputStream(bodies.get(i % bodies.size())));
            waiting.put(
                    DatasetNames.publisherDid(
                            "org.example", "lamost_spectra", stored.key().name()),
                    System.nanoTime());
            LockSupport.parkNanos(GAP_NANOS);
        }
        boolean beside = running.get();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!waiting.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        done.set(true);
        looker.join();
        waited.sort(null);
        System.out.printf(
                "%,d puts, %,d visible, the run beside %s; from the end of a put to visible: median %.0f ms, p99 %.0f ms,"
                        + " longest %.0f ms%n",
                puts,
                waited.size(),
                beside ? "outlasted them" : "ended before",
                waited.get(waited.size() / 2) / 1e6,
                waited.get((int) (waited.size() * 0.99)) / 1e6,
                waited.getLast() / 1e6);
    }

    private static void look(DataSource database, Map<String, Long> waiting, List<Long> waited, AtomicBoolean done) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select obs_publisher_did from ivoa.obscore where obs_publisher_did = any(?)")) {
            while (!done.get()) {
                statement.setArray(
                        1, connection.createArrayOf("text", waiting.keySet().toArray()));
                try (ResultSet rows = statement.executeQuery()) {
                    long now = System.nanoTime();
                    while (rows.next()) {
                        Long since = waiting.remove(rows.getString(1));
                        if (since != null) {
                            waited.add(now - since);
                        }
                    }
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
