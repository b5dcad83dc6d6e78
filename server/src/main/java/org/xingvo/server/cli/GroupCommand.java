package org.xingvo.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing group}: Groups of users. */
@Command(
        name = "group",
        description = "Groups of users.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GroupCommand.Add.class,
            GroupCommand.ListGroups.class,
            GroupCommand.Join.class,
            GroupCommand.Leave.class
        })
final class GroupCommand extends CommandGroup {
    /** {@code xing group add}. */
    @Command(name = "add", description = "Add a group.", mixinStandardHelpOptions = true)
    static final class Add implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "GROUP", description = "Name of the group.")
        String group = "";

        @Option(names = "--owner", paramLabel = "USER", required = true, description = "The user it belongs to.")
        String owner = "";

        @Override
        public void run() {
            LiveServer.with(
                    options.config(), server -> server.post("/admin/groups", Map.of("name", group, "owner", owner)));
        }
    }

    /** {@code xing group list}. */
    @Command(name = "list", description = "List the groups.", mixinStandardHelpOptions = true)
    static final class ListGroups implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> TextTable.print(server.get("/admin/groups"), System.out));
        }
    }

    /** {@code xing group join}. */
    @Command(name = "join", description = "Add a user to a group.", mixinStandardHelpOptions = true)
    static final class Join implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
        String group = "";

        @Parameters(index = "1", paramLabel = "USER", description = "Name of the user.")
        String user = "";

        @Override
        public void run() {
            LiveServer.with(
                    options.config(),
                    server -> server.post("/admin/groups/" + group + "/members", Map.of("user", user)));
        }
    }

    /** {@code xing group leave}. */
    @Command(name = "leave", description = "Remove a user from a group.", mixinStandardHelpOptions = true)
    static final class Leave implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
        String group = "";

        @Parameters(index = "1", paramLabel = "USER", description = "Name of the user.")
        String user = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.delete("/admin/groups/" + group + "/members/" + user));
        }
    }
}
