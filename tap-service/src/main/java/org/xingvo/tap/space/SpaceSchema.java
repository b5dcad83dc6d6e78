package org.xingvo.tap.space;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.TableDescription;
import org.xingvo.dali.auth.Caller;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.AccessClass;
import org.xingvo.tap.db.SpaceTableSource;
import org.xingvo.tap.db.SpaceTableSource.Described;
import org.xingvo.tap.schema.PublishedSchema;
import org.xingvo.tap.schema.QualifiedName;
import org.xingvo.tap.schema.SchemaRow;
import org.xingvo.tap.schema.TableRow;

/** The schema of tables of files, as a caller may read them. Thread-safe. */
public final class SpaceSchema {
    /** The name of the schema. */
    public static final String NAME = "vos";

    private final CallersTables tables;
    private final SpaceTableSource source;

    public SpaceSchema(CallersTables tables, SpaceTableSource source) {
        this.tables = tables;
        this.source = source;
    }

    /** What one query of one caller is compiled against. */
    public record View(Catalogue catalogue, Visibility visibility) {}

    /**
     * A view for one query. The rows of TAP_SCHEMA about a table of a file have a class that is nobody's; the caller gets it
     * for this query if he may read the file.
     */
    public View view(String adql, Catalogue published, Caller caller, Visibility visibility) {
        String text = adql.toLowerCase(Locale.ROOT);
        boolean asksForLists = text.contains("tables") || text.contains("columns");
        List<CallersTables.Listed> listed = asksForLists ? tables.list(caller) : List.of();
        if (listed.isEmpty() && !text.contains(NAME)) {
            return new View(published, visibility);
        }
        Set<Integer> classes = new HashSet<>(visibility.classes());
        listed.forEach(table -> classes.add(-table.number()));
        return new View(
                new SpaceCatalogue(published, name -> described(caller, name), !listed.isEmpty()),
                new Visibility(visibility.everything(), classes));
    }

    private Optional<TableDescription> described(Caller caller, String name) {
        OptionalInt number = tables.find(caller, name);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        return source.find(number.getAsInt()).map(table -> description(name, number.getAsInt(), table));
    }

    /** Rows have no class: who may ask the table at all sees them all. */
    private static TableDescription description(String name, int number, Described table) {
        return new TableDescription(
                NAME,
                name,
                "space",
                "t" + number,
                table.columns().stream().map(PublishedSchema::described).toList(),
                AccessClass.PUBLIC,
                false);
    }

    /**
     * What the caller may see of everything else, with the tables of files.
     *
     * @param withColumns false: the tables alone
     */
    public PublishedSchema with(PublishedSchema seen, Caller caller, boolean withColumns) {
        List<CallersTables.Listed> listed = tables.list(caller);
        if (listed.isEmpty()) {
            return seen;
        }
        Map<Integer, Described> known =
                source.all(listed.stream().map(CallersTables.Listed::number).toList(), withColumns);
        List<TableRow> rows = new ArrayList<>();
        for (CallersTables.Listed table : listed) {
            Described described = known.get(table.number());
            if (described != null) {
                rows.add(row(table.name(), described));
            }
        }
        List<SchemaRow> schemas = seen.schemas().stream()
                .map(schema -> schema.name().equals(NAME) ? schema.with(rows) : schema)
                .toList();
        return new PublishedSchema(schemas, seen.keys());
    }

    private static TableRow row(String name, Described table) {
        return new TableRow(
                name, "table", null, table.description(), Integer.MAX_VALUE, AccessClass.PUBLIC, table.columns());
    }

    /** One table by its qualified name, if it is one of a file and the caller may read it. */
    public Optional<TableRow> table(Caller caller, String name) {
        QualifiedName asked = QualifiedName.parse(name);
        if (!asked.schema().equalsIgnoreCase(NAME)) {
            return Optional.empty();
        }
        OptionalInt number = tables.find(caller, asked.table());
        return number.isEmpty()
                ? Optional.empty()
                : source.find(number.getAsInt())
                        .map(table -> row(NAME + ".\"" + asked.table().replace("\"", "\"\"") + '"', table));
    }
}
