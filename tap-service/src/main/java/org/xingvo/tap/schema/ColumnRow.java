package org.xingvo.tap.schema;

import org.jspecify.annotations.Nullable;

/**
 * A row of TAP_SCHEMA.columns (TAP 1.1, section 4.3). Immutable.
 *
 * @param name in ADQL: with double quotes where it is no regular identifier
 * @param position from 0, the order of {@code SELECT *}
 */
public record ColumnRow(
        String name,
        String datatype,
        @Nullable String arraysize,
        @Nullable String xtype,
        @Nullable String description,
        @Nullable String utype,
        @Nullable String unit,
        @Nullable String ucd,
        boolean indexed,
        boolean principal,
        boolean std,
        int position) {

    /** The deprecated column "size": the n of n and n*, null for everything else. */
    public @Nullable Integer size() {
        if (arraysize == null || !arraysize.matches("\\d{1,9}\\*?")) {
            return null;
        }
        return Integer.valueOf(arraysize.replace("*", ""));
    }
}
