package org.xingvo.ingest.collection;

import java.util.List;

/** What the JSON Schema says of a description, for tests of other packages. */
public final class DescriptionSchema {
    private DescriptionSchema() {}

    public static List<String> problems(String yaml) {
        return DescriptionSchemaTest.problems(yaml);
    }
}
