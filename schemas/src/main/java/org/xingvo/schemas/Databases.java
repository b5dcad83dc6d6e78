package org.xingvo.schemas;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.schemas.cluster.DatabaseUnavailable;
import org.xingvo.schemas.cluster.EmbeddedPostgres;
import org.xingvo.schemas.cluster.PostgresCluster;

/**
 * The archive's database, migrated, with its pools: two for the program, five for users' queries. Thread-safe; closing
 * it closes the pools and stops the embedded database.
 */
public final class Databases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);
    private static final String NAME = "xingvo";
    private static final int OLDEST = 14;

    private final Deque<AutoCloseable> open;
    private final DataSource owner;
    private final DataSource reader;
    private final DataSource bulkReader;
    private final DataSource jobReader;
    private final DataSource uploads;
    private final DataSource jobUploads;
    private final DataSource control;
    private final SkyDialect dialect;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final ReaderSettings settings;

    private Databases(
            Deque<AutoCloseable> open,
            Login login,
            @Nullable Login readers,
            Pools pools,
            Preference sky,
            @Nullable ReaderLimits limits) {
        this.open = open;
        HikariDataSource ownerPool = push(pool("owner", login, pools.owner(), pools, null));
        this.dialect = Migrations.migrate(ownerPool, sky);
        Login users = readers == null ? login : readers.allowedBy(ownerPool);
        this.settings = settings(ownerPool, limits);
        String first = settings.first(readers != null);
        this.owner = ownerPool;
        this.reader = push(pool("reader", users, pools.reader(), pools, first));
        this.bulkReader = push(pool("bulk", users, pools.bulk(), pools, first));
        this.jobReader = push(pool("jobs", users, pools.jobs(), pools, first));
        String quick = settings.uploads();
        this.uploads = push(pool("uploads", login, Math.max(2, pools.bulk() / 2), pools, quick));
        this.jobUploads = push(pool("job-uploads", login, pools.jobs(), pools, quick));
        this.control = push(pool("control", login, pools.control(), pools, null));
    }

    /**
     * @param user null: it is in the URL
     * @param password null: it is in the URL
     */
    private record Login(
            String url, @Nullable String user, @Nullable String password) {
        Login allowedBy(DataSource owner) {
            try (Connection connection = owner.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter role " + user + " login password '" + password + "'");
                return this;
            } catch (SQLException e) {
                throw new DatabaseUnavailable("The role " + user + " cannot be given a password: " + e.getMessage(), e);
            }
        }

        @Override
        public String toString() {
            return "Login[url=" + withoutSecrets(url) + ", user=" + user + "]";
        }
    }

    /**
     * The embedded database of a data directory, or the one at a URL.
     *
     * @param jdbcUrl with user and password in it; null: the embedded one
     * @throws DatabaseUnavailable not reachable, wrong password, too old, in use: one sentence that says what to do
     */
    public static Databases open(@Nullable String jdbcUrl, Path dataDirectory, Preference sky, Pools pools) {
        return open(jdbcUrl, dataDirectory, sky, pools, ReaderLimits.STANDARD);
    }

    /** The same with other limits for users' queries. */
    public static Databases open(
            @Nullable String jdbcUrl, Path dataDirectory, Preference sky, Pools pools, ReaderLimits limits) {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            if (jdbcUrl != null) {
                Login login = new Login(jdbcUrl, null, null);
                check(login);
                return new Databases(open, login, null, pools, sky, limits);
            }
            PostgresCluster cluster = EmbeddedPostgres.start(dataDirectory);
            open.push(cluster);
            Login admin = new Login(cluster.jdbcUrl("postgres"), PostgresCluster.USER, cluster.password());
            createDatabase(admin);
            Login login = new Login(cluster.jdbcUrl(NAME), PostgresCluster.USER, cluster.password());
            // The data directory is ours alone: the reader's password is new at every start and kept nowhere.
            return new Databases(
                    open, login, new Login(login.url(), Migrations.READER, randomPassword()), pools, sky, limits);
        } catch (RuntimeException e) {
            closeAll(open, e);
            throw e;
        }
    }

    /**
     * The embedded database that a server of this data directory runs, for another process beside it; closing this
     * leaves it running.
     *
     * @throws DatabaseUnavailable it does not run
     */
    public static Databases beside(Path dataDirectory, Pools pools) {
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try {
            PostgresCluster.Address address = EmbeddedPostgres.running(dataDirectory);
            Login login = new Login(address.jdbcUrl(NAME), PostgresCluster.USER, address.password());
            check(login);
            return new Databases(open, login, null, pools, Preference.AUTO, null);
        } catch (RuntimeException e) {
            closeAll(open, e);
            throw e;
        }
    }

    /** Connections that may do everything in the archive's database. */
    public DataSource owner() {
        return owner;
    }

    /** Connections of the role of users' queries, read-only, for short ones. */
    public DataSource reader() {
        return reader;
    }

    /** The same role, for long answers. */
    public DataSource bulkReader() {
        return bulkReader;
    }

    /** The same role, for the queries of jobs. */
    public DataSource jobReader() {
        return jobReader;
    }

    /**
     * Connections for queries that bring tables of their own: they may make those, and must take the role of users' queries
     * before they run any.
     */
    public DataSource uploads() {
        return uploads;
    }

    /** The same for jobs. */
    public DataSource jobUploads() {
        return jobUploads;
    }

    /** As {@link #owner}, for short statements about jobs and metadata alone, which wait for no query. */
    public DataSource control() {
        return control;
    }

    public SkyDialect dialect() {
        return dialect;
    }

    /** What limits the temporary space of users' queries, or why nothing does, for people; no full stop. */
    public String temporarySpace() {
        return settings.told();
    }

    /** False if a query may fill the database's disk. */
    public boolean isTemporarySpaceLimited() {
        return settings.tempIsLimited();
    }

    @Override
    public void close() {
        RuntimeException failure = new IllegalStateException("The database was not closed cleanly");
        closeAll(open, failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    /** @param limits null: those that the server beside has set */
    private static ReaderSettings settings(DataSource owner, @Nullable ReaderLimits limits) {
        if (limits == null) {
            return ReaderSettings.unchanged();
        }
        try (Connection connection = owner.getConnection()) {
            return ReaderSettings.apply(connection, limits);
        } catch (SQLException e) {
            throw new DatabaseUnavailable("The limits of users' queries cannot be set: " + e.getMessage(), e);
        }
    }

    /**
     * A pool as it is now.
     *
     * @param waiting threads that wait for a connection
     */
    public record PoolState(String name, int active, int idle, int waiting) {}

    /** What the pools are doing. */
    public List<PoolState> pools() {
        List<PoolState> states = new ArrayList<>();
        for (HikariDataSource pool : pools) {
            HikariPoolMXBean now = pool.getHikariPoolMXBean();
            if (now != null) {
                states.add(new PoolState(
                        pool.getPoolName(),
                        now.getActiveConnections(),
                        now.getIdleConnections(),
                        now.getThreadsAwaitingConnection()));
            }
        }
        return states;
    }

    private HikariDataSource push(HikariDataSource pool) {
        open.push(pool);
        pools.add(pool);
        return pool;
    }

    private static void closeAll(Deque<AutoCloseable> open, RuntimeException failure) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static HikariDataSource pool(
            String name, Login login, int size, Pools pools, @Nullable String firstStatement) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(login.url());
        if (login.user() != null) {
            config.setUsername(login.user());
            config.setPassword(login.password());
        }
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(size, 2));
        config.setConnectionTimeout(pools.patience().toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "xingvo " + name);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        if (firstStatement != null) {
            config.setConnectionInitSql(firstStatement);
        }
        return new HikariDataSource(config);
    }

    private static void createDatabase(Login admin) {
        try (Connection connection = connect(admin);
                Statement statement = connection.createStatement()) {
            boolean there;
            try (ResultSet row = statement.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
                there = row.next();
            }
            if (!there) {
                statement.execute("create database " + NAME);
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailable(
                    "The embedded database does not answer (" + e.getMessage() + "): see postgres/postgres.log in the"
                            + " data directory.",
                    e);
        }
    }

    /** One connection outside any pool, so that the reason of a refusal is not lost in retries. */
    private static void check(Login login) {
        String where = withoutSecrets(login.url());
        if (!login.url().startsWith("jdbc:postgresql:")) {
            throw new DatabaseUnavailable("The database's address " + where
                    + " is not understood: expected jdbc:postgresql://HOST:PORT/DATABASE?user=USER&password=PASSWORD.");
        }
        try (Connection connection = connect(login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select current_setting('server_version_num')::integer / 10000,
                               pg_encoding_to_char(encoding), pg_is_in_recovery()
                          from pg_database where datname = current_database()
                        """)) {
            row.next();
            if (row.getInt(1) < OLDEST) {
                throw new DatabaseUnavailable("The database at " + where + " is PostgreSQL " + row.getInt(1)
                        + ": give one of version " + OLDEST + " or later with --db.");
            }
            if (!"UTF8".equals(row.getString(2))) {
                throw new DatabaseUnavailable("The database at " + where + " has the encoding " + row.getString(2)
                        + ": make one with 'create database ... encoding UTF8 template template0'.");
            }
            if (row.getBoolean(3)) {
                throw new DatabaseUnavailable("The database at " + where
                        + " is a standby, which cannot be written: give the primary with" + " --db.");
            }
            LOG.debug("Database {} answers", where);
        } catch (SQLException e) {
            throw new DatabaseUnavailable(sentence(where, e), e);
        }
    }

    private static Connection connect(Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "10");
        if (login.user() != null && login.password() != null) {
            properties.setProperty("user", login.user());
            properties.setProperty("password", login.password());
        }
        return DriverManager.getConnection(login.url(), properties);
    }

    private static String sentence(String where, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String message =
                e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
        return switch (state) {
            case "28P01", "28000" ->
                "The database at " + where + " refuses the user or the password (" + message
                        + "): give them as ?user=...&password=... in --db.";
            case "3D000" -> "The database at " + where + " does not exist (" + message + "): make it with 'createdb'.";
            case "08001", "08004", "08006" ->
                "The database at " + where + " cannot be reached (" + message
                        + "): start it, or correct the address given with --db.";
            default -> "The database at " + where + " cannot be used: " + message;
        };
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("\\?.*$", "").replaceFirst("//[^/@]*@", "//");
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
