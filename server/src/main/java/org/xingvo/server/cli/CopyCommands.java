package org.xingvo.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.copy.ServerSource;
import org.xingvo.server.copy.ServerTarget;
import org.xingvo.storage.copy.CollectionCopy;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.copy.DirectorySource;
import org.xingvo.storage.copy.VolumeSource;
import org.xingvo.storage.copy.VolumeTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies of one collection: to a directory or another server, and back. */
final class CopyCommands {
    private CopyCommands() {}

    private static void copy(VolumeSource source, VolumeTarget target, @Nullable String name, String task)
            throws IOException {
        try (source;
                target;
                CopyBar bar = new CopyBar(task)) {
            CollectionCopy.Outcome outcome = CollectionCopy.run(source, target, name, bar);
            bar.end();
            System.out.printf(
                    "%s: %,d bytes copied; the copy has %d volumes, %,d bytes%s%n",
                    task,
                    outcome.bytes(),
                    outcome.volumes(),
                    outcome.totalBytes(),
                    outcome.dropped() == 0 ? "" : "; %d compacted volumes dropped".formatted(outcome.dropped()));
        }
    }

    /** A command that brings a copy up to date that is kept elsewhere. */
    abstract static class Keeping implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Mixin
        Elsewhere elsewhere = new Elsewhere();

        @Parameters(index = "0", paramLabel = "NAME", description = "The collection.")
        String name = "";

        @Parameters(index = "1", paramLabel = "DIR|URL", description = "Where the copy is kept.")
        String where = "";

        final void copy(LiveServer server, boolean verify, String task) throws IOException {
            CopyCommands.copy(
                    ServerSource.open(server.base(), server.token(), name),
                    elsewhere.target(where, verify),
                    null,
                    task + name);
        }
    }

    /** {@code xing collection backup}. */
    @Command(
            name = "backup",
            description = "Copy a collection to a directory or to another server; only what is new is copied.",
            mixinStandardHelpOptions = true)
    static final class Backup extends Keeping {
        @Option(
                names = "--verify",
                description = "Read back what was copied before, and copy again what is not good (directories).")
        boolean verify;

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> copy(server, verify, "backup of "));
        }
    }

    /** {@code xing collection restore}. */
    @Command(
            name = "restore",
            description = "Take a collection from a backup or another server.",
            mixinStandardHelpOptions = true)
    static final class Restore implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Mixin
        Elsewhere elsewhere = new Elsewhere();

        @Parameters(index = "0", paramLabel = "DIR|URL", description = "Where the copy is.")
        String where = "";

        @Parameters(
                index = "1",
                paramLabel = "NAME",
                arity = "0..1",
                defaultValue = "",
                description = "The collection, if there are several in the backup.")
        String name = "";

        @Option(names = "--as", paramLabel = "NAME", description = "The name it gets here.")
        @Nullable
        String as;

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> {
                VolumeSource source = elsewhere.source(where, name);
                if (source instanceof DirectorySource directory && !directory.complete()) {
                    System.err.println("Warning: the last backup to " + where + " did not come to its end; what it had"
                            + " before is all there, what was added since may be missing.");
                }
                copy(source, new ServerTarget(server.base(), server.token(), false), as, "restore from " + where);
            });
        }
    }

    /** {@code xing collection mirror}. */
    @Command(
            name = "mirror",
            description = "Keep a copy of a collection up to date, until Ctrl-C.",
            mixinStandardHelpOptions = true)
    static final class Mirror extends Keeping {
        @Option(
                names = "--every",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "Time between two looks (default: ${DEFAULT-VALUE}).")
        long everySeconds = 60;

        @Option(names = "--once", description = "Bring it up to date once.")
        boolean once;

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> {
                while (true) {
                    try {
                        LocalTime now = LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
                        copy(server, false, now + " mirror of ");
                    } catch (IOException e) {
                        if (once) {
                            throw e;
                        }
                        // a line that is gone comes back
                        System.err.println("xing: " + e.getMessage() + "; tried again in " + everySeconds + " s.");
                    }
                    if (once) {
                        return;
                    }
                    Thread.sleep(Math.multiplyExact(Math.max(1, everySeconds), 1000L));
                }
            });
        }
    }

    /** {@code xing collection repair}. */
    @Command(
            name = "repair",
            description = "Put good bytes of a backup or of another server where files are known to be damaged.",
            mixinStandardHelpOptions = true)
    static final class Repair implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Mixin
        Elsewhere elsewhere = new Elsewhere();

        @Parameters(index = "0", paramLabel = "NAME", description = "The collection.")
        String name = "";

        @Parameters(index = "1", paramLabel = "DIR|URL", description = "Where good bytes are.")
        String where = "";

        @Override
        public void run() {
            String copy = Elsewhere.isServer(where)
                    ? where
                    : Path.of(where).toAbsolutePath().normalize().toString();
            LiveServer.with(options.config(), server -> {
                try (ServerTarget target = new ServerTarget(server.base(), server.token(), false)) {
                    System.out.print(target.repair(name, copy, elsewhere.tokenIfServer(where)));
                }
            });
        }
    }

    /** {@code xing collection release}. */
    @Command(
            name = "release",
            description = "Make a copy that was kept up to date from elsewhere a collection of this server.",
            mixinStandardHelpOptions = true)
    static final class Release implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "NAME", description = "The collection.")
        String name = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> {
                try (ServerTarget target = new ServerTarget(server.base(), server.token(), false)) {
                    target.release(name);
                }
            });
        }
    }

    /** {@code xing collection check}. */
    @Command(
            name = "check",
            description = "Read every byte of the backups in a directory and compare digests.",
            mixinStandardHelpOptions = true)
    static final class Check implements Runnable {
        @Parameters(paramLabel = "DIR", description = "Directory of backups.")
        Path directory = Path.of("");

        @Override
        public void run() {
            try {
                long problems = 0;
                for (var collection : DirectorySource.collections(directory).entrySet()) {
                    try (DirectorySource copy = DirectorySource.of(directory, collection.getKey());
                            CopyBar bar = new CopyBar("check of " + collection.getValue())) {
                        List<String> found = copy.verify(bar);
                        bar.end();
                        found.forEach(System.out::println);
                        problems += found.size();
                        System.out.printf(
                                "%s: %d volumes, %d problems%s%n",
                                collection.getValue(),
                                copy.volumes().size(),
                                found.size(),
                                copy.complete() ? "" : "; the last run did not come to its end");
                    }
                }
                if (problems > 0) {
                    throw new CopyException(
                            "%s: %d pieces are not what was copied; `xing collection backup --verify` copies them again"
                                    .formatted(directory, problems));
                }
            } catch (Exception e) {
                throw Failures.sentence(e);
            }
        }
    }
}
