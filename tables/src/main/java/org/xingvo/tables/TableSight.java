package org.xingvo.tables;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells files that are meant as tables from all others, by what they begin with. Nobody has said here that the file is
 * one, so text counts only if its lines have the shape of a table; {@link TableFiles} takes any text. Pure functions.
 */
public final class TableSight {
    /** Bytes that {@link #of} wants to see. */
    public static final int HEAD = TableFormat.HEAD;

    /** Bytes that {@link #mayBe} wants to see. */
    public static final int GLANCE = 4096;

    private static final int MOST_LINES = 200;
    private static final int LONGEST_NAME = 100;

    /** What no name of a column has, and the first line of source, markup and records has easily. */
    private static final Pattern FOREIGN = Pattern.compile("[{}<>=`\\\\$&?!;]|://|\"\\s*:");

    private TableSight() {}

    /**
     * False for what is certainly none of the formats, compressed or not.
     *
     * @param start of the file
     */
    public static boolean mayBe(byte[] start) {
        return isGzip(start)
                || TableFormat.of(start).filter(TableSight::isTaken).isPresent();
    }

    /** True for gzip. */
    public static boolean isGzip(byte[] start) {
        return start.length > 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
    }

    /** Columns between blanks are what most prose is, too. */
    private static boolean isTaken(TableFormat format) {
        return format != TableFormat.ASCII;
    }

    /**
     * The format of a file that is meant as a table.
     *
     * @param head of the plain file
     * @param named the name or the media type of the file says that it is a table of text
     */
    public static Optional<TableFormat> of(byte[] head, boolean named) {
        return TableFormat.of(head)
                .filter(TableSight::isTaken)
                .filter(format -> format != TableFormat.CSV || named || hasShape(head));
    }

    /** True if a name of a file or a media type says that it is a table of text. */
    public static boolean isNamed(String name, String mediaType) {
        String lower = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        String media = mediaType.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv")
                || lower.endsWith(".tsv")
                || media.startsWith("text/csv")
                || media.startsWith("text/tab-separated-values");
    }

    /** A line of names, and lines with as many cells below it. */
    private static boolean hasShape(byte[] head) {
        char delimiter = TableFormat.delimiter(head);
        if (delimiter == ' ') {
            return false;
        }
        List<String> lines = new String(head, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .limit(MOST_LINES)
                .toList();
        // the last one may be cut
        int whole = head.length < HEAD || lines.size() == MOST_LINES ? lines.size() : lines.size() - 1;
        if (whole < 2 || !areNames(cells(lines.getFirst(), delimiter))) {
            return false;
        }
        int columns = cells(lines.getFirst(), delimiter).size();
        return lines.subList(1, whole).stream()
                .allMatch(line -> cells(line, delimiter).size() == columns);
    }

    private static boolean areNames(List<String> cells) {
        Set<String> seen = new HashSet<>();
        return cells.size() > 1
                && cells.stream()
                        .allMatch(cell -> !cell.isEmpty()
                                && cell.length() <= LONGEST_NAME
                                && cell.chars().anyMatch(Character::isLetter)
                                && !FOREIGN.matcher(cell).find()
                                && seen.add(cell));
    }

    private static List<String> cells(String line, char delimiter) {
        List<String> cells = new ArrayList<>();
        boolean quoted = false;
        StringBuilder cell = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
