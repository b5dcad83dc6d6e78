package org.xingvo.tables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms of tables that are read; found by content, whatever the name of the file. */
public enum TableFormat {
    FITS,
    VOTABLE,
    PARQUET,
    ECSV,
    CSV,
    /** Columns of text between blanks. */
    ASCII;

    /** Bytes that {@link #of} wants to see. */
    static final int HEAD = 1 << 16;

    /** The format with this name in any case, or empty. */
    public static Optional<TableFormat> named(String word) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /** The format of a file that begins so, after decompression; empty for what is no table. */
    static Optional<TableFormat> of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("SIMPLE  =")) {
            return Optional.of(FITS);
        }
        if (text.startsWith("PAR1")) {
            return Optional.of(PARQUET);
        }
        String trimmed = text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
        if (trimmed.startsWith("# %ECSV")) {
            return Optional.of(ECSV);
        }
        if (trimmed.startsWith("<")) {
            return trimmed.toUpperCase(Locale.ROOT).contains("VOTABLE") ? Optional.of(VOTABLE) : Optional.empty();
        }
        if (trimmed.isEmpty()
                || text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')) {
            return Optional.empty();
        }
        return Optional.of(delimiter(head) == ' ' && firstLine(text).matches(".*\\s.*") ? ASCII : CSV);
    }

    private static String firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What divides the cells of the first line with words: comma, semicolon, tab or bar; a blank if none does. */
    static char delimiter(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String line =
                text.lines().filter(l -> !l.isBlank()).findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
        char best = ' ';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t', '|'}) {
            long count = line.chars().filter(c -> c == candidate).count();
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }
}
