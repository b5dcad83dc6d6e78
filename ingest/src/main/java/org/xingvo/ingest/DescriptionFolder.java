package org.xingvo.ingest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xingvo.ingest.collection.CollectionDescription;
import org.xingvo.ingest.collection.DescriptionException;
import org.xingvo.ingest.collection.DescriptionYaml;

/** A folder of descriptions, {@code NAME.yaml}, with their schema beside them. Thread-safe. */
public final class DescriptionFolder {
    private static final long MAX_BYTES = 16 << 20;

    private final Path folder;

    public DescriptionFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A description as it was written.
     *
     * @param file that it was read from
     * @param yaml its text
     */
    public record Written(CollectionDescription description, Path file, String yaml) {}

    /** Where the description of a collection is, or would be. */
    public Path file(String collection) {
        return folder.resolve(collection + ".yaml");
    }

    /**
     * All descriptions, in the order of the files' names; none if there is no folder.
     *
     * @throws IngestException all problems of all files, a line each
     */
    public List<Written> read() {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
                stream.forEach(files::add);
            } catch (IOException e) {
                throw new IngestException("folder %s: cannot be read: %s".formatted(folder, Scan.reason(e)), e);
            }
        }
        files.sort(null);
        Map<String, Written> written = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                Written each = read(file);
                Written other = written.putIfAbsent(each.description().name(), each);
                if (other != null) {
                    problems.add("%s: name: expected a new name, found '%s', which %s has"
                            .formatted(file, each.description().name(), other.file()));
                }
            } catch (IngestException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new IngestException(String.join("\n", problems));
        }
        return List.copyOf(written.values());
    }

    /**
     * The description in one file.
     *
     * @throws IngestException all its problems, a line each
     */
    public static Written read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IngestException(
                        "%s: expected at most %d bytes, found %d".formatted(file, MAX_BYTES, Files.size(file)));
            }
            String yaml = Files.readString(file);
            return new Written(DescriptionYaml.read(yaml, file.toString()), file, yaml);
        } catch (DescriptionException e) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new IngestException("description %s: cannot be read: %s".formatted(file, Scan.reason(e)), e);
        }
    }

    /** Writes a description for people to read and edit; what is there already is theirs, then nothing is written. */
    public void write(String collection, String yaml) {
        if (!Files.exists(file(collection))) {
            replace(collection, yaml);
        }
    }

    /** Writes a description in place of the one that is there. */
    public void replace(String collection, String yaml) {
        Path file = file(collection);
        try {
            Files.createDirectories(folder);
            put(folder.resolve(DescriptionYaml.SCHEMA_FILE), DescriptionYaml.schema());
            put(file, yaml);
        } catch (IOException e) {
            throw new IngestException("description %s: cannot be written: %s".formatted(file, Scan.reason(e)), e);
        }
    }

    private void put(Path file, String text) throws IOException {
        Path partial = folder.resolve("." + file.getFileName() + ".part");
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
