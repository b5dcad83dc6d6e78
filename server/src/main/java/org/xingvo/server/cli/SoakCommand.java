package org.xingvo.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.Catalogue;
import org.xingvo.ingest.soak.HeaderSoak;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.Pools;
import org.xingvo.schemas.Preference;
import org.xingvo.schemas.cluster.DatabaseUnavailable;
import org.xingvo.server.Archive;
import org.xingvo.server.ServerConfig;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.soak.Kills;
import org.xingvo.storage.soak.LargeObject;
import org.xingvo.storage.soak.RoundTrip;
import org.xingvo.storage.soak.SoakFailure;
import org.xingvo.storage.soak.SoakLog;
import org.xingvo.storage.soak.SparseVolume;
import org.xingvo.tap.db.soak.AdqlSoak;
import org.xingvo.tap.db.soak.SoakDatabase;
import org.xingvo.vospace.soak.RequestFuzz;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing soak}: the long runs of the proof of store and ingest. */
@Command(
        name = "soak",
        description = {
            "Prove the store, ingest and ADQL with the full numbers; takes more than an hour and 12 GB of disk.",
            "Runs, each in an empty directory of its own that is removed when all went well:",
            "  small    1 million files of 1 KB in, listed, back, after a restart and a rebuild",
            "  medium   100,000 files of 10 to 100 KB, the same",
            "  large    a file of 5 GiB by every road in and out",
            "  sparse   a volume of 104 GiB, most of it holes",
            "  kills    200 kills of a process that changes a store",
            "  headers  100,000 damaged FITS files, 2,000 of them through store and database",
            "  adql     1 million damaged queries, 10,000 random regions, 2,000 random queries",
            "  vospace  500,000 damaged requests to the doors of the space"
        },
        footer = {
            "",
            "The seed of the design was tested with 10 million files of 10 to 100 KB (600 GB):",
            "  xing soak medium --files 10000000 --dir DIR"
        },
        mixinStandardHelpOptions = true)
final class SoakCommand implements Runnable {
    private static final List<String> RUNS =
            List.of("small", "medium", "large", "sparse", "kills", "headers", "adql", "vospace");
    private static final long GIB = 1L << 30;

    @Parameters(arity = "0..*", paramLabel = "RUN", description = "Which runs (default: all).")
    List<String> runs = List.of();

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to write (default: a new temporary directory).")
    @Nullable
    Path directory;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats a run (default: a new one).")
    long seed = System.nanoTime();

