package org.xingvo.server.cli;

import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that look at a collection's volumes and keep them well. */
final class CollectionCare {
    private CollectionCare() {}

    /** {@code xing collection show}. */
    @Command(
            name = "show",
            description = "Show how much a collection holds, in which volumes, and its settings.",
            mixinStandardHelpOptions = true)
    static final class Show implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(paramLabel = "NAME", description = "Name of the collection.")
        String name = "";

        @Override
        public void run() {
            options.with(store -> System.out.print(CollectionText.of(store.get(StoreClient.path(name, "") + "?stat"))));
        }
    }

    /** {@code xing collection verify}. */
    @Command(
            name = "verify",
            description = "Read every byte and compare volumes and index.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the collection; all if not given.")
        @Nullable
        String name;

        @Override
        public void run() {
            follow(options, "verify", name);
        }
    }

    /** {@code xing collection compact}. */
    @Command(
            name = "compact",
            description = "Give back the room of what was deleted and replaced.",
            mixinStandardHelpOptions = true)
    static final class Compact implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(paramLabel = "NAME", description = "Name of the collection.")
        String name = "";

        @Override
        public void run() {
            follow(options, "compact", name);
        }
    }

    /** {@code xing collection rebuild}. */
    @Command(
            name = "rebuild",
            description = "Make the index again from the volumes; no server may run on them.",
            mixinStandardHelpOptions = true)
    static final class Rebuild implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Override
        public void run() {
            options.rebuild();
            System.out.println("The index was made again from the volumes.");
        }
    }

    /** {@code xing collection dump}. */
    @Command(name = "dump", description = "Print the blocks of a volume.", mixinStandardHelpOptions = true)
    static final class Dump implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the collection.")
        String name = "";

        @Parameters(index = "1", paramLabel = "VOLUME", description = "Number as `xing collection show` shows it.")
        int volume;

        @Override
        public void run() {
            options.with(store -> {
                try (InputStream text = store.dump(name, volume)) {
                    text.transferTo(System.out);
                    System.out.flush();
                }
            });
        }
    }

    private static void follow(StoreOptions options, String what, @Nullable String name) {
        options.with(store -> {
            try (ByteProgress progress = new ByteProgress(what, -1)) {
                store.follow(what, name == null ? Map.of() : Map.of("name", name), progress, System.out::println);
            }
        });
    }
}
