package org.xingvo.server.cli;

import java.util.List;
import org.xingvo.server.Archive;
import org.xingvo.server.WatchedFolders;
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
            description = "Take in what is put into a folder, and take out what is deleted there, now and after every"
                    + " start; may be repeated. `xing watch` lists and removes folders.")
    List<String> watched = List.of();

    @Override
    public void run() {
        Foreground.with(options.config(), (archive, foreground) -> {
            Archive.Address address = archive.serve();
            watch(archive, watched);
            Welcome.print(System.out, archive, address);
            foreground.awaitStop();
        });
    }

    /** Watches what is remembered, and these from now on. */
    static void watch(Archive archive, List<String> folders) {
        archive.watched().begin();
        folders.forEach(folder -> archive.watched().add(WatchedFolders.Watched.of(folder)));
        archive.watched()
                .list()
                .forEach(each -> System.out.println(
                        "Watching " + each.folder() + (each.collection() == null ? "" : " for " + each.collection())));
    }
}
