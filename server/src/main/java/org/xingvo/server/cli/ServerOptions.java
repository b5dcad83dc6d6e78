package org.xingvo.server.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.server.ServerConfig;
import org.xingvo.server.tls.TlsFiles;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every command with a server has. Filled by picocli. */
final class ServerOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "xing-data",
            description = "Data directory: volumes, index, embedded database (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("xing-data");

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port to serve on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
            names = "--db",
            paramLabel = "JDBC_URL",
            description =
                    "PostgreSQL 14 or later, with user and password in the URL; without it the embedded one runs.")
    @Nullable
    String db;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "The address that clients see, if it is not the one they ask (behind a proxy).")
    @Nullable
    URI publicUrl;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "ADDRESS",
            description = "A proxy whose X-Forwarded headers are believed; may be repeated.")
    List<String> trustedProxies = List.of();

    @Option(
            names = "--authority",
            paramLabel = "NAME",
            defaultValue = "xingvo.local",
            description = "Naming authority of all identifiers; set it before the first publish, clients store them"
                    + " (default: ${DEFAULT-VALUE}).")
    String authority = "xingvo.local";

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            defaultValue = "XingVO archive",
            description = "The service's name for people (default: ${DEFAULT-VALUE}).")
    String title = "XingVO archive";

    @Mixin
    QueryOptions queries = new QueryOptions();

    private static final int MOST_DAYS = 3650;
    /** Each has a connection of the database. */
    private static final int MOST_RUNNING = 50;

    @Option(
            names = "--job-time",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Longest time of an asynchronous job that does not ask (default: ${DEFAULT-VALUE}).")
    long jobSeconds = 3600;

    @Option(
            names = "--job-time-hard",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "Longest time that a job may ask for (default: ${DEFAULT-VALUE}).")
    long jobSecondsHard = 86_400;

    @Option(
            names = "--job-days",
            paramLabel = "DAYS",
            defaultValue = "7",
            description = "How long a job and its results are kept if it does not ask (default: ${DEFAULT-VALUE}).")
    int jobDays = 7;

    @Option(
            names = "--job-days-hard",
            paramLabel = "DAYS",
            defaultValue = "31",
            description = "Longest that a job may ask to be kept (default: ${DEFAULT-VALUE}).")
    int jobDaysHard = 31;

    @Option(
            names = "--jobs-running",
            paramLabel = "N",
            description = "Jobs that run at once; the rest wait (default: as many as processors, at least 2).")
    @Nullable
    Integer jobsRunning;

    @Option(
            names = "--jobs-per-user",
            paramLabel = "N",
            defaultValue = "2",
            description = "Jobs of one user, or of one address of anonymous ones, that run at once (default:"
                    + " ${DEFAULT-VALUE}).")
    int jobsPerUser = 2;

    @Option(
            names = "--max-upload",
            paramLabel = "BYTES",
            defaultValue = "1099511627776",
            description = "Longest file that is stored (default: ${DEFAULT-VALUE}, a TiB).")
    long maxUploadBytes = 1L << 40;

    @Option(
            names = "--scrub",
            paramLabel = "BYTES",
            defaultValue = "8388608",
            description =
                    "So many bytes a second of what is stored are read and checked in the background, beginning an"
                            + " hour after the start; 0: never (default: ${DEFAULT-VALUE}).")
    long scrubBytesPerSecond = 8L << 20;

    @Mixin
    UploadOptions uploads = new UploadOptions();

    @Mixin
    SpaceOptions space = new SpaceOptions();

    @Mixin
    FileTableOptions fileTables = new FileTableOptions();

    @Mixin
    TransferOptions transfers = new TransferOptions();

    @Mixin
    ClientOptions clients = new ClientOptions();

    @Option(
            names = "--public-metrics",
            description = "Everybody sees /metrics; otherwise operators, and callers on this machine itself.")
    boolean publicMetrics;

    @Option(
            names = "--tls-certificate",
            paramLabel = "PEM",
            description = "Serve https with this certificate and those that sign it (fullchain.pem of certbot); read"
                    + " again when it changes. Commands on this machine go on over a port of their own.")
    @Nullable
    Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "PEM",
            description = "The certificate's private key (privkey.pem of certbot).")
    @Nullable
    Path tlsKey;

    @Mixin
    SignInOptions signIn = new SignInOptions();

    ServerConfig config() {
        if (maxUploadBytes < 1 || maxUploadBytes > 1L << 40) {
            throw new Failure("--max-upload: expected 1 to %,d bytes, found %,d.".formatted(1L << 40, maxUploadBytes));
        }
        if (scrubBytesPerSecond < 0 || scrubBytesPerSecond > 1L << 40) {
            throw new Failure(
                    "--scrub: expected 0 to %,d bytes a second, found %,d.".formatted(1L << 40, scrubBytesPerSecond));
        }
        Set<String> proxies = new LinkedHashSet<>(trustedProxies);
        return new ServerConfig(
                data.toAbsolutePath().normalize(),
                host,
                port,
                db,
                publicUrl,
                proxies,
                authority,
                title,
                queries.limits(),
                maxUploadBytes,
                scrubBytesPerSecond,
                jobs(),
                uploads.limits(data.toAbsolutePath().normalize()),
                publicMetrics,
                clients.limits(),
                tls(),
                signIn.settings(),
                space.limits(),
                transfers.limits(),
                fileTables.limits());
    }

    private @Nullable TlsFiles tls() {
        if (tlsCertificate == null && tlsKey == null) {
            return null;
        }
        if (tlsCertificate == null || tlsKey == null) {
            throw new Failure("--tls-certificate, --tls-key: expected both, found one.");
        }
        return new TlsFiles(tlsCertificate.toAbsolutePath(), tlsKey.toAbsolutePath());
    }

    private JobLimits jobs() {
        if (jobSeconds < 1 || jobSecondsHard < jobSeconds || jobSecondsHard > Integer.MAX_VALUE) {
            throw new Failure(
                    "--job-time, --job-time-hard: expected 1 <= SECONDS <= hard limit <= %,d, found %d and %d."
                            .formatted(Integer.MAX_VALUE, jobSeconds, jobSecondsHard));
        }
        if (jobDays < 1 || jobDaysHard < jobDays || jobDaysHard > MOST_DAYS) {
            throw new Failure("--job-days, --job-days-hard: expected 1 <= DAYS <= hard limit <= %,d, found %d and %d."
                    .formatted(MOST_DAYS, jobDays, jobDaysHard));
        }
        if (jobsPerUser < 1 || (jobsRunning != null && (jobsRunning < 1 || jobsRunning > MOST_RUNNING))) {
            throw new Failure(
                    "--jobs-per-user, --jobs-running: expected numbers from 1 (running at most %d), found %d and %s."
                            .formatted(
                                    MOST_RUNNING,
                                    jobsPerUser,
                                    jobsRunning == null ? "the default" : jobsRunning.toString()));
        }
        JobLimits standard = JobLimits.STANDARD;
        return new JobLimits(
                Duration.ofSeconds(jobSeconds),
                Duration.ofSeconds(jobSecondsHard),
                Duration.ofDays(jobDays),
                Duration.ofDays(jobDaysHard),
                jobsRunning == null ? standard.running() : jobsRunning,
                jobsPerUser,
                standard.keptPerAccount(),
                standard.attempts(),
                standard.longestWait());
    }
}
