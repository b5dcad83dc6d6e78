package org.xingvo.adql;

import java.util.List;

/**
 * A query that cannot be answered as written. The message is whole: what, where, expected, found; it is meant
 * for the user and holds nothing that the user may not know.
 */
public final class AdqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble; the resource chooses its status from it (all are the user's to mend). */
    public enum Category {
        SYNTAX,
        UNKNOWN_TABLE,
        UNKNOWN_COLUMN,
        TYPE,
        UNSUPPORTED,
        LIMIT
    }

    private final Category category;
    private final int line;
    private final int column;
    private final transient List<String> expected;
    private final String found;

    /**
     * @param what the trouble in a few words, without position
     * @param line counted from 1
     * @param column counted from 1, in characters
     * @param expected what would have fitted or the near names; may be empty
     * @param found what stood there; empty if it adds nothing
     */
    public AdqlException(Category category, String what, int line, int column, List<String> expected, String found) {
        super(message(category, what, line, column, expected, found));
        this.category = category;
        this.line = line;
        this.column = column;
        this.expected = List.copyOf(expected);
        this.found = found;
    }

    private static String message(
            Category category, String what, int line, int column, List<String> expected, String found) {
        StringBuilder text = new StringBuilder(what)
                .append(" at line ")
                .append(line)
                .append(", column ")
                .append(column);
        if (!expected.isEmpty()) {
            boolean near = category == Category.UNKNOWN_COLUMN || category == Category.UNKNOWN_TABLE;
            text.append(near ? "; near names: " : ": expected ").append(alternatives(expected, near));
            if (!found.isEmpty()) {
                text.append(", found ").append(found);
            }
        } else if (!found.isEmpty()) {
            text.append(": found ").append(found);
        }
        return text.toString();
    }

    private static String alternatives(List<String> names, boolean near) {
        if (near || names.size() == 1) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    public Category category() {
        return category;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** Counted from 1, in characters of the line. */
    public int column() {
        return column;
    }

    public List<String> expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
