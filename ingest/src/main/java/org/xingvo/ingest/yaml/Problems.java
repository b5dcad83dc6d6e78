package org.xingvo.ingest.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with one file, a line each: {@code FILE:LINE: KEY: expected ..., found ...}. One thread at a time. */
public final class Problems {
    /** More are counted, not told. */
    public static final int LIMIT = 20;

    private static final int MAX_DISTANCE = 2;
    private static final int MAX_SHOWN = 60;

    private final String file;
    private final List<String> lines = new ArrayList<>();
    private int count;

    public Problems(String file) {
        this.file = file;
    }

    public void add(int line, String path, String what) {
        if (count++ < LIMIT) {
            lines.add("%s:%d: %s%s".formatted(file, line, path.isEmpty() ? "" : path + ": ", what));
        }
    }

    void add(Node node, String path, String what) {
        add(line(node), path, what);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** One line for each, and one for those past the limit. */
    public String text() {
        return count <= LIMIT
                ? String.join("\n", lines)
                : String.join("\n", lines) + "\n%s: and %d more problems".formatted(file, count - LIMIT);
    }

    /** Counted from 1. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** {@code expected one of a, b, found 'c'; did you mean 'b'?} */
    public static String expectedOneOf(Collection<String> allowed, String found) {
        String near = nearest(found, allowed);
        return "expected %s, found '%s'%s"
                .formatted(
                        allowed.size() == 1 ? allowed.iterator().next() : "one of " + String.join(", ", allowed),
                        shown(found),
                        near == null ? "" : "; did you mean '" + near + "'?");
    }

    /** The allowed word that the found one is most likely meant to be, or null. */
    public static @Nullable String nearest(String found, Collection<String> allowed) {
        String best = null;
        int least = Math.min(MAX_DISTANCE, found.length() / 2) + 1;
        for (String word : allowed) {
            int distance = distance(found.toLowerCase(java.util.Locale.ROOT), word.toLowerCase(java.util.Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best;
    }

    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
    }

    /** Letters to change, to add or to take away (Levenshtein). */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > MAX_DISTANCE) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
