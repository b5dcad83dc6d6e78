package org.xingvo.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.storage.StoreConfig;

/**
 * Everything that can be set, with its unit. Immutable; {@code toString} tells no secret.
 *
 * @param dataDirectory volumes, index, embedded database, operator token
 * @param host address to listen on
 * @param port TCP port; 0: a free one
 * @param jdbcUrl PostgreSQL to use; null: the embedded one
 * @param publicUrl the address that clients see; null: that of each request
 * @param trustedProxies addresses whose X-Forwarded headers are believed
 * @param authority the naming authority of all IVOIDs that this service gives
 * @param title the service's name for people
 * @param maxRowsDefault rows of an answer when MAXREC is not given
 * @param maxRowsHard most rows of an answer
 * @param queryTimeout longest time of a synchronous query
 * @param maxUploadBytes longest file that is stored
 * @param scrubBytesPerSecond how fast what is stored is checked in the background; 0: never
 * @param jobs what asynchronous jobs may use
 */
public record ServerConfig(
        Path dataDirectory,
        String host,
        int port,
        @Nullable String jdbcUrl,
        @Nullable URI publicUrl,
        Set<String> trustedProxies,
        String authority,
        String title,
        long maxRowsDefault,
        long maxRowsHard,
        Duration queryTimeout,
        long maxUploadBytes,
        long scrubBytesPerSecond,
        JobLimits jobs) {

    /** Name and version in the {@code Server} header and in {@code --version}. */
    public static final String PRODUCT = "XingVO";

    public static final String VERSION = "0.1.0";

    public ServerConfig {
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /** The same on a free port that only this machine reaches. */
    public ServerConfig onLoopback() {
        return new ServerConfig(
                dataDirectory,
                "127.0.0.1",
                0,
                jdbcUrl,
                null,
                Set.of(),
                authority,
                title,
                maxRowsDefault,
                maxRowsHard,
                queryTimeout,
                maxUploadBytes,
                scrubBytesPerSecond,
                jobs);
    }

    /** How the store is opened. */
    StoreConfig store() {
        return StoreConfig.defaults().withMaxObjectBytes(maxUploadBytes).withScrubBytesPerSecond(scrubBytesPerSecond);
    }

    @Override
    public String toString() {
        return "ServerConfig[dataDirectory=" + dataDirectory + ", host=" + host + ", port=" + port + "]";
    }
}
