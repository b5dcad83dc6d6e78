package org.xingvo.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.xingvo.schemas.Migrations;
import org.xingvo.schemas.Preference;
import org.xingvo.schemas.SkyDialect;
import org.xingvo.schemas.cluster.Directories;
import org.xingvo.schemas.cluster.PostgresCluster;
import org.xingvo.schemas.cluster.Programs;

/**
 * The JVM's throwaway clusters, one per kind of geometry, made when first asked for and removed when the JVM ends. The
 * order of choice: {@code xingvo.test.jdbc} (a URL with user and password; databases are made beside the one it
 * names), then for pgSphere the system's own PostgreSQL, and for cube the programs that the server
 * itself brings.
 */
final class TestClusters {
    private static final Path ROOT = Path.of("target", "test-postgres").toAbsolutePath();
    private static final Path PROGRAMS =
            Path.of(System.getProperty("xingvo.root", ".."), "target", "postgres-programs");
    private static final Path SYSTEM = Path.of("/usr/lib/postgresql");
    private static final Map<String, String> FAST =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "shared_buffers", "64MB");
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Map<SkyDialect, Template> TEMPLATES = new EnumMap<>(SkyDialect.class);

    private TestClusters() {}

    /** A migrated database that others are copied from. */
    private record Template(TestDatabase admin, String name) {}

    static Optional<String> whatIsMissing(SkyDialect dialect) {
        if (dialect == SkyDialect.CUBE || System.getProperty("xingvo.test.jdbc") != null) {
            return Optional.empty();
        }
        return systemBin(true).isPresent()
                ? Optional.empty()
                : Optional.of("install Debian's postgresql-<version>-pgsphere or set xingvo.test.jdbc");
    }

    static synchronized TestDatabase freshDatabase(SkyDialect dialect) {
        Template template = TEMPLATES.computeIfAbsent(dialect, TestClusters::template);
        String name = "t%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
        execute(template.admin(), "create database " + name + " template " + template.name());
        return beside(template.admin(), name);
    }

    static synchronized void drop(SkyDialect dialect, TestDatabase database) {
        Template template = TEMPLATES.get(dialect);
        if (template != null) {
            execute(template.admin(), "drop database if exists " + database.name() + " with (force)");
        }
    }

    private static Template template(SkyDialect dialect) {
        TestDatabase admin = admin(dialect);
        String name =
                "t%d_%s".formatted(ProcessHandle.current().pid(), dialect.name().toLowerCase(Locale.ROOT));
        execute(admin, "create database " + name);
        TestDatabase database = beside(admin, name);
        Preference preference = switch (dialect) {
            case PGSPHERE -> Preference.PGSPHERE;
            case CUBE -> Preference.CUBE;
        };
        Migrations.migrate(dataSource(database), preference);
        return new Template(admin, name);
    }

    private static String templateName(SkyDialect dialect) {
        return "t%d_%s".formatted(ProcessHandle.current().pid(), dialect.name().toLowerCase(Locale.ROOT));
    }

    private static TestDatabase admin(SkyDialect dialect) {
        String configured = System.getProperty("xingvo.test.jdbc");
        if (configured != null) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(configured);
            TestDatabase admin = new TestDatabase(
                    "jdbc:postgresql://" + source.getServerNames()[0] + ":" + source.getPortNumbers()[0] + "/"
                            + source.getDatabaseName(),
                    orEmpty(source.getDatabaseName()),
                    orEmpty(source.getUser()),
                    orEmpty(source.getPassword()));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() ->
                            execute(admin, "drop database if exists " + templateName(dialect) + " with (force)")));
            return admin;
        }
        Path bin = switch (dialect) {
            case PGSPHERE -> systemBin(true).orElseThrow();
            case CUBE ->
                Programs.available()
                        ? Programs.unpack(PROGRAMS)
                        : systemBin(false).orElseThrow();
        };
        removeLeftovers();
        Path home = ROOT.resolve(
                ProcessHandle.current().pid() + "-" + dialect.name().toLowerCase(Locale.ROOT));
        PostgresCluster cluster = PostgresCluster.start(bin, home, FAST);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(cluster, home)));
        return new TestDatabase(cluster.jdbcUrl("postgres"), "postgres", PostgresCluster.USER, cluster.password());
    }

    private static Optional<Path> systemBin(boolean withPgSphere) {
        if (!Files.isDirectory(SYSTEM)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(SYSTEM)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .filter(version -> !withPgSphere || Files.exists(version.resolve("lib/pg_sphere.so")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(PostgresCluster cluster, Path home) {
        cluster.close();
        try {
            Directories.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of JVMs that were killed: their directories carry their process ids. */
    private static void removeLeftovers() {
        if (!Files.isDirectory(ROOT)) {
            return;
        }
        try (Stream<Path> homes = Files.list(ROOT)) {
            for (Path home : (Iterable<Path>) homes::iterator) {
                long pid = Long.parseLong(home.getFileName().toString().replaceFirst("-.*", ""));
                if (ProcessHandle.of(pid).isEmpty()) {
                    PostgresCluster.killAbandoned(home);
                    Directories.delete(home);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestDatabase beside(TestDatabase admin, String name) {
        return new TestDatabase(
                admin.jdbcUrl().replaceFirst("/[^/]*$", "/" + name), name, admin.user(), admin.password());
    }

    private static void execute(TestDatabase database, String sql) {
        try (Connection connection = dataSource(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static PGSimpleDataSource dataSource(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        return source;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
