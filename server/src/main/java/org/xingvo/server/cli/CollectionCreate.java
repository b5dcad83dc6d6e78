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

    @Mixin
    CollectionOptions settings = new CollectionOptions();

    @Override
    public void run() {
        Map<String, String> form = new TreeMap<>();
        form.put("name", name);
        put(form, "telescope", telescope);
        put(form, "serial", serial);
        put(form, "type", type);
        put(form, "country", country);
        settings.into(form);
        options.making(store -> {
            Map<?, ?> made = store.care("create", form);
            System.out.println(made.get("name") + " was made with the id " + made.get("id") + ".");
        });
    }

    static void put(Map<String, String> form, String key, @Nullable Object value) {
        if (value != null) {
            form.put(key, value.toString());
        }
    }
}
