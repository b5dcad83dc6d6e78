package org.xingvo.server.cli;

import org.xingvo.server.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code xing serve}: serves what the data directory holds. */
@Command(
        name = "serve",
        description = "Serve what the data directory holds, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Override
    public void run() {
        Foreground.with(options.config(), (archive, foreground) -> {
            Archive.Address address = archive.serve();
            Welcome.print(System.out, archive, address);
            foreground.awaitStop();
        });
    }
}
