package org.xingvo.server.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.copy.CopyException;
import org.xingvo.storage.volume.DurableFile;

/**
 * What a directory with a backup of the service says of itself: {@code backup.txt}, written last. Immutable.
 *
 * @param finished when the last run came to its end
 * @param collections that belong to it
 */
record BackupLabel(Instant finished, List<CollectionId> collections) {
    static final String NAME = "backup.txt";
    static final String DATABASE = "database.zip";
    static final String FILES = "files.zip";
    static final String STORE = "store";
    private static final String FIRST_LINE = "xingvo-backup 1";

    BackupLabel {
        collections = List.copyOf(collections);
    }

    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE)
                .append("\nfinished ")
                .append(finished)
                .append('\n');
        collections.forEach(id -> text.append("collection ").append(id.hex()).append('\n'));
        DurableFile.replace(directory, NAME, text.toString());
    }

    static BackupLabel read(Path directory) throws IOException {
        List<String> lines;
        try {
            lines = Files.readString(directory.resolve(NAME), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            throw new CopyException("%s: expected a backup that came to its end, with a file %s, found none"
                    .formatted(directory, NAME));
        }
        if (lines.size() < 2 || !lines.getFirst().equals(FIRST_LINE)) {
            throw new CopyException("%s: expected \"%s\", found \"%s\""
                    .formatted(directory.resolve(NAME), FIRST_LINE, lines.isEmpty() ? "" : lines.getFirst()));
        }
        List<CollectionId> collections = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            collections.add(new CollectionId(Integer.parseUnsignedInt(line.substring("collection ".length()), 16)));
        }
        return new BackupLabel(Instant.parse(lines.get(1).substring("finished ".length())), collections);
    }
}
