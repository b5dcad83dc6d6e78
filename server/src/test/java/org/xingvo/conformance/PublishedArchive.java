package org.xingvo.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.xingvo.dali.Maxrec;
import org.xingvo.dali.auth.SignInSettings;
import org.xingvo.dali.uws.JobLimits;
import org.xingvo.ingest.Progress;
import org.xingvo.ingest.PublishReport;
import org.xingvo.ingest.SpaceTableLimits;
import org.xingvo.server.Archive;
import org.xingvo.server.QueryLimits;
import org.xingvo.server.ServerConfig;
import org.xingvo.server.web.ClientLimits;
import org.xingvo.tap.upload.UploadLimits;
import org.xingvo.vospace.transfer.TransferLimits;
import org.xingvo.vospace.tree.SpaceLimits;

/** A server in this process, on a free port of the loopback address, that has published the real files. */
final class PublishedArchive implements AutoCloseable {
    private final Path directory;
    private final Archive archive;
    private final URI base;
    private final PublishReport report;

    private PublishedArchive(Path directory, Archive archive, URI base, PublishReport report) {
        this.directory = directory;
        this.archive = archive;
        this.base = base;
        this.report = report;
    }

    /** Where the real files are; they are not part of the repository. */
    static Path sharedData() {
        return Path.of(System.getProperty("xingvo.root", "."), "..", "shared", "data")
                .normalize();
    }

    /** Publishes all of the real files. On the embedded database if the URL is null. */
    static PublishedArchive start(@Nullable String jdbcUrl) throws IOException {
        Path data = sharedData();
        Assumptions.assumeTrue(Files.isDirectory(data), "no real files in " + data);
        Path directory = Files.createTempDirectory("xingvo-conformance");
        Archive archive = Archive.open(config(directory, jdbcUrl));
        List<Path> folders = Stream.of("lamost", "spectra", "images", "odd", "tables")
                .map(data::resolve)
                .toList();
        PublishReport report = archive.publish(folders, Progress.silent());
        return new PublishedArchive(directory, archive, archive.serve().local(), report);
    }

    static ServerConfig config(Path directory, @Nullable String jdbcUrl) {
        return config(directory, jdbcUrl, JobLimits.STANDARD);
    }

    static ServerConfig config(Path directory, @Nullable String jdbcUrl, JobLimits jobs) {
        return new ServerConfig(
                directory,
                "127.0.0.1",
                0,
                jdbcUrl,
                null,
                Set.of(),
                "example.org",
                "Conformance",
                QueryLimits.of(new Maxrec(20_000, 1_000_000), Duration.ofSeconds(60)),
                1L << 40,
                0,
                jobs,
                UploadLimits.STANDARD,
                false,
                ClientLimits.STANDARD,
                null,
                SignInSettings.STANDARD,
                SpaceLimits.DEFAULT,
                TransferLimits.STANDARD,
                SpaceTableLimits.DEFAULT);
    }

    String url(String path) {
        return base + path;
    }

    PublishReport report() {
        return report;
    }

    Archive archive() {
        return archive;
    }

    Path directory() {
        return directory;
    }

    /** The answer to a query as CSV with a head line. */
    String csv(String adql) throws IOException, InterruptedException {
        return Http.get(url("/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + ServerConformance.encode(adql)))
                .replace("\r\n", "\n");
    }

    @Override
    public void close() throws IOException {
        archive.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
