package org.xingvo.adql.ast;

import org.jspecify.annotations.Nullable;

/** Where something starts in the text, both counted from 1. All positions are equal, so that equal trees are. */
public final class Position {
    private final int line;
    private final int column;

    public Position(int line, int column) {
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