    @Option(
            names = "--files",
            paramLabel = "N",
            description =
                    "Another number of files for small, medium and headers, of damaged queries for adql, of requests"
                            + " for vospace.")
    int files;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "200",
            description = "Kills (default: ${DEFAULT-VALUE}).")
    int kills = 200;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "64",
            description = "Threads of small and medium (default: ${DEFAULT-VALUE}).")
    int threads = 64;

    @Option(
            names = "--originals",
            paramLabel = "DIR",
            description = "Real files that headers damages beside its own (default: none).")
    @Nullable
    Path originals;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "Empty database with pgSphere that adql runs on beside its own (default: none).")
    @Nullable
    String database;

    @Override
    public void run() {
        Set<String> chosen = new TreeSet<>(runs.isEmpty() ? RUNS : runs);
        for (String run : chosen) {
            if (!RUNS.contains(run)) {
                throw new Failure("soak: expected runs of " + RUNS + ", found '" + run + "'.");
            }
        }
        if (files < 0 || kills < 1 || threads < 1 || threads > 1000) {
            throw new Failure("soak: expected files and kills above 0 and 1 to 1,000 threads.");
        }
        try {
            Path base = directory == null ? Files.createTempDirectory("xing-soak") : Files.createDirectories(directory);
            System.out.printf("%s %s, seed %d, directory %s%n", ServerConfig.PRODUCT, ServerConfig.VERSION, seed, base);
            for (String run : RUNS) {
                if (chosen.contains(run)) {
                    one(run, base.resolve("%s-%d".formatted(run, seed)));
                }
            }
        } catch (IOException e) {
            throw new Failure("soak: " + e.getMessage() + ".", e);
        } catch (SoakFailure e) {
            throw new Failure("soak failed, seed " + seed + ": " + e.getMessage() + ".", e);
        }
    }

    private void one(String run, Path where) throws IOException {
        System.out.printf("%s%n", run);
        SoakLog log = line -> System.out.printf(Locale.ROOT, "  %s%n", line);
        long start = System.nanoTime();
        StoreConfig config = StoreConfig.defaults();
        switch (run) {
            case "small" -> new RoundTrip(where, config, seed, or(1_000_000), 1000, 1000, threads, log).run();
            case "medium" -> new RoundTrip(where, config, seed, or(100_000), 10_000, 100_000, threads, log).run();
            case "large" -> new LargeObject(where, LargeObject.severalVolumes(), seed, 5 * GIB, log).run();
            case "sparse" -> new SparseVolume(where, seed, 104, GIB, 2_000, log).run();
            case "headers" -> headers(where, config, log);
            case "adql" -> adql(where, log);
            case "vospace" -> vospace(where, log);
            default -> new Kills(where, seed, kills, log).run();
        }
        System.out.printf("%s: good, %.0f s%n", run, (System.nanoTime() - start) / 1e9);
        try (Stream<Path> tree = Files.walk(where)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void headers(Path where, StoreConfig config, SoakLog log) throws IOException {
        int count = or(100_000);
        Files.createDirectories(where);
        try (Databases databases = Databases.open(null, where, Preference.AUTO, Pools.standard());
                LocalStore store = LocalStore.open(where.resolve("store"), config)) {
            new HeaderSoak(where, seed, count, Math.max(1, count / 50), Duration.ofSeconds(1), 256L << 20, log)
                    .run(originals, store, new Catalogue(databases.owner(), databases.dialect()));
        } catch (DatabaseUnavailable e) {
            throw new Failure("soak: " + e.getMessage() + ".", e);
        }
    }

    /** On the geometry of cube and, if a database of it is named, on pgSphere. */
    private void adql(Path where, SoakLog log) throws IOException {
        Path cubes = Files.createDirectories(where.resolve("cube"));
        Path spheres = Files.createDirectories(where.resolve("pgsphere"));
        List<Databases> open = new ArrayList<>();
        try {
            open.add(Databases.open(null, cubes, Preference.CUBE, Pools.standard()));
            if (database == null) {
                log.line("without pgSphere, for which --db names an empty database");
            } else {
                open.add(Databases.open(database, spheres, Preference.PGSPHERE, Pools.standard()));
            }
            List<SoakDatabase> databases = open.stream()
                    .map(d -> new SoakDatabase(d.owner(), d.reader(), d.dialect()))
                    .toList();
            new AdqlSoak(databases, seed, log::line).run(or(1_000_000));
        } catch (DatabaseUnavailable e) {
            throw new Failure("soak: " + e.getMessage() + ".", e);
        } catch (AssertionError e) {
            throw new Failure("soak failed: " + e.getMessage() + ".", e);
        } finally {
            open.forEach(Databases::close);
        }
    }

    private void vospace(Path where, SoakLog log) throws IOException {
        ServerOptions options = new ServerOptions();
        options.data = where;
        try (Archive archive = Archive.open(options.config().onLoopback())) {
            String token = archive.newOperatorToken().orElseThrow();
            RequestFuzz.Result result = new RequestFuzz(
                            archive.serve().local(), "vos://xingvo.local~vos", "/home/operator", token, seed)
                    .run(or(500_000));
            log.line("%,d requests, %,d of them undamaged, by status %s"
                    .formatted(result.requests(), result.good(), result.byStatus()));
        } catch (AssertionError e) {
            throw new Failure("soak failed: " + e.getMessage() + ".", e);
        }
    }

    private int or(int usual) {
        return files == 0 ? usual : files;
    }
}
