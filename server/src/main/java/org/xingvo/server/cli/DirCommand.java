package org.xingvo.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing dir}: whole folders in and out. */
@Command(
        name = "dir",
        description = "Put a folder into a collection, or get it out again.",
        mixinStandardHelpOptions = true,
        subcommands = {DirCommand.Put.class, DirCommand.Get.class})
final class DirCommand extends CommandGroup {
    /** {@code xing dir put}. */
    @Command(
            name = "put",
            description = "Put the files below a folder into a collection, in streams of many; what is there with the"
                    + " same bytes is left out, so the command can be repeated.",
            mixinStandardHelpOptions = true)
    static final class Put implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Option(names = "--replace", description = "Replace files that are there with other bytes.")
        boolean replace;

        @Option(
                names = "--streams",
                paramLabel = "N",
                defaultValue = "2",
                description = "Streams side by side (default: ${DEFAULT-VALUE}).")
        int streams = 2;

        @Parameters(index = "0", paramLabel = "DIR", description = "The folder.")
        Path directory = Path.of("");

        @Parameters(
                index = "1",
                paramLabel = "COLLECTION[/PATH]",
                description = "Where to; names below are those below the folder.")
        String to = "";

        @Override
        public void run() {
            if (!Files.isDirectory(directory)) {
                throw new Failure("there is no folder " + directory + ".");
            }
            checkStreams(streams);
            Remote target = Remote.of(to);
            options.with(store -> new DirPut(store, directory, target, replace, streams).run());
        }
    }

    /** {@code xing dir get}. */
    @Command(
            name = "get",
            description =
                    "Get the files of a collection, or those below a path of it, into a folder; what is there with"
                            + " the same bytes is left out, so the command can be repeated.",
            mixinStandardHelpOptions = true)
    static final class Get implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Option(
                names = "--streams",
                paramLabel = "N",
                defaultValue = "2",
                description = "Streams side by side (default: ${DEFAULT-VALUE}).")
        int streams = 2;

        @Parameters(index = "0", paramLabel = "COLLECTION[/PATH]", description = "What.")
        String from = "";

        @Parameters(index = "1", paramLabel = "DIR", description = "Where to; made if it is not there.")
        Path directory = Path.of("");

        @Override
        public void run() {
            checkStreams(streams);
            Remote source = Remote.of(from);
            options.with(store -> new DirGet(store, source, directory, streams).run());
        }
    }

    private static void checkStreams(int streams) {
        if (streams < 1 || streams > 16) {
            throw new Failure("--streams: expected 1 to 16, found " + streams + ".");
        }
    }
}
