package org.xingvo.ingest.collection;

import java.util.List;

/** What the JSON Schema says of a description, for tests of other packages. */
public final class DescriptionSchema {
    private DescriptionSchema() {}

    /** The keys that may be said below a key; "" is the root. */
    public static List<String> keys(String of) {
        return DescriptionKeys.ALL.getOrDefault(of, List.of());
    }

    public static List<String> problems(String yaml) {
        return DescriptionSchemaTest.problems(yaml);
    }
}
