package org.xingvo.votable;

import org.jspecify.annotations.Nullable;

/**
 * The shape of a cell (VOTable 1.4, section 2.2). Immutable.
 *
 * @param length elements in a cell; -1: each cell has its own number of them
 * @param array false for a single value
 */
public record Arraysize(int length, boolean array) {
    public static final Arraysize SCALAR = new Arraysize(1, false);
    public static final Arraysize VARIABLE = new Arraysize(-1, true);

    /** Reads the attribute; null is a single value. */
    public static Arraysize parse(@Nullable String text) {
        if (text == null) {
            return SCALAR;
        }
        if (!text.matches("(\\d{1,9}x)*(\\d{1,9}|\\d{0,9}\\*)")) {
            throw new IllegalArgumentException("arraysize: expected numbers with x between them, found " + text);
        }
        if (text.endsWith("*")) {
            return VARIABLE;
        }
        int length = 1;
        for (String side : text.split("x", -1)) {
            length = Math.multiplyExact(length, Integer.parseInt(side));
        }
        return new Arraysize(length, true);
    }

    public boolean variable() {
        return length < 0;
    }
}
