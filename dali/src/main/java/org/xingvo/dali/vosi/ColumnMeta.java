package org.xingvo.dali.vosi;

import org.jspecify.annotations.Nullable;

/**
 * A column as VOSI and TAP_SCHEMA describe it (VODataService 1.2, section 3.3). Immutable.
 *
 * @param name as it is written in ADQL, with double quotes where it needs them
 * @param datatype of VOTable: int, double, char ...
 * @param arraysize of VOTable; null: a scalar
 */
public record ColumnMeta(
        String name,
        @Nullable String description,
        @Nullable String unit,
        @Nullable String ucd,
        @Nullable String utype,
        String datatype,
        @Nullable String arraysize,
        @Nullable String xtype,
        boolean indexed,
        boolean principal,
        boolean std) {}
