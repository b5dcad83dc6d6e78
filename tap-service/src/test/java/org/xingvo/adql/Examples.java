package org.xingvo.adql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The corpus of queries: {@code adql/corpus.txt} says how it is written. */
final class Examples {
    private static final List<Example> CORPUS = read();

    /** Those that are answered. */
    static final List<Example> ALL = CORPUS.stream().filter(e -> !e.refused()).toList();

    /** Those that are not. */
    static final List<Example> REFUSED =
            CORPUS.stream().filter(Example::refused).toList();

    private Examples() {}

    /**
     * An entry.
     *
     * @param answer rows as text, or the message of the refusal
     */
    record Example(String adql, String answer, boolean refused) {
        @Override
        public String toString() {
            return adql;
        }
    }

    private static List<Example> read() {
        List<Example> examples = new ArrayList<>();
        List<String> query = new ArrayList<>();
        for (String line : text().lines().toList()) {
            boolean answered = line.startsWith("= ");
            if (answered || line.startsWith("! ")) {
                if (query.isEmpty()) {
                    throw new IllegalStateException("corpus.txt: expected a query before: " + line);
                }
                examples.add(new Example(String.join("\n", query), line.substring(2), !answered));
                query.clear();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                query.add(line);
            }
        }
        return List.copyOf(examples);
    }

    private static String text() {
        try (InputStream stream = Examples.class.getResourceAsStream("/adql/corpus.txt")) {
            if (stream == null) {
                throw new IllegalStateException("resource adql/corpus.txt is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
