package org.xingvo.ingest.collection;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of paths: {@code *} and {@code ?} within a folder, {@code **} across folders. A pattern without a slash is
 * compared with the name of the file alone. Thread-safe.
 */
final class PathPattern {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_STARS = 10;
    private static final ConcurrentMap<String, Pattern> KNOWN = new ConcurrentHashMap<>();
    private static final int MAX_KNOWN = 1000;

    private PathPattern() {}

    /** What is wrong with a pattern; null: nothing. */
    static @Nullable String wrong(String pattern) {
        if (pattern.isBlank() || pattern.length() > MAX_LENGTH) {
            return "expected a pattern of 1 to %d characters, found %d".formatted(MAX_LENGTH, pattern.length());
        }
        long stars = pattern.replace("**", "*").chars().filter(c -> c == '*').count();
        return stars > MAX_STARS ? "expected at most %d stars, found %d".formatted(MAX_STARS, stars) : null;
    }

    static boolean anyMatches(List<String> patterns, String path) {
        for (String pattern : patterns) {
            boolean whole = pattern.indexOf('/') >= 0;
            if (compiled(pattern)
                    .matcher(whole ? path : path.substring(path.lastIndexOf('/') + 1))
                    .matches()) {
                return true;
            }
        }
        return false;
    }

    private static Pattern compiled(String pattern) {
        if (KNOWN.size() > MAX_KNOWN) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(pattern, PathPattern::compile);
    }

    private static Pattern compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
