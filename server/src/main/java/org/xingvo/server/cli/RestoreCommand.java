package org.xingvo.server.cli;

import java.nio.file.Path;
import org.xingvo.ingest.Reconciliation;
import org.xingvo.server.Archive;
import org.xingvo.server.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xing restore}: everything, into an empty data directory. */
@Command(
        name = "restore",
        description = "Make a data directory, and a database, from a backup of the whole service.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "DIR", description = "The backup.")
    Path directory = Path.of("");

    @Override
    public void run() {
        ServerConfig config = options.config();
        try {
            Reconciliation.Report report =
                    Archive.restore(directory.toAbsolutePath().normalize(), config, CopyBar::new);
            System.out.printf("%s: restored; %,d files have their rows%n", config.dataDirectory(), report.files());
            if (report.missing() + report.lost() > 0) {
                System.out.printf(
                        "%,d rows have no bytes, %,d files of users have no node: `xing rejects --run %d` names them%n",
                        report.missing(), report.lost(), report.run());
            }
            if (report.queued() > 0) {
                System.out.printf(
                        "%,d files have no rows yet: the server catalogues them when it runs%n", report.queued());
            }
        } catch (Exception e) {
            throw Failures.sentence(e);
        }
    }
}
