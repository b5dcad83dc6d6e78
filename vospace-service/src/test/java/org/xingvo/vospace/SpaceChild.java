package org.xingvo.vospace;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.transfer.TransferLimits;

/** A space in a process of its own, over a database and a store that outlive it. */
final class SpaceChild {
    private static final String READY = "ready at ";

    private final Process process;
    private final URI base;

    private SpaceChild(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    static SpaceChild start(PostgresExtension postgres, Path directory) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens",
                        "java.base/java.nio=ALL-UNNAMED",
                        "--add-opens",
                        "java.base/sun.nio.ch=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpaceChild.class.getName(),
                        postgres.jdbcUrl(),
                        postgres.user(),
                        postgres.password(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.to(
                        directory.resolve("child.log").toFile()))
                .start();
        // What it prints after that fits into the pipe.
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return new SpaceChild(process, URI.create(line.substring(READY.length())));
            }
        }
        throw new IllegalStateException("the process ended: " + directory.resolve("child.log"));
    }

    /** A space that takes small segments. */
    static SpaceHarness open(DataSource database, Path directory) throws IOException {
        return new SpaceHarness(
                database,
                directory,
                TransferLimits.STANDARD.withSegments(new TransferLimits.Segments(1, 1 << 20, Duration.ofDays(1), 100)));
    }

    URI base() {
        return base;
    }

    /** Signal 9: nothing of it runs after this. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Serves until it is killed. */
    public static void main(String[] arguments) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(8);
        SpaceHarness space = open(new HikariDataSource(config), Path.of(arguments[3]));
        System.out.println(READY + space.base);
        Thread.currentThread().join();
    }
}
