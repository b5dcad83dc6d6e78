package org.xingvo.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.ingest.load.CatalogueLoader;
import org.xingvo.ingest.load.LoadReport;
import org.xingvo.ingest.load.LoadRequest;
import org.xingvo.ingest.table.LoadProgress;
import org.xingvo.schemas.Databases;
import org.xingvo.schemas.net.GuardedFetch;
import org.xingvo.server.Archive;
import org.xingvo.server.ServerConfig;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xing load TABLE FILE|URL...}: a catalogue becomes a table of TAP. */
@Command(
        name = "load",
        description = "Load a catalogue (FITS, VOTable, CSV, ECSV, Parquet) as a table of TAP and Cone Search.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Runnable {
    @Mixin
    LoadOptions options = new LoadOptions();

    @Parameters(index = "0", paramLabel = "TABLE", description = "Name in the schema data, with or without 'data.'.")
    String table = "";

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "FILE|URL",
            description = "Files or URLs (http, https) whose columns agree; gzip, bzip2, compress are read, too.")
    List<String> files = List.of();

    @Override
    public void run() {
        long began = System.nanoTime();
        try (LoadBar bar = new LoadBar()) {
            Thread hook = new Thread(bar::stop, "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            LoadReport report = load(bar);
            bar.end();
            print(report, Duration.ofNanos(System.nanoTime() - began));
            removeHook(hook);
        } catch (Exception e) {
            throw Failures.sentence(e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process goes down
        }
    }

    private LoadReport load(LoadProgress progress) throws IOException {
        ServerConfig config = options.config();
        LoadRequest.Mode mode = options.mode();
        for (String file : files) {
            if (!GuardedFetch.isUrl(file) && !Files.isRegularFile(Path.of(file))) {
                throw new Failure(file + ": expected a file or a URL (http, https), found nothing there.");
            }
        }
        Files.createDirectories(config.dataDirectory());
        try (LoadScratch scratch = LoadScratch.in(config.dataDirectory());
                Databases databases = Archive.database(config)) {
            List<TableSource> sources = new ArrayList<>();
            try {
                for (String file : files) {
                    sources.add(
                            TableFiles.open(local(file, scratch, progress), file, options.tableFormat(), options.hdu));
                }
                LoadRequest request = new LoadRequest(
                        table.startsWith("data.") ? table.substring(5) : table,
                        sources,
                        mode,
                        options.position(),
                        options.title,
                        options.description,
                        options.access(),
                        options.key,
                        options.indexes,
                        scratch.sorting(),
                        options.memoryBytes());
                return new CatalogueLoader(databases.owner(), databases.dialect()).load(request, progress);
            } finally {
                for (TableSource source : sources) {
                    source.close();
                }
            }
        }
    }

    private Path local(String file, LoadScratch scratch, LoadProgress progress) throws IOException {
        if (!GuardedFetch.isUrl(file)) {
            return Path.of(file);
        }
        Path fetched = scratch.newFile();
        progress.begin(LoadProgress.Phase.FETCH, -1);
        try {
            options.fetch().toFile(new URI(file), fetched, progress::advance);
        } catch (URISyntaxException e) {
            throw new Failure(file + ": expected a URL, found: " + e.getReason() + ".", e);
        }
        return fetched;
    }

    private static void print(LoadReport report, Duration time) {
        System.out.printf(
                "%s: %,d rows of %d columns in %s%s.%n",
                report.table(),
                report.rows(),
                report.columns(),
                ConsoleProgress.words(time),
                report.allRows() == report.rows() ? "" : ", %,d now in all".formatted(report.allRows()));
        if (report.ra() == null) {
            System.out.println("No position was found; --ra and --dec name its columns.");
        } else {
            System.out.println("Positions: " + report.ra() + ", " + report.dec()
                    + (report.withoutPosition() == 0
                            ? "."
                            : " (%,d rows without).".formatted(report.withoutPosition())));
        }
        if (report.key() != null) {
            System.out.println("Key: " + report.key() + ".");
        }
        report.misfits()
                .forEach((column, misfit) -> System.out.printf(
                        "Note: %,d values of %s do not fit its type and are null, the first is '%s'.%n",
                        misfit.count(), column, misfit.example()));
        report.notes().forEach(note -> System.out.println("Note: " + note + "."));
    }
}
