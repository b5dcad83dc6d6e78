package org.xingvo.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * Short queries of a running server with 2.2 million rows: the first thousand rows of a table with all its columns, and
 * a job of one row from its creation until the client has seen it completed by waiting for it. The floor of both is the
 * statement, prepared, with values in binary, by the driver that the server uses.
 *
 * <p>Arguments: JDBC URL of the server's database with its owner's user and password, base URL of the server, optional
 * number of requests (default 500).
 */
public final class QueryBenchmark {
    private QueryBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String jdbc = arguments[0];
        URI base = URI.create(arguments[1]);
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 500;
        String first = "SELECT TOP 1000 * FROM " + BenchmarkTable.USUAL.name();
        String one = "SELECT 1 AS one FROM tap_schema.schemas WHERE schema_name = 'data'";
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            BenchmarkTable.USUAL.make(connection, BenchmarkTable.dialect(connection));
            for (int round = 0; round < 2; round++) {
                Latencies rows =
                        sql(connection, "select * from " + BenchmarkTable.USUAL.name() + " limit 1001", requests);
                rows.print("SQL, TOP 1000", rows);
                Client.get(times(requests, Client.tap(base, first)), 1).print("TAP, TOP 1000", rows);
                Latencies trivial = sql(connection, one, requests);
                trivial.print("SQL, one row", trivial);
                Client.get(times(requests, Client.tap(base, one)), 1).print("TAP sync, one row", trivial);
                jobs(base, one, requests).print("TAP job, one row", trivial);
            }
        }
    }

    private static List<URI> times(int number, URI request) {
        return Collections.nCopies(number, request);
    }

    private static Latencies sql(Connection connection, String sql, int requests) throws SQLException {
        long rows = 0;
        long[] nanos = new long[requests];
        long cpu = Client.cpu();
        long began = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            for (int i = 0; i < requests; i++) {
                long start = System.nanoTime();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows++;
                    }
                }
                nanos[i] = System.nanoTime() - start;
            }
        }
        return new Latencies(nanos, System.nanoTime() - began, Client.cpu() - cpu, rows);
    }

    /** Makes a job that runs at once, waits for its end as clients do, and deletes it, which is not counted. */
    private static Latencies jobs(URI base, String adql, int requests) throws IOException, InterruptedException {
        long[] nanos = new long[requests];
        long bytes = 0;
        long cpu = Client.cpu();
        long began = System.nanoTime();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String form = "LANG=ADQL&PHASE=RUN&QUERY=" + URLEncoder.encode(adql, StandardCharsets.UTF_8);
            HttpRequest create = HttpRequest.newBuilder(base.resolve("/tap/async"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            for (int i = 0; i < requests; i++) {
                long start = System.nanoTime();
                URI job = URI.create(client.send(create, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow());
                String phase = "";
                while (!phase.contains("<uws:phase>COMPLETED<")) {
                    phase = client.send(
                                    HttpRequest.newBuilder(URI.create(job + "?WAIT=-1"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
                    if (phase.contains("<uws:phase>ERROR<")) {
                        throw new IOException("a job failed: " + phase);
                    }
                }
                nanos[i] = System.nanoTime() - start;
                bytes += phase.length();
                client.send(HttpRequest.newBuilder(job).DELETE().build(), HttpResponse.BodyHandlers.discarding());
            }
        }
        return new Latencies(nanos, System.nanoTime() - began, Client.cpu() - cpu, bytes);
    }
}
