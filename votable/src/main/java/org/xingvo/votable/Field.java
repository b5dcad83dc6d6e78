package org.xingvo.votable;

import org.jspecify.annotations.Nullable;

/**
 * A column, or the description of a parameter (VOTable 1.4, section 4.1). Immutable.
 *
 * @param name for people and queries
 * @param id XML id that others refer to; null: none
 * @param datatype type of an element
 * @param arraysize as the attribute has it; null: a single value
 * @param xtype what the value means beyond its type (DALI 1.1, section 3.3)
 * @param unit VOUnits
 * @param ucd semantics
 * @param utype role in a data model
 * @param ref id of a COOSYS or TIMESYS
 * @param description one line for people
 */
public record Field(
        String name,
        @Nullable String id,
        Datatype datatype,
        @Nullable String arraysize,
        @Nullable String xtype,
        @Nullable String unit,
        @Nullable String ucd,
        @Nullable String utype,
        @Nullable String ref,
        @Nullable String description) {

    public Field {
        Arraysize.parse(arraysize);
    }

    public static Field of(String name, Datatype datatype, @Nullable String arraysize) {
        return new Field(name, null, datatype, arraysize, null, null, null, null, null, null);
    }

    /** A column of strings of any length. */
    public static Field text(String name) {
        return of(name, Datatype.CHAR, "*");
    }

    public Arraysize shape() {
        return Arraysize.parse(arraysize);
    }

    public Field withId(String value) {
        return new Field(name, value, datatype, arraysize, xtype, unit, ucd, utype, ref, description);
    }

    public Field withXtype(@Nullable String value) {
        return new Field(name, id, datatype, arraysize, value, unit, ucd, utype, ref, description);
    }

    public Field withUnit(@Nullable String value) {
        return new Field(name, id, datatype, arraysize, xtype, value, ucd, utype, ref, description);
    }

    public Field withUcd(@Nullable String value) {
        return new Field(name, id, datatype, arraysize, xtype, unit, value, utype, ref, description);
    }

    public Field withUtype(@Nullable String value) {
        return new Field(name, id, datatype, arraysize, xtype, unit, ucd, value, ref, description);
    }

    public Field withRef(@Nullable String value) {
        return new Field(name, id, datatype, arraysize, xtype, unit, ucd, utype, value, description);
    }

    public Field withDescription(@Nullable String value) {
        return new Field(name, id, datatype, arraysize, xtype, unit, ucd, utype, ref, value);
    }
}
