package org.xingvo.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.xingvo.schemas.SkyDialect;

/**
 * A cross-match at 3 arcsec of uploaded positions with a table of 2.2 million rows of a running server: the same join in SQL
 * with the positions already in an analysed table (the floor), then by {@code /tap/sync} with an upload, which is read, made a
 * table, joined and dropped, side by side. Half of the positions are those of rows, one arcsecond away.
 *
 * <p>Arguments: JDBC URL of the server's database with its owner's user and password, base URL of the server, optional number
 * of positions (default 1000), optional number of runs (default 31). The table data.cone_benchmark is made when it is not
 * there; positions are in a temporary table.
 */
public final class UploadBenchmark {
    private static final long SEED = 20_261_123L;
    private static final String BOUNDARY = "<<<--------------MULTIPART-BOUNDARY------->>>";

    private UploadBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        URI base = URI.create(arguments[1]);
        int positions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
        int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 31;
        String table = BenchmarkTable.USUAL.name();
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            SkyDialect dialect = BenchmarkTable.dialect(connection);
            BenchmarkTable.USUAL.make(connection, dialect);
            double[][] places = places(connection, table, positions);
            System.out.printf(
                    Locale.ROOT,
                    "geometry %s, %,d positions, %,d rows, 3 arcsec, %d runs%n",
                    dialect,
                    positions,
                    BenchmarkTable.USUAL.rows(),
                    runs);
            fill(connection, places);
            String adql = "SELECT t.n, s.name FROM TAP_UPLOAD.t JOIN " + table
                    + " AS s ON 1=CONTAINS(POINT(s.ra, s.dec), CIRCLE(t.ra, t.dec, 3/3600.))";
            byte[] body = body(adql, places);
            String sql = "select t.n, s.name from positions t join " + table
                    + " s on sky.in_circle(s.ra, s.dec, t.ra, t.dec, 3/3600.0) where s.access_class = 0";
            double[] floor = new double[runs];
            double[] upload = new double[runs];
            try (HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                int warm = Math.min(runs, 10);
                for (int i = -warm; i < runs; i++) {
                    double inSql = inSql(connection, sql);
                    double byTap = byTap(client, base, body);
                    if (i >= 0) {
                        floor[i] = inSql;
                        upload[i] = byTap;
                    }
                }
            }
            report("SQL, positions in a table", floor);
            report("TAP, positions uploaded (" + body.length / 1024 + " KiB)", upload);
            System.out.printf(Locale.ROOT, "ratio of the medians %.2f%n", median(upload) / median(floor));
        }
    }

    private static double[][] places(Connection connection, String table, int number) throws SQLException {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] places = new double[number][];
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select ra, dec from " + table + " limit " + (number + 1) / 2)) {
            for (int i = 0; i < number; i++) {
                places[i] = i % 2 == 0 && rows.next()
                        ? new double[] {rows.getDouble(1), Math.clamp(rows.getDouble(2) + 1 / 3600.0, -90, 90)}
                        : new double[] {
                            360 * random.nextDouble(), Math.toDegrees(Math.asin(2 * random.nextDouble() - 1))
                        };
            }
        }
        return places;
    }

    private static void fill(Connection connection, double[][] places) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table positions (n integer, ra float8, dec float8)");
            try (PreparedStatement insert = connection.prepareStatement("insert into positions values (?, ?, ?)")) {
                for (int i = 0; i < places.length; i++) {
                    insert.setInt(1, i);
                    insert.setDouble(2, places[i][0]);
                    insert.setDouble(3, places[i][1]);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            statement.execute("analyze positions");
            statement.execute("set jit = off");
        }
    }

    /** As STILTS sends it: VOTable, TABLEDATA. */
    private static byte[] body(String adql, double[][] places) throws IOException {
        StringBuilder table = new StringBuilder("""
                <?xml version="1.0"?>
                <VOTABLE version="1.2" xmlns="http://www.ivoa.net/xml/VOTable/v1.2"><RESOURCE><TABLE>
                <FIELD name="n" datatype="int"/>
                <FIELD name="ra" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main"/>
                <FIELD name="dec" datatype="double" unit="deg" ucd="pos.eq.dec;meta.main"/>
                <DATA><TABLEDATA>
                """);
        for (int i = 0; i < places.length; i++) {
            table.append("<TR><TD>%d</TD><TD>%s</TD><TD>%s</TD></TR>\n".formatted(i, places[i][0], places[i][1]));
        }
        table.append("</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>\n");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String[][] fields = {
            {"QUERY", adql}, {"LANG", "ADQL"}, {"MAXREC", "1000000"}, {"UPLOAD", "t,param:x"},
        };
        for (String[] field : fields) {
            body.writeBytes(("\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field[0]
                            + "\"\r\n\r\n" + field[1])
                    .getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x\"\r\n\r\n"
                        + table + "\r\n--" + BOUNDARY + "--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static double inSql(Connection connection, String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            if (count == 0) {
                throw new IllegalStateException("no match");
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double byTap(HttpClient client, URI base, byte[] body) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(base.resolve("/tap/sync"))
                        .header("Content-Type", "multipart/form-data; boundary=\"" + BOUNDARY + "\"")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        double millis = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IOException(new String(answer.body(), StandardCharsets.UTF_8));
        }
        return millis;
    }

    private static double median(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void report(String what, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-42s median %8.2f ms  best %8.2f ms  worst %8.2f ms%n",
                what,
                median(millis),
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
