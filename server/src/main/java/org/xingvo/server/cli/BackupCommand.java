package org.xingvo.server.cli;

import java.nio.file.Path;
import java.util.List;
import org.xingvo.server.copy.ServiceBackup;
import org.xingvo.storage.copy.CopyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing backup}: everything, into a directory. */
@Command(
        name = "backup",
        description = "Copy the whole service to a directory: database, then files; only what is new of the files.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Runnable {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Parameters(paramLabel = "DIR", description = "Where the backup is kept.")
    Path directory = Path.of("");

    @Option(names = "--verify", description = "Read back what was copied before, and copy again what is not good.")
    boolean verify;

    @Option(names = "--check", description = "Copy nothing; read the backup and compare digests.")
    boolean check;

    @Override
    public void run() {
        Path absolute = directory.toAbsolutePath().normalize();
        if (check) {
            check(absolute);
            return;
        }
        LiveServer.with(options.config(), server -> {
            ServiceBackup.Outcome outcome =
                    ServiceBackup.run(server.base(), server.token(), absolute, verify, CopyBar::new);
            System.out.printf(
                    "%s: %,d rows of the database; %d collections, %,d bytes copied, %,d bytes in all%n",
                    absolute, outcome.rows(), outcome.collections(), outcome.copiedBytes(), outcome.totalBytes());
        });
    }

    private static void check(Path directory) {
        try {
            List<String> problems = ServiceBackup.verify(directory, CopyBar::new);
            problems.forEach(System.out::println);
            if (!problems.isEmpty()) {
                throw new CopyException(
                        "%s: expected no differences, found %d; `xing backup --verify` copies again what is not good"
                                .formatted(directory, problems.size()));
            }
            System.out.println(directory + ": everything is as it was copied");
        } catch (Exception e) {
            throw Failures.sentence(e);
        }
    }
}
