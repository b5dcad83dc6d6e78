package org.xingvo.votable;

import org.jspecify.annotations.Nullable;

/**
 * A named remark (VOTable 1.4, section 3.6). Immutable.
 *
 * @param name which remark
 * @param value short, may be empty
 * @param text long, element content; null: none
 */
@SuppressWarnings("AvoidCommonTypeNames") // the name of the element in the standard
public record Info(String name, String value, @Nullable String text) {
    public Info(String name, String value) {
        this(name, value, null);
    }
}
