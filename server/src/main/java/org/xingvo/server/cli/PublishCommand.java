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

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders (or files) to publish.")
    List<Path> directories = List.of();

    @Override
    public void run() {
        publish(options.config(), directories, collections, !noServe);
    }

    static void checkExist(List<Path> directories) {
        for (Path directory : directories) {
            if (!Files.exists(directory)) {
                throw new Failure("there is no folder " + directory + ".");
            }
        }
    }

    static void publish(ServerConfig config, List<Path> directories, @Nullable Path collections, boolean serve) {
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
                Welcome.print(System.out, archive, address);
                foreground.awaitStop();
            }
        });
    }
}
