package org.xingvo.ingest.load;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.table.EncodedRows.Misfit;

/**
 * What was loaded. Immutable.
 *
 * @param table with its schema
 * @param rows of this load
 * @param allRows of the table after it
 * @param ra column of the right ascension in degrees; null: the table has no positions
 * @param dec the same for the declination
 * @param withoutPosition rows of this load whose position is missing or impossible
 * @param key column with a unique index; null: none
 * @param misfits values that became null because they did not fit, by name of the column
 * @param notes sentences for the operator
 */
public record LoadReport(
        String table,
        long rows,
        long allRows,
        int columns,
        @Nullable String ra,
        @Nullable String dec,
        long withoutPosition,
        @Nullable String key,
        Map<String, Misfit> misfits,
        List<String> notes) {
    public LoadReport {
        misfits = Map.copyOf(misfits);
        notes = List.copyOf(notes);
    }
}
