package org.xingvo.server.cli;

import java.nio.file.Path;
import org.xingvo.dali.http.SentSpace;
import org.xingvo.tap.upload.UploadLimits;
import picocli.CommandLine.Option;

/** What tables that come with a query may be. Filled by picocli. */
final class UploadOptions {
    private static final int MOST_TABLES = 100;

    @Option(
            names = "--upload-bytes",
            paramLabel = "BYTES",
            defaultValue = "268435456",
            description = "Most bytes of the tables that come with one query (default: ${DEFAULT-VALUE}, 256 MiB).")
    long bytes = 256L << 20;

    @Option(
            names = "--upload-rows",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Most rows of a table that comes with a query (default: ${DEFAULT-VALUE}).")
    long rows = 2_000_000;

    @Option(
            names = "--upload-tables",
            paramLabel = "N",
            defaultValue = "16",
            description = "Most tables that come with one query; 0: none (default: ${DEFAULT-VALUE}).")
    int tables = 16;

    @Option(
            names = "--upload-private",
            description =
                    "Fetch tables that a query names by URL from private addresses, too, not only from those of the"
                            + " public Internet.")
    boolean fromPrivate;

    UploadLimits limits(Path dataDirectory) {
        if (bytes < 1 || bytes > 1L << 40 || rows < 1 || tables < 0 || tables > MOST_TABLES) {
            throw new Failure(
                    ("--upload-bytes, --upload-rows, --upload-tables: expected 1 to %,d bytes, at least 1 row, 0 to"
                                    + " %d tables, found %,d, %,d and %d.")
                            .formatted(1L << 40, MOST_TABLES, bytes, rows, tables));
        }
        return new UploadLimits(
                tables, rows, new SentSpace(dataDirectory.resolve("tmp").resolve("sent"), bytes), fromPrivate);
    }
}
