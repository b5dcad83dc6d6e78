package org.xingvo.server.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xing collection create}. */
@Command(
        name = "create",
        description = "Make a collection of files; nothing in it is catalogued.",
        mixinStandardHelpOptions = true)
final class CollectionCreate implements Runnable {
    @Mixin
    StoreOptions options = new StoreOptions();

    @Parameters(paramLabel = "NAME", description = "1 to 100 of a-z 0-9 . _ -, a letter or digit first.")
    String name = "";

    @Option(
            names = "--telescope",
            paramLabel = "N",
            description = "0 to 32767 (default: 32767, which no catalogued one has).")
    @Nullable
    Integer telescope;

    @Option(names = "--serial", paramLabel = "N", description = "0 to 4095 (default: the next free one from 1).")
    @Nullable
    Integer serial;

    @Option(names = "--type", paramLabel = "N", description = "0 to 15 (default: 0).")
    @Nullable
    Integer type;

    @Option(names = "--country", paramLabel = "0|1", description = "0 home, 1 foreign (default: 0).")
    @Nullable
    Integer country;

    @Option(
            names = "--durability",
            paramLabel = "fsync|os",
            description =
                    "What an acknowledged write survives: a power loss, or the end of the process (default: fsync).")
    @Nullable
    String durability;

    @Option(
            names = "--quota",
            paramLabel = "BYTES",
            description = "Most bytes of all files together (default: no limit).")
    @Nullable
    Long quota;

    @Option(names = "--max-volume", paramLabel = "BYTES", description = "Seal a volume rather than grow it past this.")
    @Nullable
    Long maxVolume;

    @Option(names = "--no-compress", description = "Store everything as it is.")
    boolean noCompress;

    @Option(
            names = "--readers",
            paramLabel = "LIST",
            description = "Who may read: *, or users and group:NAME, separated by commas; '' for operators only"
                    + " (default: *).")
    @Nullable
    String readers;

    @Option(
            names = "--writers",
            paramLabel = "LIST",
            description = "Who may write beside operators: users and group:NAME, separated by commas.")
    @Nullable
    String writers;

    @Override
    public void run() {
        Map<String, String> form = new TreeMap<>();
        form.put("name", name);
        put(form, "telescope", telescope);
        put(form, "serial", serial);
        put(form, "type", type);
        put(form, "country", country);
        put(form, "durability", durability);
        put(form, "quota", quota);
        put(form, "max-volume", maxVolume);
        put(form, "readers", readers);
        put(form, "writers", writers);
        if (noCompress) {
            form.put("compress", "false");
        }
        options.making(store -> {
            Map<?, ?> made = store.care("create", form);
            System.out.println(made.get("name") + " was made with the id " + made.get("id") + ".");
        });
    }

    private static void put(Map<String, String> form, String key, @Nullable Object value) {
        if (value != null) {
            form.put(key, value.toString());
        }
    }
}
