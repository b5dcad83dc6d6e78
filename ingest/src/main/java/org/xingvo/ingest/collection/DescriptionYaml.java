package org.xingvo.ingest.collection;

import java.util.Map;
import org.xingvo.ingest.yaml.Problems;

/** A collection description as YAML 1.2. Reading what {@link #write} wrote gives an equal description. Stateless. */
public final class DescriptionYaml {
    private static final String HEAD =
            "# Description of a collection: what its table holds and which files belong to it. See docs/descriptions.md.\n";

    private DescriptionYaml() {}

    public static String write(CollectionDescription collection) {
        return write(collection, Map.of());
    }

    /**
     * The same with remarks for people.
     *
     * @param remarks by path of the key, such as {@code unique} or {@code columns[3].type}
     */
    public static String write(CollectionDescription collection, Map<String, String> remarks) {
        return HEAD + new DescriptionWriter(remarks).write(collection);
    }

    /** As {@link #read(String, String)}, of no file. */
    public static CollectionDescription read(String yaml) {
        return read(yaml, "description");
    }

    /**
     * The description that a text says.
     *
     * @param file how the text is called in messages
     * @throws DescriptionException all problems, each with file, line, key, what is expected and what was found
     */
    public static CollectionDescription read(String yaml, String file) {
        Problems problems = new Problems(file);
        CollectionDescription description = DescriptionReader.read(yaml, problems);
        if (description == null) {
            throw new DescriptionException(problems.text());
        }
        return description;
    }
}
