package org.xingvo.schemas.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database that comes with the program: in {@code <data directory>/postgres}, started with the server and stopped
 * with it. What it has acknowledged survives a power cut.
 */
public final class EmbeddedPostgres {
    /** Settings of postgresql.conf; lines that the operator adds to that file win. */
    static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "1GB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"), // compiling costs more than most archive queries
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] "),
            Map.entry("log_min_messages", "log"), // users' failing queries are not the operator's news
            Map.entry("log_checkpoints", "off"));

    private EmbeddedPostgres() {}

    /**
     * Starts it; unpacks and makes what is missing.
     *
     * @param dataDirectory of the server
     * @throws DatabaseUnavailable with what to do
     */
    public static PostgresCluster start(Path dataDirectory) {
        return start(dataDirectory, Map.of());
    }

    /**
     * Where the one runs that another process has started.
     *
     * @throws DatabaseUnavailable it does not run
     */
    public static PostgresCluster.Address running(Path dataDirectory) {
        return PostgresCluster.running(dataDirectory.resolve("postgres"));
    }

    /**
     * Starts it with some settings of one's own.
     *
     * @param changes settings that differ from ours, by their names in postgresql.conf
     */
    public static PostgresCluster start(Path dataDirectory, Map<String, String> changes) {
        Path home = dataDirectory.resolve("postgres");
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.putAll(changes);
        return PostgresCluster.start(Programs.unpack(home), home, settings);
    }
}
