package org.xingvo.server.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xing queue}: files that are stored and wait to be catalogued. */
@Command(
        name = "queue",
        description = "Files that were put and wait to be catalogued, and those that could not be.",
        mixinStandardHelpOptions = true,
        subcommands = {QueueCommand.ListCommand.class, QueueCommand.Retry.class, QueueCommand.Drop.class})
final class QueueCommand extends CommandGroup {
    /** {@code xing queue list}. */
    @Command(name = "list", description = "List them, the dead first.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> TextTable.print(server.get("/admin/queue"), System.out));
        }
    }

    /** {@code xing queue retry}. */
    @Command(name = "retry", description = "Try dead files again.", mixinStandardHelpOptions = true)
    static final class Retry implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this one; all if not given.")
        @Nullable
        Long id;

        @Override
        public void run() {
            change(options, "retry", id, "%s tried again.%n");
        }
    }

    /** {@code xing queue drop}. */
    @Command(
            name = "drop",
            description = "Give dead files up; their bytes stay in the store.",
            mixinStandardHelpOptions = true)
    static final class Drop implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this one; all if not given.")
        @Nullable
        Long id;

        @Override
        public void run() {
            change(options, "drop", id, "%s given up.%n");
        }
    }

    private static void change(ServerOptions options, String what, @Nullable Long id, String words) {
        LiveServer.with(
                options.config(),
                server -> System.out.printf(
                        words,
                        server.post("/admin/queue/" + what, id == null ? Map.of() : Map.of("id", Long.toString(id)))
                                .strip()));
    }
}
