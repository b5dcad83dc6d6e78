package org.xingvo.server.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code xing collection set}. */
@Command(
        name = "set",
        description = "Change what is set of a collection; what is not given stays.",
        mixinStandardHelpOptions = true)
final class CollectionSet implements Runnable {
    @Mixin
    StoreOptions options = new StoreOptions();

    @Mixin
    CollectionOptions settings = new CollectionOptions();

    @Parameters(paramLabel = "NAME", description = "The collection.")
    String name = "";

    @Override
    public void run() {
        Map<String, String> form = new TreeMap<>();
        settings.into(form);
        if (form.isEmpty()) {
            throw new Failure("nothing to set was given; `xing collection set --help` lists what can be.");
        }
        form.put("name", name);
        options.with(store -> System.out.println(store.care("change", form).get("name") + " was changed."));
    }
}
