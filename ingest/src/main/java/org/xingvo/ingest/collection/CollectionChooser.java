package org.xingvo.ingest.collection;

import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the collection that a file belongs to. Thread-safe. */
public final class CollectionChooser {
    private static final int MAX_REMEMBERED = 10_000;

    private final List<CollectionDescription> collections;
    private final GroupingRules rules;
    /** By instance: a layout is the same one for files that are alike, and comparing two is long. */
    private final Map<Layout, List<CollectionDescription>> similar =
            Collections.synchronizedMap(new IdentityHashMap<>());

    public CollectionChooser(List<CollectionDescription> collections, GroupingRules rules) {
        this.collections = List.copyOf(collections);
        this.rules = rules;
    }

    /**
     * The collection whose patterns alone name the path, else the one with the most similar layout, else the leftovers
     * of the folder, else none.
     *
     * @param path '/' separated; the first part is the folder that was given
     */
    public Optional<CollectionDescription> choose(Layout layout, String path) {
        return special(layout, path).or(() -> leftover(layout.kind(), path));
    }

    /** The same without leftovers. */
    Optional<CollectionDescription> special(Layout layout, String path) {
        return named(path)
                .or(() -> similar(layout).stream()
                        .filter(c -> c.files().allows(path))
                        .findFirst());
    }

    private Optional<CollectionDescription> named(String path) {
        for (CollectionDescription collection : collections) {
            if (collection.membership() instanceof FileSelection.Membership.Patterns
                    && collection.files().allows(path)) {
                return Optional.of(collection);
            }
        }
        return Optional.empty();
    }

    Optional<CollectionDescription> leftover(Layout.Kind kind, String path) {
        String folder = LayoutGrouping.folder(path);
        return collections.stream()
                .filter(c -> c.membership()
                                instanceof FileSelection.Membership.Leftover(String itsFolder, Layout.Kind itsKind)
                        && itsFolder.equals(folder)
                        && itsKind == kind
                        && c.files().allows(path))
                .findFirst();
    }

    /** The most similar one first. */
    private List<CollectionDescription> similar(Layout layout) {
        if (!layout.isTelling()) {
            return List.of();
        }
        if (similar.size() > MAX_REMEMBERED) {
            similar.clear();
        }
        return similar.computeIfAbsent(layout, this::search);
    }

    private List<CollectionDescription> search(Layout layout) {
        record Candidate(CollectionDescription collection, double similarity) {}
        return collections.stream()
                .filter(c -> c.membership() instanceof FileSelection.Membership.Similar)
                .map(c -> new Candidate(
                        c,
                        ((FileSelection.Membership.Similar) c.membership())
                                .layout()
                                .similarity(layout)))
                .filter(c -> c.similarity() >= rules.similarity() && c.similarity() > 0)
                .sorted(Comparator.comparingDouble(Candidate::similarity).reversed())
                .map(Candidate::collection)
                .toList();
    }
}
