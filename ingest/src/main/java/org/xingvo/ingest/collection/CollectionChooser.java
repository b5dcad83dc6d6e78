package org.xingvo.ingest.collection;

import java.util.Collections;
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
    private final Map<Layout, Optional<CollectionDescription>> similar =
            Collections.synchronizedMap(new IdentityHashMap<>());

    public CollectionChooser(List<CollectionDescription> collections, GroupingRules rules) {
        this.collections = List.copyOf(collections);
        this.rules = rules;
    }

    /** The collection with the most similar layout, else the leftovers of the folder, else none. */
    public Optional<CollectionDescription> choose(Layout layout, String folder) {
        return mostSimilar(layout).or(() -> leftover(layout.kind(), folder));
    }

    Optional<CollectionDescription> mostSimilar(Layout layout) {
        if (!layout.isTelling()) {
            return Optional.empty();
        }
        if (similar.size() > MAX_REMEMBERED) {
            similar.clear();
        }
        return similar.computeIfAbsent(layout, this::search);
    }

    Optional<CollectionDescription> leftover(Layout.Kind kind, String folder) {
        return collections.stream()
                .filter(c -> c.membership()
                                instanceof
                                CollectionDescription.Membership.Leftover(String itsFolder, Layout.Kind itsKind)
                        && itsFolder.equals(folder)
                        && itsKind == kind)
                .findFirst();
    }

    private Optional<CollectionDescription> search(Layout layout) {
        CollectionDescription best = null;
        double highest = 0;
        for (CollectionDescription collection : collections) {
            if (collection.membership() instanceof CollectionDescription.Membership.Similar(Layout its)) {
                double similarity = its.similarity(layout);
                if (similarity >= rules.similarity() && similarity > highest) {
                    best = collection;
                    highest = similarity;
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
