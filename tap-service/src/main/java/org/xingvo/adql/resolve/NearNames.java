package org.xingvo.adql.resolve;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class NearNames {
    private static final int MOST = 3;
    private static final int LONGEST = 64;

    private NearNames() {}

    /** The best few by edit distance; none that is too far. */
    static List<String> of(String wanted, Collection<String> names) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST) {
            return List.of();
        }
        record Scored(String name, int distance) {}
        return names.stream()
                .distinct()
                .filter(name -> name.length() <= LONGEST)
                .map(name -> new Scored(name, distance(lower, name.toLowerCase(Locale.ROOT))))
                .filter(s -> s.distance() <= (lower.length() < 4 ? 1 : Math.max(2, lower.length() / 3)))
                .sorted(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .limit(MOST)
                .map(Scored::name)
                .toList();
    }

    /** Levenshtein's, but a name that holds the other is near. */
    private static int distance(String a, String b) {
        if (a.length() >= 3 && (b.contains(a) || (b.length() >= 3 && a.contains(b)))) {
            return 1;
        }
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[b.length()];
    }
}
