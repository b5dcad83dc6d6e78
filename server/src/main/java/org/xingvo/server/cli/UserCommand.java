package org.xingvo.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing user}: Users. */
@Command(
        name = "user",
        description = "Users.",
        mixinStandardHelpOptions = true,
        subcommands = {UserCommand.Add.class, UserCommand.ListUsers.class, UserCommand.Remove.class})
final class UserCommand extends CommandGroup {
    /** {@code xing user add}. */
    @Command(name = "add", description = "Add a user.", mixinStandardHelpOptions = true)
    static final class Add implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "USER", description = "Name: letters, digits and . _ @ -.")
        String user = "";

        @Option(names = "--operator", description = "May do and see everything.")
        boolean operator;

        @Override
        public void run() {
            LiveServer.with(
                    options.config(),
                    server ->
                            server.post("/admin/users", Map.of("name", user, "operator", Boolean.toString(operator))));
        }
    }

    /** {@code xing user list}. */
    @Command(name = "list", description = "List the users.", mixinStandardHelpOptions = true)
    static final class ListUsers implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> TextTable.print(server.get("/admin/users"), System.out));
        }
    }

    /** {@code xing user remove}. */
    @Command(name = "remove", description = "Remove a user who owns no group.", mixinStandardHelpOptions = true)
    static final class Remove implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "USER", description = "Name of the user.")
        String user = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.delete("/admin/users/" + user));
        }
    }
}
