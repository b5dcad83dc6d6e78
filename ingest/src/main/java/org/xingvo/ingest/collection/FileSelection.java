package org.xingvo.ingest.collection;

import java.util.List;
import org.xingvo.ingest.expression.PathPattern;

/**
 * Which files belong to a collection: those that the membership says and the patterns allow. Immutable.
 *
 * @param membership by header
 * @param include patterns of paths, {@code *} within a folder, {@code **} across; empty: all
 * @param exclude the same; wins over include
 */
public record FileSelection(Membership membership, List<String> include, List<String> exclude) {
    /** How a file is recognised as one of a collection. */
    public sealed interface Membership {
        /** Its header layout is similar enough to this one. */
        record Similar(Layout layout) implements Membership {}

        /** It is from this folder, of this kind, and similar to no other collection. */
        record Leftover(String folder, Layout.Kind kind) implements Membership {}

        /** The patterns decide alone. */
        record Patterns() implements Membership {}

        /** Files are named by whoever ingests them. */
        record ByHand() implements Membership {}
    }

    public FileSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public static FileSelection of(Membership membership) {
        return new FileSelection(membership, List.of(), List.of());
    }

    /** True for a path that the patterns allow. */
    public boolean allows(String path) {
        return (include.isEmpty() || anyMatches(include, path)) && (exclude.isEmpty() || !anyMatches(exclude, path));
    }

    private static boolean anyMatches(List<String> patterns, String path) {
        return patterns.stream().anyMatch(p -> PathPattern.of(p).matches(path));
    }
}
