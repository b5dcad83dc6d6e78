package org.xingvo.tap.space;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.TableDescription;

/**
 * What is published, and for one query of one caller the tables of files that it names. They are looked for when the
 * compiler comes to them, once each; nothing else of them can be learned here, near names neither. One thread, one query.
 */
final class SpaceCatalogue implements Catalogue {
    private static final Set<String> LISTS = Set.of("tables", "columns");

    private final Catalogue below;
    private final Function<String, Optional<TableDescription>> find;
    private final boolean listed;
    private final Map<String, List<TableDescription>> found = new HashMap<>();

    /**
     * A catalogue for one query.
     *
     * @param find a table by its name, if the caller may read it
     * @param listed TAP_SCHEMA has rows about tables of files for this caller
     */
    SpaceCatalogue(Catalogue below, Function<String, Optional<TableDescription>> find, boolean listed) {
        this.below = below;
        this.find = find;
        this.listed = listed;
    }

    @Override
    public Collection<TableDescription> tables() {
        return below.tables();
    }

    @Override
    public List<TableDescription> find(@Nullable Name schema, Name table) {
        if (schema != null && schema.matches(SpaceSchema.NAME)) {
            return found.computeIfAbsent(
                    table.text(), name -> find.apply(name).stream().toList());
        }
        List<TableDescription> published = below.find(schema, table);
        return listed ? published.stream().map(SpaceCatalogue::withListed).toList() : published;
    }

    /** The view that tells of tables of files, too, in place of the table of TAP_SCHEMA. */
    private static TableDescription withListed(TableDescription table) {
        return table.sqlSchema().equals("tap_schema") && LISTS.contains(table.sqlName())
                ? new TableDescription(
                        table.schema(),
                        table.name(),
                        table.sqlSchema(),
                        "all_" + table.sqlName(),
                        table.columns(),
                        table.accessClass(),
                        table.rowsHaveClass())
                : table;
    }

    @Override
    public Catalogue with(Collection<TableDescription> more) {
        return new SpaceCatalogue(below.with(more), find, listed);
    }
}
