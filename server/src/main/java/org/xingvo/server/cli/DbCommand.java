package org.xingvo.server.cli;

import org.xingvo.server.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code xing db}: the database behind the archive. */
@Command(
        name = "db",
        description = "The database behind the archive.",
        mixinStandardHelpOptions = true,
        subcommands = DbCommand.Prepare.class)
final class DbCommand extends CommandGroup {
    /** {@code xing db prepare}. */
    @Command(
            name = "prepare",
            description = "Bring the schema up to date, get sky geometry working (pgSphere if it can be had),"
                    + " limit users' queries, and say what was done.",
            mixinStandardHelpOptions = true)
    static final class Prepare implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Override
        public void run() {
            Foreground.with(options.config(), (Archive archive, Foreground foreground) -> {
                System.out.println("The schema is up to date; sky geometry: " + archive.skyDialect() + ".");
                System.out.println("Users' queries read only what is published; " + archive.temporarySpace() + ".");
            });
        }
    }
}
