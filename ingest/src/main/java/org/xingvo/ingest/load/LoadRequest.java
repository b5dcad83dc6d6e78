package org.xingvo.ingest.load;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.table.TableLayout.PositionChoice;
import org.xingvo.tables.TableSource;

/**
 * What is to be loaded, and how. Immutable.
 *
 * @param name of the table in schema data
 * @param files at least one; closed by whoever opened them
 * @param title null: as before, or made of the name
 * @param description null: as before, or what the first file says
 * @param access null: as before, or public
 * @param key column that must be unique; null: found by its UCD or name, if it is unique
 * @param indexes more columns that get an index
 * @param directory for temporary files; need not be there
 * @param memoryBytes for rows that are being sorted
 */
public record LoadRequest(
        String name,
        List<TableSource> files,
        Mode mode,
        PositionChoice position,
        @Nullable String title,
        @Nullable String description,
        @Nullable Access access,
        @Nullable String key,
        List<String> indexes,
        Path directory,
        int memoryBytes) {
    /** Memory for rows that are being sorted, unless the operator says otherwise. */
    public static final int DEFAULT_MEMORY_BYTES = 128 << 20;

    public LoadRequest {
        files = List.copyOf(files);
        indexes = List.copyOf(indexes);
    }

    /** What may be there before. */
    public enum Mode {
        /** No table of this name. */
        CREATE,
        /** Any; readers see it until the new one is whole. */
        REPLACE,
        /** A table with these columns, which gets more rows. */
        APPEND
    }

    /**
     * Who sees the table.
     *
     * @param owner null: operators only, and the groups
     */
    public record Access(boolean isPublic, @Nullable String owner, List<String> groups) {
        public Access {
            groups = List.copyOf(groups);
        }
    }
}
