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
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.SkySql;

/**
 * Cone searches of 0.05 degrees on a table of 2.2 million rows of a running server: the SQL itself by a prepared
 * statement (the floor), then Cone Search over HTTP with 1 and with 8 clients. Positions are random and distinct.
 *
 * <p>Arguments: JDBC URL of the server's database with its owner's user and password, base URL of the server, optional
 * number of requests (default 4000). The table data.cone_benchmark is made when it is not there.
 */
public final class ConeBenchmark {
    private static final int ROWS = 2_200_000;
    private static final double RADIUS_DEG = 0.05;
    private static final long SEED = 20_261_122L;

    private ConeBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String jdbc = arguments[0];
        URI base = URI.create(arguments[1]);
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4000;
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            SkyDialect dialect = dialect(connection);
            System.out.printf(Locale.ROOT, "geometry %s, %,d rows, %.2f degrees%n", dialect, ROWS, RADIUS_DEG);
            makeTable(connection, dialect);
            double[][] cones = cones(requests);
            report("SQL, prepared, 1 client", sql(connection, cones), 1);
        }
        warmUp(base);
        report("Cone Search, 1 client", http(base, cones(requests), 1), 1);
        report("Cone Search, 8 clients", http(base, cones(requests), 8), 8);
    }

    private static void makeTable(Connection connection, SkyDialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            try (ResultSet row = statement.executeQuery("select to_regclass('data.cone_benchmark') is not null")) {
                row.next();
                if (row.getBoolean(1)) {
                    return;
                }
            }
            String more = String.join(
                    ", ",
                    IntStream.range(0, 27)
                            .mapToObj(i -> (i % 3 == 0 ? "(i % 1000)::integer" : "random()") + " as c" + i)
                            .toList());
            statement.execute("select setseed(0.5)");
            statement.execute(
                    "create table data.cone_benchmark as select 'ivo://benchmark/cone?' || i as obs_publisher_did,"
                            + " 360 * random() as ra, degrees(asin(2 * random() - 1)) as dec, 'star' || i as name, "
                            + more
                            + ", 0 as access_class from generate_series(1, " + ROWS + ") as i");
            statement.execute("alter table data.cone_benchmark alter access_class set not null");
            statement.execute(SkySql.of(dialect).pointIndex("data.cone_benchmark", "ra", "dec"));
            statement.execute("analyze data.cone_benchmark");
            statement.execute("insert into tap_schema.schemas (schema_name) values ('data') on conflict do nothing");
            statement.execute("insert into tap_schema.tables (schema_name, table_name, table_type)"
                    + " values ('data', 'data.cone_benchmark', 'table') on conflict do nothing");
            statement.execute("""
                    insert into tap_schema.columns
                        (table_name, column_name, datatype, arraysize, unit, ucd, indexed, principal, column_index)
                    select 'data.cone_benchmark', a.attname,
                           case format_type(a.atttypid, null) when 'text' then 'char' when 'integer' then 'int'
                                when 'double precision' then 'double' end,
                           case format_type(a.atttypid, null) when 'text' then '*' end,
                           case when a.attname in ('ra', 'dec') then 'deg' end,
                           case a.attname when 'ra' then 'pos.eq.ra;meta.main' when 'dec' then 'pos.eq.dec;meta.main'
                                when 'obs_publisher_did' then 'meta.ref.ivoid;meta.main' end,
                           0, 1, a.attnum
                      from pg_attribute a
                     where a.attrelid = 'data.cone_benchmark'::regclass and a.attnum > 0
                       and a.attname <> 'access_class'""");
            statement.execute("grant select on data.cone_benchmark to xingvo_reader");
        }
    }

    private static SkyDialect dialect(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select value from archive.setting where name = 'sky.dialect'")) {
            row.next();
            return SkyDialect.valueOf(row.getString(1));
        }
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
