package org.xingvo.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The least that taking files in can cost: every file read and digested with SHA-256, and the rows that describe them
 * copied into tables without any index or constraint; both at the same time.
 */
final class IngestFloor {
    private static final int READERS = 2;

    private IngestFloor() {}

    /** Returns how long it took [s]; the rows are those of the tables of {@code archive}. */
    static double measure(Path survey, DataSource database, Path work) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(survey)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        try (Connection connection = database.getConnection();
                ExecutorService pool = Executors.newFixedThreadPool(READERS)) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            List<String> tables = new ArrayList<>(List.of("dataset", "hdu", "obscore"));
            try (Statement statement = connection.createStatement()) {
                try (ResultSet row = statement.executeQuery(
                        "select relname from pg_class join pg_namespace n on n.oid = relnamespace where nspname = 'archive'"
                                + " and relkind = 'r' and relname like 'data\\_%'")) {
                    while (row.next()) {
                        tables.add(row.getString(1));
                    }
                }
                for (String table : tables) {
                    try (OutputStream out = Files.newOutputStream(work.resolve("floor-" + table))) {
                        copy.copyOut("copy archive." + table + " to stdout (format binary)", out);
                    }
                    statement.execute("create table archive.floor_" + table + " (like archive." + table + ")");
                }
            }
            long start = System.nanoTime();
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(pool.submit(() -> read(files, next)));
            }
            for (String table : tables) {
                try (InputStream in = Files.newInputStream(work.resolve("floor-" + table))) {
                    copy.copyIn("copy archive.floor_" + table + " from stdin (format binary)", in, 1 << 16);
                }
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            try (Statement statement = connection.createStatement()) {
                for (String table : tables) {
                    statement.execute("drop table archive.floor_" + table);
                    Files.delete(work.resolve("floor-" + table));
                }
            }
            return seconds;
        } catch (SQLException | InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static byte[] read(List<Path> files, AtomicInteger next) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] last = new byte[0];
        for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
            last = digest.digest(Files.readAllBytes(files.get(i)));
        }
        return last;
    }
}
