package org.xingvo.server.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.load.LoadRequest;
import org.xingvo.ingest.table.TableLayout.PositionChoice;
import org.xingvo.schemas.net.AddressRule;
import org.xingvo.schemas.net.FetchLimits;
import org.xingvo.schemas.net.GuardedFetch;
import org.xingvo.server.ServerConfig;
import org.xingvo.tables.TableFormat;
import picocli.CommandLine.Option;

/** The options of {@code xing load}. Filled by picocli. */
final class LoadOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "xing-data",
            description = "Data directory, with or without a server that runs on it (default: ${DEFAULT-VALUE}).")
    Path data = Path.of("xing-data");

    @Option(names = "--db", paramLabel = "JDBC_URL", description = "The archive's database, if it is not the embedded.")
    @Nullable
    String db;

    @Option(names = "--replace", description = "Take the place of a table of this name; readers see one or the other.")
    boolean replace;

    @Option(names = "--append", description = "Add rows to the table of this name, which has the same columns.")
    boolean append;

    @Option(
            names = "--key",
            paramLabel = "COLUMN",
            description = "Column that is different in every row; gets an index.")
    @Nullable
    String key;

    @Option(names = "--index", paramLabel = "COLUMN", description = "Column that gets an index; may be repeated.")
    List<String> indexes = List.of();

    @Option(names = "--ra", paramLabel = "COLUMN", description = "Right ascension, if it is not found.")
    @Nullable
    String ra;

    @Option(names = "--dec", paramLabel = "COLUMN", description = "Declination, if it is not found.")
    @Nullable
    String dec;

    @Option(names = "--no-position", description = "The rows have no place on the sky; they stay in their order.")
    boolean noPosition;

    @Option(
            names = "--hdu",
            paramLabel = "HDU",
            description = "Number or EXTNAME of the FITS table, number from 0 of the VOTable's (default: the first).")
    @Nullable
    String hdu;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "fits, votable, csv, ecsv, parquet or ascii (default: what the content says).")
    @Nullable
    String format;

    @Option(names = "--title", paramLabel = "TEXT", description = "The table's name for people.")
    @Nullable
    String title;

    @Option(names = "--description", paramLabel = "TEXT", description = "What the table holds.")
    @Nullable
    String description;

    @Option(names = "--public", description = "Everybody sees the table (default for a new one).")
    boolean isPublic;

    @Option(names = "--private", description = "Operators see it, and whom --owner and --group name.")
    boolean isPrivate;

    @Option(names = "--owner", paramLabel = "USER", description = "A user who sees a private table.")
    @Nullable
    String owner;

    @Option(names = "--group", paramLabel = "GROUP", description = "A group that sees it; may be repeated.")
    List<String> groups = List.of();

    @Option(
            names = "--memory",
            paramLabel = "MB",
            defaultValue = "128",
            description = "Memory for sorting; more rows go through files (default: ${DEFAULT-VALUE}).")
    int memory = LoadRequest.DEFAULT_MEMORY_BYTES >> 20;

    @Option(
            names = "--max-download",
            paramLabel = "BYTES",
            defaultValue = "50000000000",
            description = "Longest file by URL (default: ${DEFAULT-VALUE}).")
    long maxDownload = FetchLimits.STANDARD.maxBytes();

    @Option(
            names = "--fetch-timeout",
            paramLabel = "SECONDS",
            defaultValue = "7200",
            description = "Longest time for a URL (default: ${DEFAULT-VALUE}).")
    long fetchSeconds = FetchLimits.STANDARD.total().toSeconds();

    @Option(names = "--allow-private", description = "Fetch from private addresses, too (10.x, localhost, ...).")
    boolean allowPrivate;

    ServerConfig config() {
        ServerOptions options = new ServerOptions();
        options.data = data;
        options.db = db;
        return options.config();
    }

    LoadRequest.Mode mode() {
        if (replace && append) {
            throw new Failure("--replace and --append exclude each other.");
        }
        return replace ? LoadRequest.Mode.REPLACE : append ? LoadRequest.Mode.APPEND : LoadRequest.Mode.CREATE;
    }

    PositionChoice position() {
        if ((ra == null) != (dec == null) || (noPosition && ra != null)) {
            throw new Failure("--ra and --dec go together, and not with --no-position.");
        }
        return new PositionChoice(ra, dec, noPosition);
    }

    LoadRequest.@Nullable Access access() {
        boolean some = owner != null || !groups.isEmpty();
        if (isPublic && (isPrivate || some)) {
            throw new Failure("--public excludes --private, --owner and --group.");
        }
        return isPublic || isPrivate || some ? new LoadRequest.Access(isPublic, owner, groups) : null;
    }

    @Nullable
    TableFormat tableFormat() {
        return format == null
                ? null
                : TableFormat.named(format)
                        .orElseThrow(() -> new Failure("--format: expected fits, votable, csv, ecsv, parquet or ascii,"
                                + " found " + format + "."));
    }

    int memoryBytes() {
        if (memory < 8 || memory > 1024) {
            throw new Failure("--memory: expected 8 to 1024 MB, found " + memory + ".");
        }
        return (int) Math.min(Integer.MAX_VALUE / 2, (long) memory << 20);
    }

    GuardedFetch fetch() {
        return new GuardedFetch(
                allowPrivate ? AddressRule.ANY : AddressRule.PUBLIC_ONLY,
                FetchLimits.STANDARD.withBytes(maxDownload).withTotal(Duration.ofSeconds(fetchSeconds)));
    }
}
