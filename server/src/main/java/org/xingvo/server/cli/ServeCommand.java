package org.xingvo.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xingvo.server.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xing serve}: serves what the data directory holds. */
@Command(
        name = "serve",
        description = "Serve what the data directory holds, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = "--watch",
            paramLabel = "DIR[=COLLECTION]",
            description = "Take in what is put into a folder, and take out what is deleted there; may be repeated.")
    List<String> watched = List.of();

    @Override
    public void run() {
        Foreground.with(options.config(), (archive, foreground) -> {
            Archive.Address address = archive.serve();
            for (String folder : watched) {
                int at = Files.exists(Path.of(folder)) ? -1 : folder.lastIndexOf('=');
                Path path = Path.of(at < 0 ? folder : folder.substring(0, at));
                archive.watch(path.toAbsolutePath().normalize(), at < 0 ? null : folder.substring(at + 1));
            }
            Welcome.print(System.out, archive, address);
            foreground.awaitStop();
        });
    }
}
