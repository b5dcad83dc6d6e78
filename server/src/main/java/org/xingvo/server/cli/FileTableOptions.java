package org.xingvo.server.cli;

import java.time.Duration;
import org.xingvo.ingest.SpaceTableLimits;
import picocli.CommandLine.Option;

/** What files of users may be as tables of TAP. Filled by picocli. */
final class FileTableOptions {
    private static final int MOST_COLUMNS = 1500;

    @Option(
            names = "--file-table-bytes",
            paramLabel = "BYTES",
            defaultValue = "1073741824",
            description = "Most bytes of a file of a user that becomes a table, unpacked (default: ${DEFAULT-VALUE},"
                    + " 1 GiB).")
    long bytes = 1L << 30;

    @Option(
            names = "--file-table-rows",
            paramLabel = "N",
            defaultValue = "20000000",
            description = "Most rows of such a table (default: ${DEFAULT-VALUE}).")
    long rows = 20_000_000;

    @Option(
            names = "--file-table-columns",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most columns of such a table (default: ${DEFAULT-VALUE}).")
    int columns = 1000;

    @Option(
            names = "--file-tables",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most files of one user that are tables; 0: files become no tables (default:"
                    + " ${DEFAULT-VALUE}).")
    int tables = 1000;

    @Option(
            names = "--file-tables-bytes",
            paramLabel = "BYTES",
            defaultValue = "17179869184",
            description = "Most bytes of all files of one user that are tables (default: ${DEFAULT-VALUE}, 16 GiB).")
    long ownerBytes = 16L << 30;

    @Option(
            names = "--file-table-time",
            paramLabel = "SECONDS",
            defaultValue = "1800",
            description = "Longest time that loading such a table takes (default: ${DEFAULT-VALUE}).")
    int seconds = 1800;

    @Option(
            names = "--file-tables-listed",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Most tables of files that TAP_SCHEMA lists for one caller; more can be asked by name (default:"
                            + " ${DEFAULT-VALUE}).")
    int listed = 1000;

    SpaceTableLimits limits() {
        if (bytes < 1
                || rows < 1
                || columns < 1
                || columns > MOST_COLUMNS
                || tables < 0
                || ownerBytes < 1
                || seconds < 1
                || listed < 1) {
            throw new Failure(
                    ("--file-table-bytes, --file-table-rows, --file-table-columns, --file-tables, --file-tables-bytes,"
                                    + " --file-table-time, --file-tables-listed: expected positive numbers (at most %,d columns),"
                                    + " found %,d, %,d, %,d, %,d, %,d, %,d and %,d.")
                            .formatted(MOST_COLUMNS, bytes, rows, columns, tables, ownerBytes, seconds, listed));
        }
        return new SpaceTableLimits(bytes, rows, columns, tables, ownerBytes, Duration.ofSeconds(seconds), listed);
    }
}
