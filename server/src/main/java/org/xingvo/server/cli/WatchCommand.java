package org.xingvo.server.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.xingvo.server.WatchedFolders.Watched;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xing watch}: folders whose files are taken in while the server runs. */
@Command(
        name = "watch",
        description = "Folders whose files a server takes in as they come, remembered until they are removed.",
        mixinStandardHelpOptions = true,
        subcommands = {WatchCommand.ListCommand.class, WatchCommand.Add.class, WatchCommand.Remove.class})
final class WatchCommand extends CommandGroup {
    /** {@code xing watch list}. */
    @Command(name = "list", description = "List them.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Override
        public void run() {
            LiveServer.with(options.config(), server -> TextTable.print(server.get("/admin/watched"), System.out));
        }
    }

    /** {@code xing watch add}. */
    @Command(
            name = "add",
            description = "Watch a folder, now if a server runs and after every start.",
            mixinStandardHelpOptions = true)
    static final class Add implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "DIR[=COLLECTION]", description = "Folder, and the collection of all its files.")
        String folder = "";

        @Override
        public void run() {
            Watched watched = Watched.of(folder);
            Map<String, String> form =
                    new HashMap<>(Map.of("folder", watched.folder().toString()));
            if (watched.collection() != null) {
                form.put("collection", watched.collection());
            }
            LiveServer.with(options.config(), server -> server.post("/admin/watched", form));
        }
    }

    /** {@code xing watch remove}. */
    @Command(
            name = "remove",
            description = "Watch a folder no more; what was taken in stays.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(paramLabel = "DIR", description = "Folder as `xing watch list` shows it.")
        Path folder = Path.of("");

        @Override
        public void run() {
            String path = folder.toAbsolutePath().normalize().toString();
            LiveServer.with(options.config(), server -> server.post("/admin/watched/remove", Map.of("folder", path)));
        }
    }
}
