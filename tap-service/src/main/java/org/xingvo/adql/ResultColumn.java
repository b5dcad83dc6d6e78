package org.xingvo.adql;

import org.jspecify.annotations.Nullable;

/**
 * One column of the answer, in the words of a VOTable FIELD. A plain or aliased column keeps all that its table
 * declares; a computed one has a type by inference and, where it is plain, a unit. Immutable.
 *
 * @param name unique in the answer without regard to case: as declared for columns, as typed for aliases
 * @param sqlType what the statement returns at this place
 * @param origin the column that it shows unchanged; null: computed
 */
public record ResultColumn(
        String name,
        String datatype,
        @Nullable String arraysize,
        @Nullable String xtype,
        @Nullable String unit,
        @Nullable String ucd,
        @Nullable String utype,
        @Nullable String description,
        SqlType sqlType,
        @Nullable Origin origin) {

    /** A column of a published table, in declared spelling without quotes. */
    public record Origin(String schema, String table, String column) {}
}
