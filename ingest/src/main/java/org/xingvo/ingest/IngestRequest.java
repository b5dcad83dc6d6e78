package org.xingvo.ingest;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to take in. Immutable.
 *
 * @param collection into which; null: the one that each file's headers choose
 * @param directories folders or files
 * @param since only files modified at or after this; null: all
 * @param delete take files out of the catalogue that it has from these folders and that are no longer there
 * @param descriptions a folder of descriptions beside those of the data directory; null: none
 */
public record IngestRequest(
        @Nullable String collection,
        List<Path> directories,
        @Nullable Instant since,
        boolean delete,
        @Nullable Path descriptions) {
    public IngestRequest {
        directories = List.copyOf(directories);
        if (directories.isEmpty()) {
            throw new IngestException("ingest: expected at least one folder, found none");
        }
    }

    /** Everything in the folders, into the collections that the headers choose. */
    public static IngestRequest of(List<Path> directories) {
        return new IngestRequest(null, directories, null, false, null);
    }
}
