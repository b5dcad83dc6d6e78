package org.xingvo.ingest.fits;

import org.jspecify.annotations.Nullable;

/**
 * One header card, CONTINUE already joined (FITS 4.0, section 4). Immutable.
 *
 * @param keyword upper case, without trailing blanks; HIERARCH keywords as "HIERARCH ESO DET ID"
 * @param value string values without quotes and trailing blanks; others as written; null: undefined or none
 * @param type what kind of value was written
 * @param comment without the slash; null: none. COMMENT, HISTORY and blank cards have their text here
 */
public record Card(
        String keyword,
        @Nullable String value,
        ValueType type,
        @Nullable String comment) {
    /** The kinds of value of FITS 4.0, section 4.2. */
    public enum ValueType {
        STRING,
        LOGICAL,
        INTEGER,
        REAL,
        COMPLEX,
        /** A value indicator but no value. */
        UNDEFINED,
        /** No value indicator: COMMENT, HISTORY, blank. */
        NONE
    }

    /** The value as a finite number, or null when it is none. */
    public @Nullable Double number() {
        return Numbers.real(value);
    }
}
