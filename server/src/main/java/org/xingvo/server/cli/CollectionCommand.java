package org.xingvo.server.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing collection}: what is in the archive. */
@Command(
        name = "collection",
        description = "The collections of the archive.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CollectionCommand.ListCommand.class,
            CollectionCreate.class,
            CollectionSet.class,
            CollectionApply.class,
            CollectionCare.Show.class,
            CollectionCare.Verify.class,
            CollectionCare.Compact.class,
            CollectionCare.Rebuild.class,
            CollectionCare.Dump.class,
            CollectionCommand.DatasetsCommand.class,
            CollectionCommand.AccessCommand.class,
            CopyCommands.Backup.class,
            CopyCommands.Restore.class,
            CopyCommands.Mirror.class,
            CopyCommands.Release.class,
            CopyCommands.Repair.class,
            CopyCommands.Check.class
        })
final class CollectionCommand extends CommandGroup {
    /** {@code xing collection list}. */
    @Command(name = "list", description = "List the collections of the store.", mixinStandardHelpOptions = true)
    static final class ListCommand implements Runnable {
        @Mixin
        StoreOptions options = new StoreOptions();

        @Override
        public void run() {
            options.with(store -> {
                StringBuilder table = new StringBuilder("collection\tid\tobjects\tbytes\tdamaged\tkind\treaders\n");
                for (Object each : JsonText.list(store.get("/xs/"), "collections")) {
                    String name = String.valueOf(((Map<?, ?>) each).get("name"));
                    Map<?, ?> stat = store.get(StoreClient.path(name, "") + "?stat");
                    table.append(name)
                            .append('\t')
                            .append(stat.get("id"))
                            .append('\t')
                            .append(JsonText.number(stat, "objects"))
                            .append('\t')
                            .append(JsonText.number(stat, "bytes"))
                            .append('\t')
                            .append(JsonText.number(stat, "damaged"))
                            .append('\t')
                            .append(stat.get("kind"))
                            .append('\t')
                            .append(CollectionText.readers(stat))
                            .append('\n');
                }
                TextTable.print(table.toString(), System.out);
            });
        }
    }

    /** {@code xing collection datasets}. */
    @Command(
            name = "datasets",
            description = "List the catalogued collections with their numbers of datasets.",
            mixinStandardHelpOptions = true)
    static final class DatasetsCommand implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Override
        public void run() {
            LiveServer.with(
                    options.config(),
                    server -> TextTable.print(
                            server.query("SELECT obs_collection, COUNT(*) AS datasets, COUNT(s_ra) AS with_position,"
                                    + " MIN(dataproduct_type) AS product_type FROM ivoa.obscore"
                                    + " GROUP BY obs_collection ORDER BY obs_collection"),
                            System.out));
        }
    }

    /** {@code xing collection access}. */
    @Command(
            name = "access",
            description = "Change who sees a collection or a loaded table: everybody, or an owner and groups only.",
            mixinStandardHelpOptions = true)
    static final class AccessCommand implements Runnable {
        @Mixin
        ServerOptions options = new ServerOptions();

        @Parameters(
                paramLabel = "COLLECTION",
                description = "Name as `xing collection list` shows it, or of a table that `xing load` made.")
        String collection = "";

        @Option(
                names = "--files",
                description =
                        "Change who gets the files, pictures and archives of a collection, of those who see it: an"
                                + " owner and groups only, or with --public all of them.")
        boolean files;

        @Option(names = "--public", description = "Everybody.")
        boolean isPublic;

        @Option(names = "--owner", paramLabel = "USER", description = "The user it belongs to.")
        @Nullable
        String owner;

        @Option(names = "--group", paramLabel = "GROUP", description = "A group that may read; may be repeated.")
        List<String> groups = List.of();

        @Override
        public void run() {
            Map<String, String> form = new HashMap<>();
            form.put("data", Boolean.toString(files));
            form.put("public", Boolean.toString(isPublic));
            form.put("groups", String.join(",", groups));
            if (owner != null) {
                form.put("owner", owner);
            }
            LiveServer.with(
                    options.config(), server -> server.post("/admin/collections/" + collection + "/access", form));
        }
    }
}
