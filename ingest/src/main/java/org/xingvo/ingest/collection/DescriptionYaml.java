package org.xingvo.ingest.collection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.xingvo.ingest.yaml.Problems;

/** A collection description as YAML 1.2. Reading what {@link #write} wrote gives an equal description. Stateless. */
public final class DescriptionYaml {
    /** The schema's file beside the descriptions; editors complete from it. */
    public static final String SCHEMA_FILE = "collection.schema.json";

    private static final String HEAD = "# yaml-language-server: $schema=" + SCHEMA_FILE + """

            # Description of a collection: what its table holds and which files belong to it. See docs/descriptions.md.
            """;

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

    /** The JSON Schema (draft 2020-12) of descriptions. */
    public static String schema() {
        try (InputStream in = DescriptionYaml.class.getResourceAsStream(SCHEMA_FILE)) {
            return new String(Objects.requireNonNull(in, SCHEMA_FILE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
