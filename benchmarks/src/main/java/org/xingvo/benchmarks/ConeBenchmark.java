package org.xingvo.benchmarks;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.xingvo.schemas.SkyDialect;

/**
 * Cone searches of 0.05, 0.5 and 2 degrees on a table of a running server: the SQL itself by a prepared statement (the
 * floor), then Cone Search and TAP over HTTP with 1 and with 8 clients. Positions are random and distinct.
 *
 * <p>Arguments: JDBC URL of the server's database with its owner's user and password, base URL of the server, optional
 * number of requests for the smallest cones (default 4000) and rows of the table (default 2,200,000). The table is made
 * when it is not there.
 */
public final class ConeBenchmark {
    private static final long SEED = 20_261_122L;

    private ConeBenchmark() {}

    /** @param share of the requests of the smallest cones */
    private record Size(double degrees, double share) {}

    private record Cone(double ra, double dec, double radius) {
        URI search(URI base, String table) {
            return base.resolve(String.format(Locale.ROOT, "/scs/%s?RA=%.9f&DEC=%.9f&SR=%s", table, ra, dec, radius));
        }

        URI query(URI base, String table) {
            return Client.tap(
                    base,
                    String.format(
                            Locale.ROOT,
                            "SELECT * FROM %s WHERE 1 = CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', %.9f, %.9f, %s))",
                            table,
                            ra,
                            dec,
                            radius));
        }
    }

    public static void main(String[] arguments) throws Exception {
        String jdbc = arguments[0];
        URI base = URI.create(arguments[1]);
        int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4000;
        BenchmarkTable table =
                arguments.length > 3 ? new BenchmarkTable(Integer.parseInt(arguments[3])) : BenchmarkTable.USUAL;
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            SkyDialect dialect = BenchmarkTable.dialect(connection);
            table.make(connection, dialect);
            System.out.printf(Locale.ROOT, "geometry %s, %,d rows%n", dialect, table.rows());
            List<Cone> warmUp = cones(500, 0.1, 1);
            Client.get(
                    warmUp.stream()
                            .flatMap(cone -> Stream.of(cone.search(base, table.name()), cone.query(base, table.name())))
                            .toList(),
                    8);
            for (Size size : List.of(new Size(0.05, 1), new Size(0.5, 0.5), new Size(2, 0.125))) {
                List<Cone> cones = cones((int) (requests * size.share()), size.degrees(), SEED);
                List<URI> searches = cones.stream()
                        .map(cone -> cone.search(base, table.name()))
                        .toList();
                List<URI> queries = cones.stream()
                        .map(cone -> cone.query(base, table.name()))
                        .toList();
                System.out.printf(Locale.ROOT, "%s degrees%n", size.degrees());
                Latencies floor = sql(connection, table, cones);
                floor.print("SQL, prepared, 1 client", floor);
                Client.get(searches, 1).print("Cone Search, 1 client", floor);
                Client.get(queries, 1).print("TAP, 1 client", floor);
                Client.get(searches, 8).print("Cone Search, 8 clients", floor);
                Client.get(queries, 8).print("TAP, 8 clients", floor);
            }
        }
    }

    private static List<Cone> cones(int number, double radius, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> new Cone(
                        360 * random.nextDouble(), Math.toDegrees(Math.asin(2 * random.nextDouble() - 1)), radius))
                .limit(number)
                .toList();
    }

    private static Latencies sql(Connection connection, BenchmarkTable table, List<Cone> cones) throws SQLException {
        long rows = 0;
        long[] nanos = new long[cones.size()];
        long cpu = Client.cpu();
        long began = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(
                "select * from " + table.name() + " where sky.in_circle(ra, dec, ?, ?, ?) and access_class = 0")) {
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                statement.setDouble(1, cones.get(i).ra());
                statement.setDouble(2, cones.get(i).dec());
                statement.setDouble(3, cones.get(i).radius());
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
}
