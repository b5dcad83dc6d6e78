package org.xingvo.adql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables by lower-cased name, over those of another catalogue. */
final class IndexedCatalogue implements Catalogue {
    private final List<TableDescription> own;
    private final Map<String, List<TableDescription>> byName = new HashMap<>();
    private final @Nullable Catalogue below;

    IndexedCatalogue(List<TableDescription> own, @Nullable Catalogue below) {
        this.own = own;
        this.below = below;
        for (TableDescription table : own) {
            byName.computeIfAbsent(key(table.name()), k -> new ArrayList<>()).add(table);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Collection<TableDescription> tables() {
        if (below == null) {
            return own;
        }
        List<TableDescription> all = new ArrayList<>(own);
        all.addAll(below.tables());
        return all;
    }

    @Override
    public List<TableDescription> find(@Nullable Name schema, Name table) {
        List<TableDescription> found = byName.getOrDefault(key(table.text()), List.of()).stream()
                .filter(t -> table.matches(t.name()) && (schema == null || schema.matches(t.schema())))
                .toList();
        return !found.isEmpty() || below == null ? found : below.find(schema, table);
    }

    @Override
    public Catalogue with(Collection<TableDescription> more) {
        return new IndexedCatalogue(List.copyOf(more), this);
    }
}
