package org.xingvo.server.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing token}: Tokens, with which users write and see what is theirs. */
@Command(
        name = "token",
        description = "Tokens, with which programs sign in as a user.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Create.class, TokenCommand.ListTokens.class, TokenCommand.Revoke.class})
final class TokenCommand extends CommandGroup {
    /** {@code xing token create}. */
    @Command(
            name = "create",
            description = "Make a token for a user and print it, this once.",
            mixinStandardHelpOptions = true)
    static final class Create implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "USER", description = "Name of the user.")
        String user = "";

        @Option(names = "--days", paramLabel = "N", description = "Days it is valid; without it, until revoked.")
        long days;

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                defaultValue = "admin",
                description = "read: see and query; write: also change files and nodes; admin: everything the user may"
                        + " do (default: ${DEFAULT-VALUE}).")
        String scope = "admin";

        @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "What it is for.")
        String name = "";

        @Override
        public void run() {
            LiveServer.with(
                    options.config(),
                    server -> System.out.print(server.post(
                            "/admin/tokens",
                            Map.of("user", user, "days", Long.toString(days), "scope", scope, "name", name))));
        }
    }

    /** {@code xing token list}. */
    @Command(
            name = "list",
            description = "List the tokens of a user with their last use; their texts are not kept.",
            mixinStandardHelpOptions = true)
    static final class ListTokens implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Mixin
        ListOptions list = new ListOptions();

        @Parameters(paramLabel = "USER", description = "Name of the user.")
        String user = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> list.print(server, "/admin/tokens?user=" + user));
        }
    }

    /** {@code xing token revoke}. */
    @Command(name = "revoke", description = "Revoke a token.", mixinStandardHelpOptions = true)
    static final class Revoke implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "ID", description = "Number as `xing token list` shows it.")
        String id = "";

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.delete("/admin/tokens/" + id));
        }
    }
}
