package org.xingvo.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing group}: Groups of users. */
@Command(
        name = "group",
        description = "Groups of users. A group is named NAME or ivo://AUTHORITY/gms?NAME.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GroupCommand.Add.class,
            GroupCommand.ListGroups.class,
            GroupCommand.Join.class,
            GroupCommand.Leave.class,
            GroupCommand.Remove.class
        })
final class GroupCommand extends CommandGroup {
    private static String path(String group) {
        return "/groups/" + URLEncoder.encode(group, StandardCharsets.UTF_8);
    }

    /** {@code xing group add}. */
    @Command(name = "add", description = "Add a group.", mixinStandardHelpOptions = true)
    static final class Add implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "GROUP", description = "Name of the group.")
        String group = "";

        @Option(
                names = "--owner",
                paramLabel = "USER",
                required = true,
                description = "A user who may change it; may be repeated.")
        List<String> owners = List.of();

        @Option(names = "--description", paramLabel = "TEXT", defaultValue = "", description = "What it is for.")
        String description = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> {
                server.post("/groups", Map.of("name", group, "owner", owners.getFirst(), "description", description));
                for (String owner : owners.subList(1, owners.size())) {
                    server.put(path(group) + "/owners/" + owner);
                }
            });
        }
    }

    /** {@code xing group list}. */
    @Command(name = "list", description = "List the groups.", mixinStandardHelpOptions = true)
    static final class ListGroups implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Mixin
        ListOptions list = new ListOptions();

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> list.print(server, "/groups"));
        }
    }

    /** An entry of a group. */
    abstract static class OfEntry implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
        String group = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The user; with --group, another group.")
        String who = "";

        static final class Kind {
            @Option(names = "--owner", description = "As an owner, who may change the group.")
            boolean owner;

            @Option(names = "--group", description = "A group, whose owners and members are in this one then.")
            boolean group;
        }

        @ArgGroup(exclusive = true)
        Kind kind = new Kind();

        final String entry() {
            return path(group)
                    + (kind.owner ? "/owners/" : kind.group ? "/groups/" : "/members/")
                    + URLEncoder.encode(who, StandardCharsets.UTF_8);
        }
    }

    /** {@code xing group join}. */
    @Command(name = "join", description = "Add a user or a group to a group.", mixinStandardHelpOptions = true)
    static final class Join extends OfEntry {
        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.put(entry()));
        }
    }

    /** {@code xing group leave}. */
    @Command(name = "leave", description = "Remove a user or a group from a group.", mixinStandardHelpOptions = true)
    static final class Leave extends OfEntry {
        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.delete(entry()));
        }
    }

    /** {@code xing group remove}. */
    @Command(
            name = "remove",
            description = "Remove a group. The name is not given again.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "GROUP", description = "Name of the group.")
        String group = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.delete(path(group)));
        }
    }
}
