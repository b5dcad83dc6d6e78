package org.xingvo.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.xingvo.schemas.Migrations;
import org.xingvo.schemas.SkyDialect;

/**
 * A real PostgreSQL for a test class: a fresh database with everything migrated, in a throwaway cluster that the
 * whole JVM shares. Register it in a static field. Where pgSphere cannot be had, {@link #pgsphere()} classes are
 * aborted with the reason, and fail when {@code xingvo.ci} is true.
 */
public final class PostgresExtension implements BeforeAllCallback, AfterAllCallback {
    private static final int POOL_SIZE = 8;

    private final SkyDialect dialect;
    private @Nullable TestDatabase database;
    private @Nullable HikariDataSource owner;
    private @Nullable HikariDataSource reader;

    private PostgresExtension(SkyDialect dialect) {
        this.dialect = dialect;
    }

    public static PostgresExtension pgsphere() {
        return new PostgresExtension(SkyDialect.PGSPHERE);
    }

    public static PostgresExtension cube() {
        return new PostgresExtension(SkyDialect.CUBE);
    }

    /** Connections of the owner of the test class's own database. */
    public DataSource dataSource() {
        return running(owner);
    }

    /** Connections of the role that runs users' queries. */
    public DataSource readerDataSource() {
        return running(reader);
    }

    public SkyDialect dialect() {
        return dialect;
    }

    /** For a server that is started on this database; with {@link #user()} and {@link #password()}. */
    public String jdbcUrl() {
        return running(database).jdbcUrl();
    }

    public String user() {
        return running(database).user();
    }

    public String password() {
        return running(database).password();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> missing = TestClusters.whatIsMissing(dialect);
        if (missing.isPresent()) {
            Missing.program("no PostgreSQL with pgSphere: " + missing.get());
        }
        TestDatabase fresh = TestClusters.freshDatabase(dialect);
        database = fresh;
        owner = pool(fresh, null);
        reader = pool(fresh, "set role " + Migrations.READER);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (owner != null) {
            owner.close();
        }
        if (reader != null) {
            reader.close();
        }
        if (database != null) {
            TestClusters.drop(dialect, database);
        }
    }

    private static HikariDataSource pool(TestDatabase database, @Nullable String first) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(0);
        if (first != null) {
            config.setConnectionInitSql(first);
            config.addDataSourceProperty("options", "-c default_transaction_read_only=on");
        }
        return new HikariDataSource(config);
    }

    private static <T> T running(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException(
                    "the database exists from beforeAll to afterAll: register the extension" + " in a static field");
        }
        return part;
    }
}
