package org.xingvo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.xingvo.ingest.load.CatalogueLoader;
import org.xingvo.ingest.load.LoadReport;
import org.xingvo.ingest.load.LoadRequest;
import org.xingvo.ingest.table.LoadProgress;
import org.xingvo.ingest.table.TableLayout.PositionChoice;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.Pools;
import org.xingvo.schemas.Preference;
import org.xingvo.schemas.cluster.EmbeddedPostgres;
import org.xingvo.schemas.cluster.PostgresCluster;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableSource;

/**
 * A FITS catalogue of 2.2 million rows and 32 columns from the file to a table in sky order with spatial index, key and
 * statistics, in turn with the floor: psql's COPY of the same rows from a prepared binary file, primary key, spatial
 * index, CLUSTER and ANALYZE. Both in the embedded database with every sync on.
 *
 * <p>Arguments: a directory to work in, rounds (default 3), rows (default 2200000). psql must be on the PATH.
 */
public final class LoadBenchmark {
    private static final int ROWS = 2_200_000;

    private LoadBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : ROWS;
        Path file = directory.resolve("catalogue-" + rows + ".fits");
        if (!Files.exists(file)) {
            CatalogueFile.write(file, rows);
        }
        Path data = Files.createTempDirectory(directory, "data-");
        try (Databases databases = Databases.open(null, data, Preference.AUTO, Pools.standard())) {
            PostgresCluster.Address address = EmbeddedPostgres.running(data);
            Path copy = directory.toAbsolutePath().resolve("catalogue-" + rows + ".copy");
            double[] loads = new double[rounds];
            double[] floors = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                loads[i] = load(databases, file, directory);
                if (i == 0) {
                    psql(
                            address,
                            "\\copy (select source_id, ra, \"dec\", " + others()
                                    + " from data.benchmark order by source_id) to '" + copy + "' (format binary)");
                }
                floors[i] = floor(address, copy);
                System.out.printf(Locale.ROOT, "round %d: load %.1f s, floor %.1f s%n", i + 1, loads[i], floors[i]);
            }
            Arrays.sort(loads);
            Arrays.sort(floors);
            System.out.printf(
                    Locale.ROOT,
                    "geometry %s, %,d rows: load %.1f s, floor %.1f s, ratio %.2f (medians of %d)%n",
                    databases.dialect(),
                    rows,
                    loads[rounds / 2],
                    floors[rounds / 2],
                    loads[rounds / 2] / floors[rounds / 2],
                    rounds);
        }
    }

    private static double load(Databases databases, Path file, Path directory) throws IOException {
        long began = System.nanoTime();
        try (TableSource source = TableFiles.open(file, file.toString(), null, null)) {
            LoadReport report = new CatalogueLoader(databases.owner(), databases.dialect())
                    .load(
                            new LoadRequest(
                                    "benchmark",
                                    List.of(source),
                                    LoadRequest.Mode.REPLACE,
                                    new PositionChoice(null, null, false),
                                    null,
                                    null,
                                    null,
                                    null,
                                    List.of(),
                                    directory.resolve("sort"),
                                    LoadRequest.DEFAULT_MEMORY_BYTES),
                            new Phases());
            if (report.ra() == null || report.key() == null) {
                throw new IllegalStateException("expected positions and a key, found " + report);
            }
        }
        System.out.println();
        return seconds(began);
    }

    private static String others() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            names.add("mag" + i);
        }
        names.addAll(List.of("n0", "n1", "n2", "n3", "pm0", "pm1", "name", "variable", "class"));
        return String.join(", ", names);
    }

    private static double floor(PostgresCluster.Address address, Path copy) throws Exception {
        psql(address, "drop table if exists public.floor");
        StringBuilder ddl = new StringBuilder("create table public.floor (source_id bigint, ra float8, \"dec\" float8");
        for (int i = 0; i < 20; i++) {
            ddl.append(", mag").append(i).append(" real");
        }
        ddl.append(", n0 integer, n1 integer, n2 integer, n3 integer, pm0 float8, pm1 float8, name text,"
                + " variable boolean, class smallint)");
        long began = System.nanoTime();
        psql(address, ddl.toString());
        step(address, "copy", "\\copy public.floor from '" + copy + "' (format binary)");
        step(address, "key", "alter table public.floor add primary key (source_id)");
        step(address, "gist", "create index floor_sky on public.floor using gist (sky.point(ra, \"dec\"))");
        step(address, "cluster", "cluster public.floor using floor_sky");
        step(address, "analyze", "analyze public.floor");
        System.out.println();
        return seconds(began);
    }

    private static void step(PostgresCluster.Address address, String name, String command) throws Exception {
        long began = System.nanoTime();
        psql(address, command);
        System.out.printf(Locale.ROOT, "  %s %.1f s", name, seconds(began));
    }

    private static void psql(PostgresCluster.Address address, String command) throws Exception {
        ProcessBuilder psql = new ProcessBuilder(
                        "psql",
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        "" + address.port(),
                        "-U",
                        PostgresCluster.USER,
                        "-c",
                        command,
                        "xingvo")
                .inheritIO();
        psql.environment().put("PGPASSWORD", address.password());
        if (psql.start().waitFor() != 0) {
            throw new IOException("psql failed: " + command);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** How long each phase took, as it ends. */
    private static final class Phases implements LoadProgress {
        private long since = System.nanoTime();
        private String phase = "begin";

        @Override
        public void begin(Phase next, long total) {
            System.out.printf(Locale.ROOT, "  %s %.1f s", phase, seconds(since));
            since = System.nanoTime();
            phase = next.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public void advance(long more) {}
    }
}
