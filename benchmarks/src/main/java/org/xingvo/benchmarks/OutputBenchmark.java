package org.xingvo.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * One million rows of 31 columns by TAP in several formats, to curl, beside the floor: {@code psql \copy} of the same
 * rows, in binary for the formats of bytes and in CSV for CSV. Formats and floors take turns; the medians are given.
 *
 * <p>Arguments: JDBC URL of the server's database with its owner's user and password, base URL of the server, optional
 * rounds (default 5) and rows (default 1,000,000). Needs psql and curl. The table is made when it is not there.
 */
public final class OutputBenchmark {
    private OutputBenchmark() {}

    /** A format of the answer, or a floor without a format. */
    private enum Way {
        PSQL_BINARY("psql \\copy binary", "binary", true),
        BINARY2("TAP VOTable BINARY2", "votable/b2", false),
        PSQL_CSV("psql \\copy csv", "csv", true),
        CSV("TAP CSV", "csv", false),
        FITS("TAP FITS", "fits", false);

        final String title;
        final String format;
        final boolean floor;

        Way(String title, String format, boolean floor) {
            this.title = title;
            this.format = format;
            this.floor = floor;
        }

        Way against() {
            return this == CSV ? PSQL_CSV : PSQL_BINARY;
        }
    }

    /** Seconds. */
    private record Time(double firstByte, double whole, long bytes) {}

    public static void main(String[] arguments) throws Exception {
        String jdbc = arguments[0];
        URI base = URI.create(arguments[1]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int rows = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1_000_000;
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            BenchmarkTable.USUAL.make(connection, BenchmarkTable.dialect(connection));
        }
        Map<Way, List<Time>> times = new EnumMap<>(Way.class);
        for (int round = -1; round < rounds; round++) {
            for (Way way : Way.values()) {
                Time time = way.floor ? psql(jdbc, way, rows) : curl(base, way, rows);
                if (round >= 0) {
                    times.computeIfAbsent(way, w -> new ArrayList<>()).add(time);
                }
            }
        }
        System.out.printf(Locale.ROOT, "%,d rows, median of %d rounds after one to warm up%n", rows, rounds);
        for (Way way : Way.values()) {
            List<Time> own = times.getOrDefault(way, List.of());
            double whole = median(own, false);
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %6.2f s  first byte %7.1f ms  %,13d bytes  %.2f x floor%n",
                    way.title,
                    whole,
                    median(own, true) * 1e3,
                    own.getFirst().bytes,
                    whole / median(times.getOrDefault(way.against(), List.of()), false));
        }
    }

    private static double median(List<Time> times, boolean first) {
        double[] sorted = times.stream()
                .mapToDouble(time -> first ? time.firstByte : time.whole)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static Time psql(String jdbc, Way way, int rows) throws IOException, InterruptedException {
        Properties login = Driver.parseURL(jdbc, new Properties());
        if (login == null) {
            throw new IOException("expected a JDBC URL of PostgreSQL, found " + jdbc);
        }
        String columns = "obs_publisher_did, ra, dec, name"
                + String.join(
                        "",
                        java.util.stream.IntStream.range(0, 27)
                                .mapToObj(i -> ", c" + i)
                                .toList());
        List<String> command = List.of(
                "psql",
                "-q",
                "-c",
                "\\copy (select " + columns + " from " + BenchmarkTable.USUAL.name() + " limit " + rows
                        + ") to '/dev/null' (format " + way.format + ")");
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put("PGHOST", login.getProperty("PGHOST"));
        process.environment().put("PGPORT", login.getProperty("PGPORT"));
        process.environment().put("PGDATABASE", login.getProperty("PGDBNAME"));
        process.environment().put("PGUSER", login.getProperty("user"));
        process.environment().put("PGPASSWORD", login.getProperty("password"));
        long start = System.nanoTime();
        int code = process.start().waitFor();
        if (code != 0) {
            throw new IOException("psql ended with " + code);
        }
        return new Time(0, (System.nanoTime() - start) / 1e9, 0);
    }

    private static Time curl(URI base, Way way, int rows) throws IOException, InterruptedException {
        String query = "SELECT TOP " + rows + " * FROM " + BenchmarkTable.USUAL.name();
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail", "-o", "/dev/null"));
        command.addAll(List.of("-w", "%{time_starttransfer} %{time_total} %{size_download}"));
        command.addAll(List.of("-d", "LANG=ADQL&MAXREC=" + rows + "&RESPONSEFORMAT=" + way.format));
        command.addAll(List.of("-d", "QUERY=" + URLEncoder.encode(query, StandardCharsets.UTF_8)));
        command.add(base.resolve("/tap/sync").toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ", -1);
        if (process.waitFor() != 0) {
            throw new IOException("curl ended with " + process.exitValue());
        }
        return new Time(Double.parseDouble(said[0]), Double.parseDouble(said[1]), Long.parseLong(said[2].strip()));
    }
}
