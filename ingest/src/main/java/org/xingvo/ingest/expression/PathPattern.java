package org.xingvo.ingest.expression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of paths: {@code *} any characters within a folder, {@code **} across folders, {@code ?} one character,
 * {@code {name}} one or more characters within a folder, as few as possible. A pattern without a slash is compared with
 * the name of the file alone. The time to match grows with the square of the path's length at most. Immutable.
 */
public final class PathPattern {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_KNOWN = 1000;
    private static final ConcurrentMap<String, PathPattern> KNOWN = new ConcurrentHashMap<>();

    private enum Kind {
        LITERAL,
        ONE,
        WITHIN,
        ACROSS,
        NAMED
    }

    private record Step(Kind kind, String text) {}

    private final List<Step> steps;
    private final boolean whole;

    private PathPattern(List<Step> steps, boolean whole) {
        this.steps = List.copyOf(steps);
        this.whole = whole;
    }

    /**
     * The pattern that a text is.
     *
     * @throws IllegalArgumentException for what is no pattern, with the words for it
     */
    public static PathPattern of(String pattern) {
        if (pattern.isBlank() || pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "pattern: expected 1 to %d characters, found %d".formatted(MAX_LENGTH, pattern.length()));
        }
        if (KNOWN.size() > MAX_KNOWN) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(pattern, PathPattern::compile);
    }

    private static PathPattern compile(String pattern) {
        List<Step> steps = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**", i)) {
                steps.add(new Step(Kind.ACROSS, ""));
                i++;
                // "a/**/b" is also "a/b"
                if (pattern.startsWith("/", i + 1) && (i == 1 || pattern.charAt(i - 2) == '/')) {
                    steps.set(steps.size() - 1, new Step(Kind.ACROSS, "/"));
                    i++;
                }
            } else if (c == '*') {
                steps.add(new Step(Kind.WITHIN, ""));
            } else if (c == '?') {
                steps.add(new Step(Kind.ONE, ""));
            } else if (c == '{') {
                int end = pattern.indexOf('}', i);
                String name = end < 0 ? "" : pattern.substring(i + 1, end);
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,30}") || names.contains(name)) {
                    throw new IllegalArgumentException(
                            "pattern, character %d: expected {name} with a new name of letters, digits and _, found '%s'"
                                    .formatted(i + 1, pattern.substring(i, Math.min(pattern.length(), i + 12))));
                }
                names.add(name);
                steps.add(new Step(Kind.NAMED, name));
                i = end;
            } else {
                steps.add(new Step(Kind.LITERAL, String.valueOf(c)));
            }
        }
        return new PathPattern(steps, pattern.indexOf('/') >= 0);
    }

    /** The names in braces. */
    public List<String> names() {
        return steps.stream()
                .filter(s -> s.kind() == Kind.NAMED)
                .map(Step::text)
                .toList();
    }

    public boolean matches(String path) {
        return match(path) != null;
    }

    /** What stands for a name, or null when the path does not fit. */
    public @Nullable String part(String path, String name) {
        int[] starts = match(path);
        if (starts == null) {
            return null;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).kind() == Kind.NAMED && steps.get(i).text().equals(name)) {
                return compared(path).substring(starts[i], starts[i + 1]);
            }
        }
        return null;
    }

    private String compared(String path) {
        return whole ? path : path.substring(path.lastIndexOf('/') + 1);
    }

    /** Where each step starts, and the end; null: no match. What failed once is not tried again. */
    private int @Nullable [] match(String path) {
        String text = compared(path);
        int[] starts = new int[steps.size() + 1];
        BitSet failed = new BitSet();
        return match(text, 0, 0, starts, failed) ? starts : null;
    }

    private boolean match(String text, int step, int at, int[] starts, BitSet failed) {
        starts[step] = at;
        if (step == steps.size()) {
            return at == text.length();
        }
        int state = step * (text.length() + 1) + at;
        if (failed.get(state)) {
            return false;
        }
        Step current = steps.get(step);
        boolean found = switch (current.kind()) {
            case LITERAL ->
                at < text.length()
                        && text.charAt(at) == current.text().charAt(0)
                        && match(text, step + 1, at + 1, starts, failed);
            case ONE -> at < text.length() && text.charAt(at) != '/' && match(text, step + 1, at + 1, starts, failed);
            case WITHIN -> some(text, step, at, at, false, starts, failed);
            case NAMED -> some(text, step, at, at + 1, false, starts, failed);
            case ACROSS ->
                current.text().isEmpty()
                        ? some(text, step, at, at, true, starts, failed)
                        : folders(text, step, at, starts, failed);
        };
        if (!found) {
            failed.set(state);
        }
        return found;
    }

    /** Any number of characters up to each end from {@code least} on. */
    private boolean some(String text, int step, int at, int least, boolean across, int[] starts, BitSet failed) {
        for (int end = at; end <= text.length(); end++) {
            if (end >= least) {
                starts[step] = at;
                if (match(text, step + 1, end, starts, failed)) {
                    return true;
                }
            }
            if (end < text.length() && !across && text.charAt(end) == '/') {
                return false;
            }
        }
        return false;
    }

    /** Nothing, or whole folders with the slash behind them. */
    private boolean folders(String text, int step, int at, int[] starts, BitSet failed) {
        for (int end = at; end <= text.length(); end++) {
            boolean edge = end == at || text.charAt(end - 1) == '/';
            if (edge && match(text, step + 1, end, starts, failed)) {
                return true;
            }
        }
        return false;
    }
}
