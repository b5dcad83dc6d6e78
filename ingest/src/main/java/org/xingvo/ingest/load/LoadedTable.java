package org.xingvo.ingest.load;

import org.jspecify.annotations.Nullable;

/**
 * A row of archive.loaded_table, without what only people read. Immutable.
 *
 * @param storage the relation in schema archive that holds the rows
 */
record LoadedTable(
        String name,
        String storage,
        String title,
        String description,
        int accessClass,
        @Nullable String ra,
        @Nullable String dec,
        @Nullable String key,
        long rowCount) {
    LoadedTable withAccess(int other) {
        return new LoadedTable(name, storage, title, description, other, ra, dec, key, rowCount);
    }

    /** As it stands in SQL. */
    String relation() {
        return "archive.\"" + storage + '"';
    }

    /** The view that queries see, as it stands in SQL. */
    String view() {
        return view(name);
    }

    static String view(String name) {
        return "data.\"" + name + '"';
    }
}
