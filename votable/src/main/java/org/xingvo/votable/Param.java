package org.xingvo.votable;

/**
 * A constant with the description of a column (VOTable 1.4, section 3.5). Immutable.
 *
 * @param field what it is; its {@code ref} may name a FIELD whose cell takes the place of the value
 * @param value as the attribute has it, may be empty
 */
public record Param(Field field, String value) {
    public static Param text(String name, String value) {
        return new Param(Field.text(name), value);
    }
}
