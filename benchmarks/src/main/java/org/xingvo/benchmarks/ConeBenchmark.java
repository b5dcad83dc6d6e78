package org.xingvo.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xingvo.schemas.SkyDialect;

/**
 * Cone searches of 0.05 degrees on a table of 2.2 million rows of a running server: the SQL itself by a prepared
 * statement (the floor), then Cone Search over HTTP with 1 and with 8 clients. Positions are random and distinct.
 *
 * <p>Arguments: JDBC URL of the server's database with its owner's user and password, base URL of the server, optional
 * number of requests (default 4000). The table data.cone_benchmark is made when it is not there.
 */
public final class ConeBenchmark {
    private static final double RADIUS_DEG = 0.05;
    private static final long SEED = 20_261_122L;

    private ConeBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String jdbc = arguments[0];
        URI base = URI.create(arguments[1]);
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4000;
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            SkyDialect dialect = BenchmarkTable.dialect(connection);
            System.out.printf(
                    Locale.ROOT, "geometry %s, %,d rows, %.2f degrees%n", dialect, BenchmarkTable.ROWS, RADIUS_DEG);
            BenchmarkTable.make(connection, dialect);
            double[][] cones = cones(requests);
            report("SQL, prepared, 1 client", sql(connection, cones), 1);
        }
        warmUp(base);
        report("Cone Search, 1 client", http(base, cones(requests), 1), 1);
        report("Cone Search, 8 clients", http(base, cones(requests), 8), 8);
    }

    private static double[][] cones(int number) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] cones = new double[number][];
        for (int i = 0; i < number; i++) {
            cones[i] = new double[] {360 * random.nextDouble(), Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))};
        }
        return cones;
    }

    private static Times sql(Connection connection, double[][] cones) throws SQLException {
        long rows = 0;
        long[] nanos = new long[cones.length];
        long began = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(
                "select * from data.cone_benchmark where sky.in_circle(ra, dec, ?, ?, ?) and access_class = 0")) {
            for (int i = 0; i < cones.length; i++) {
                long start = System.nanoTime();
                statement.setDouble(1, cones[i][0]);
                statement.setDouble(2, cones[i][1]);
                statement.setDouble(3, RADIUS_DEG);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows++;
                    }
                }
                nanos[i] = System.nanoTime() - start;
            }
        }
        return new Times(nanos, System.nanoTime() - began, rows);
    }

    private static void warmUp(URI base) throws Exception {
        http(base, cones(500), 8);
    }

    private static Times http(URI base, double[][] cones, int clients) throws Exception {
        long[] nanos = new long[cones.length];
        long[] bytes = new long[clients];
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            Future<?>[] futures = new Future<?>[clients];
            for (int c = 0; c < clients; c++) {
                int client = c;
                futures[c] = threads.submit(() -> {
                    bytes[client] = oneClient(base, cones, client, clients, nanos);
                    return null;
                });
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        return new Times(nanos, System.nanoTime() - began, Arrays.stream(bytes).sum());
    }

    private static long oneClient(URI base, double[][] cones, int first, int step, long[] nanos)
            throws IOException, InterruptedException {
        long bytes = 0;
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = first; i < cones.length; i += step) {
                URI uri = base.resolve(String.format(
                        Locale.ROOT,
                        "/scs/data.cone_benchmark?RA=%.9f&DEC=%.9f&SR=%s",
                        cones[i][0],
                        cones[i][1],
                        RADIUS_DEG));
                long start = System.nanoTime();
                HttpResponse<InputStream> response =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    byte[] answer = body.readAllBytes();
                    if (response.statusCode() != 200) {
                        throw new IOException(uri + " answered " + response.statusCode());
                    }
                    bytes += answer.length;
                }
                nanos[i] = System.nanoTime() - start;
            }
        }
        return bytes;
    }

    /** @param amount rows, or bytes of answers */
    private record Times(long[] nanos, long wholeNanos, long amount) {}

    private static void report(String what, Times times, int clients) {
        long[] sorted = times.nanos().clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-26s median %6.2f ms  p99 %6.2f ms  %7.0f requests/s  (%,d requests, %d clients, %,d rows or bytes)%n",
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                sorted.length / (times.wholeNanos() / 1e9),
                sorted.length,
                clients,
                times.amount());
    }
}
