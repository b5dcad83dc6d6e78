package org.xingvo.storage.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.xingvo.storage.StorageException;

/** The generation of volumes to come, kept where a deleted volume can no longer tell it. */
final class GenerationFile {
    private static final String NAME = "collection.generation";

    private GenerationFile() {}

    static int read(Path directory) throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(NAME), StandardCharsets.US_ASCII)
                    .strip();
        } catch (NoSuchFileException e) {
            return 1;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new StorageException.Unusable(
                    "%s: expected a number from 1, found \"%s\"".formatted(directory.resolve(NAME), text));
        }
        return Integer.parseInt(text);
    }

    static void write(Path directory, int generation) throws IOException {
        DurableFile.replace(directory, NAME, generation + "\n");
    }
}
