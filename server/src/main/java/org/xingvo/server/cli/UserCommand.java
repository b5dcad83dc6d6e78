package org.xingvo.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing user}: Users. */
@Command(
        name = "user",
        description = "Users.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UserCommand.Add.class,
            UserCommand.ListUsers.class,
            UserCommand.Password.class,
            UserCommand.Disable.class,
            UserCommand.Enable.class,
            UserCommand.Promote.class,
            UserCommand.Demote.class,
            UserCommand.Remove.class
        })
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

        @Option(
                names = "--password",
                description = "Ask for a password, without echo; or take it from standard input. Without it the user"
                        + " signs in with tokens only.")
        boolean password;

        @Option(names = "--generate", description = "Make a password and print it, this once.")
        boolean generate;

        @Override
        public void run() {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("name", user);
            form.put("operator", Boolean.toString(operator));
            String made = generate ? PasswordPrompt.generated() : null;
            if (made != null) {
                form.put("password", made);
            } else if (password) {
                form.put("password", PasswordPrompt.ask(user));
            }
            LiveServer.with(options.config(), server -> {
                server.post("/admin/users", form);
                if (made != null) {
                    System.out.println(made);
                }
            });
        }
    }

    /** {@code xing user list}. */
    @Command(name = "list", description = "List the users.", mixinStandardHelpOptions = true)
    static final class ListUsers implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Mixin
        ListOptions list = new ListOptions();

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> list.print(server, "/admin/users"));
        }
    }

    /** {@code xing user password}. */
    @Command(
            name = "password",
            description = "Give a user another password, asked for without echo or taken from standard input; browsers"
                    + " are signed out, tokens stay.",
            mixinStandardHelpOptions = true)
    static final class Password implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "USER", description = "Name of the user.")
        String user = "";

        static final class How {
            @Option(names = "--generate", description = "Make a password and print it, this once.")
            boolean generate;

            @Option(names = "--none", description = "No password from now on: tokens only.")
            boolean none;
        }

        @ArgGroup(exclusive = true)
        How how = new How();

        @Override
        public void run() {
            String fresh = how.none ? null : how.generate ? PasswordPrompt.generated() : PasswordPrompt.ask(user);
            LiveServer.with(options.config(), server -> {
                server.post("/admin/users/" + user + "/password", fresh == null ? Map.of() : Map.of("password", fresh));
                if (how.generate) {
                    System.out.println(fresh);
                }
            });
        }
    }

    /** What only names a user. */
    abstract static class OfUser implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "USER", description = "Name of the user.")
        String user = "";

        final void set(String what, boolean value) {
            LiveServer.with(
                    options.config(),
                    server ->
                            server.post("/admin/users/" + user + "/" + what, Map.of("value", Boolean.toString(value))));
        }
    }

    /** {@code xing user disable}. */
    @Command(
            name = "disable",
            description = "Keep a user out, at once: password, tokens, browsers, signed links, jobs.",
            mixinStandardHelpOptions = true)
    static final class Disable extends OfUser {
        @Override
        public void run() {
            set("disabled", true);
        }
    }

    /** {@code xing user enable}. */
    @Command(name = "enable", description = "Let a disabled user in again.", mixinStandardHelpOptions = true)
    static final class Enable extends OfUser {
        @Override
        public void run() {
            set("disabled", false);
        }
    }

    /** {@code xing user promote}. */
    @Command(name = "promote", description = "Make a user an operator.", mixinStandardHelpOptions = true)
    static final class Promote extends OfUser {
        @Override
        public void run() {
            set("operator", true);
        }
    }

    /** {@code xing user demote}. */
    @Command(name = "demote", description = "Make an operator an ordinary user.", mixinStandardHelpOptions = true)
    static final class Demote extends OfUser {
        @Override
        public void run() {
            set("operator", false);
        }
    }

    /** {@code xing user remove}. */
    @Command(
            name = "remove",
            description = "Remove a user who owns no node and no group. The name is not given again.",
            mixinStandardHelpOptions = true)
    static final class Remove extends OfUser {
        @Override
        public void run() {
            LiveServer.with(options.config(), server -> server.delete("/admin/users/" + user));
        }
    }
}
