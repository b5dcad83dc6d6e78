package org.xingvo.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.PublishReport;
import org.xingvo.server.Archive;
import org.xingvo.server.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing publish DIR...}: the main job. */
@Command(
        name = "publish",
        description = "Look at the files, draft a description of each kind, store and catalogue them, and serve.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = "--collections",
            paramLabel = "DIR",
            description = "Folder of descriptions to use, beside those of the data directory; see `xing init`.")
    @Nullable
    Path collections;

    @Option(names = "--no-serve", description = "End after cataloguing.")
    boolean noServe;

    @Option(
            names = "--watch",
            description =
                    "Go on taking in what is put into these folders, and take out what is deleted there; remembered,"
                            + " see `xing watch`.")
    boolean watch;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders (or files) to publish.")
    List<Path> directories = List.of();

    @Override
    public void run() {
        if (watch && noServe) {
            throw new Failure("--watch goes with serving, not with --no-serve.");
        }
        for (Path directory : directories) {
            if (watch && Files.isRegularFile(directory)) {
                throw new Failure("--watch: expected folders, found the file " + directory + ".");
            }
        }
        publish(options.config(), directories, collections, !noServe, watch);
    }

    static void checkExist(List<Path> directories) {
        for (Path directory : directories) {
            if (!Files.exists(directory)) {
                throw new Failure("there is no folder " + directory + ".");
            }
        }
    }

    static void publish(
            ServerConfig config, List<Path> directories, @Nullable Path collections, boolean serve, boolean watch) {
        checkExist(directories);
        if (collections != null) {
            checkExist(List.of(collections));
        }
        Foreground.with(config, (archive, foreground) -> {
            PublishReport report;
            try (ConsoleProgress progress = new ConsoleProgress()) {
                foreground.onStop(progress::stop);
                report = archive.publish(directories, collections, progress);
            }
            System.out.println(report.line());
            if (report.refused() > 0) {
                System.out.println("Refused: " + report.reasonsLine() + ". `./xing rejects` lists them.");
            }
            report.notes().forEach(note -> System.out.println("Note: " + note));
            if (serve && report.complete()) {
                Archive.Address address = archive.serve();
                ServeCommand.watch(
                        archive,
                        watch ? directories.stream().map(Path::toString).toList() : List.of());
                Welcome.print(System.out, archive, address);
                foreground.awaitStop();
            }
        });
    }
}
