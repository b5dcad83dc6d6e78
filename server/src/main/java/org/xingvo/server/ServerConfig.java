package org.xingvo.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.auth.SignInSettings;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.ingest.SpaceTableLimits;
import org.xingvo.schemas.ReaderLimits;
import org.xingvo.server.tls.TlsFiles;
import org.xingvo.server.web.ClientLimits;
import org.xingvo.server.web.MetricsResource;
import org.xingvo.storage.StoreConfig;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.vospace.transfer.TransferLimits;
import org.xingvo.vospace.tree.SpaceLimits;

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
 * @param queries what synchronous queries may use
 * @param maxUploadBytes longest file that is stored
 * @param scrubBytesPerSecond how fast what is stored is checked in the background; 0: never
 * @param jobs what asynchronous jobs may use
 * @param uploads what tables that come with a query may be
 * @param publicMetrics whether everybody sees /metrics
 * @param clients what one machine may ask of the server
 * @param tls the certificate to serve https with; null: plain http
 * @param signIn limits of passwords and sessions
 * @param space what the area of users may use
 * @param transfers what transfers to and from that area may use
 * @param fileTables what files of that area may be as tables
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
        QueryLimits queries,
        long maxUploadBytes,
        long scrubBytesPerSecond,
        JobLimits jobs,
        UploadLimits uploads,
        boolean publicMetrics,
        ClientLimits clients,
        @Nullable TlsFiles tls,
        SignInSettings signIn,
        SpaceLimits space,
        TransferLimits transfers,
        SpaceTableLimits fileTables) {

    /** Name and version in the {@code Server} header and in {@code --version}. */
    public static final String PRODUCT = "XingVO";

    public static final String VERSION = "0.1.0";

    /** The longest that PostgreSQL can count in its own unit. */
    private static final Duration MOST = Duration.ofMillis(Integer.MAX_VALUE);

    public ServerConfig {
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /** The same on a free port that only this machine reaches. */
    public ServerConfig onLoopback() {
        return reached("127.0.0.1", 0, null, Set.of(), null);
    }

    /** The same with a certificate, or without any. */
    public ServerConfig withTls(@Nullable TlsFiles files) {
        return reached(host, port, publicUrl, trustedProxies, files);
    }

    private ServerConfig reached(
            String address, int at, @Nullable URI url, Set<String> proxies, @Nullable TlsFiles files) {
        return new ServerConfig(
                dataDirectory,
                address,
                at,
                jdbcUrl,
                url,
                proxies,
                authority,
                title,
                queries,
                maxUploadBytes,
                scrubBytesPerSecond,
                jobs,
                uploads,
                publicMetrics,
                clients,
                files,
                signIn,
                space,
                transfers,
                fileTables);
    }

    /** How the store is opened. */
    StoreConfig store() {
        return StoreConfig.defaults().withMaxObjectBytes(maxUploadBytes).withScrubBytesPerSecond(scrubBytesPerSecond);
    }

    /** Behind a proxy every caller seems to be on its machine. */
    MetricsResource.Audience metrics() {
        if (publicMetrics) {
            return MetricsResource.Audience.EVERYBODY;
        }
        return publicUrl == null && trustedProxies.isEmpty()
                ? MetricsResource.Audience.THIS_MACHINE
                : MetricsResource.Audience.OPERATORS;
    }

    /** The database's own limits for users' queries, behind those of each query. */
    ReaderLimits readers() {
        Duration longest = Collections.max(List.of(
                jobs.hardDuration(),
                queries.anonymous().timeLimit(),
                queries.signedIn().timeLimit()));
        ReaderLimits standard = ReaderLimits.STANDARD;
        Duration statement = longest.plusHours(1);
        return new ReaderLimits(queries.tempBytes(), statement.compareTo(MOST) > 0 ? MOST : statement, standard.idle());
    }

    @Override
    public String toString() {
        return "ServerConfig[dataDirectory=" + dataDirectory + ", host=" + host + ", port=" + port + "]";
    }
}
