package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.Catalogue.Name;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.Value;

/**
 * The columns that can be named at a place: those of one FROM clause, then those of the queries around it.
 *
 * @param star what the asterisk stands for, in order; names looked up without a qualifier are these
 * @param outer null: nothing around
 */
record Scope(
        List<Binding> bindings,
        List<Offered> star,
        @Nullable Scope outer) {
    /** Characters of a name in a message. */
    private static final int LONGEST_SHOWN = 200;

    /** A column that can be had and how. */
    record Offered(Field field, Value value) {}

    /**
     * A table reference and what it is called.
     *
     * @param alias null: the table's own name
     * @param table null: a sub-query
     */
    record Binding(@Nullable Identifier alias, @Nullable TableDescription table, List<Offered> columns) {
        boolean isCalled(List<Identifier> qualifier) {
            if (alias != null) {
                Identifier wanted = qualifier.getFirst();
                boolean exact = wanted.delimited() && alias.delimited();
                return qualifier.size() == 1
                        && (exact
                                ? wanted.text().equals(alias.text())
                                : wanted.text().equalsIgnoreCase(alias.text()));
            }
            if (table == null || qualifier.size() > 2) {
                return false;
            }
            return name(qualifier.getLast()).matches(table.name())
                    && (qualifier.size() == 1 || name(qualifier.getFirst()).matches(table.schema()));
        }

        String shown() {
            if (alias != null) {
                return alias.written();
            }
            return table == null ? "sub-query" : table.schema() + "." + table.name();
        }
    }

    static Name name(Identifier identifier) {
        return new Name(identifier.text(), identifier.delimited());
    }

    /** Is the table reference one of this scope itself? */
    boolean holds(int source) {
        return bindings.stream()
                .anyMatch(b -> !b.columns.isEmpty()
                        && b.columns.getFirst().value() instanceof Value.Column own
                        && own.source() == source);
    }

    /** The column of that name, from the innermost scope that has it. */
    Offered column(List<Identifier> parts, Position at) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            List<Offered> found = scope.here(parts);
            if (found.size() == 1) {
                return found.getFirst();
            }
            if (found.size() > 1) {
                throw Wrong.make(
                        Category.TYPE,
                        "Column name is ambiguous",
                        at,
                        scope.qualified(parts.getLast()),
                        written(parts));
            }
        }
        throw unknown(parts, at);
    }

    /** Null if this scope itself has none or several. */
    @Nullable
    Offered onlyHere(Identifier name) {
        List<Offered> found = here(List.of(name));
        return found.size() == 1 ? found.getFirst() : null;
    }

    private List<Offered> here(List<Identifier> parts) {
        Identifier last = parts.getLast();
        if (parts.size() == 1) {
            return matching(star, last);
        }
        List<Offered> found = new ArrayList<>();
        for (Binding binding : bindings) {
            if (binding.isCalled(parts.subList(0, parts.size() - 1))) {
                found.addAll(matching(binding.columns, last));
            }
        }
        return found;
    }

    /** Of several of one table that differ only in case the one as written, if there is one. */
    static List<Offered> matching(List<Offered> columns, Identifier identifier) {
        Name name = name(identifier);
        List<Offered> found =
                columns.stream().filter(c -> name.matches(c.field.name())).toList();
        boolean oneTable = found.stream()
                        .map(c -> c.value() instanceof Value.Column column ? column.source() : -1)
                        .distinct()
                        .count()
                == 1;
        if (found.size() > 1 && oneTable) {
            List<Offered> exact = found.stream()
                    .filter(c -> c.field.name().equals(identifier.text()))
                    .toList();
            return exact.isEmpty() ? found : exact;
        }
        return found;
    }

    private List<String> qualified(Identifier column) {
        return bindings.stream()
                .filter(b -> !matching(b.columns, column).isEmpty())
                .map(b -> b.shown() + "." + column.written())
                .toList();
    }

    private RuntimeException unknown(List<Identifier> parts, Position at) {
        List<Identifier> qualifier = parts.subList(0, parts.size() - 1);
        List<String> near = new ArrayList<>();
        boolean tableKnown = qualifier.isEmpty();
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (Binding binding : scope.bindings) {
                if (qualifier.isEmpty() || binding.isCalled(qualifier)) {
                    tableKnown = true;
                    binding.columns.forEach(c -> near.add(c.field.name()));
                }
            }
        }
        if (!tableKnown) {
            return unknownTable(qualifier, at);
        }
        List<String> meant = NearNames.of(parts.getLast().text(), near);
        boolean quoted = parts.size() == 1 && parts.getFirst().delimited() && meant.isEmpty();
        return Wrong.make(
                Category.UNKNOWN_COLUMN,
                "Unknown column " + written(parts) + (quoted ? " (text stands in single quotes)" : ""),
                at,
                meant,
                "");
    }

    /** The table of a qualified asterisk. */
    Binding binding(List<Identifier> qualifier, Position at) {
        List<Binding> found =
                bindings.stream().filter(b -> b.isCalled(qualifier)).toList();
        if (found.size() > 1) {
            throw Wrong.make(Category.TYPE, "Table name is ambiguous", at, List.of("an alias"), written(qualifier));
        }
        if (found.isEmpty()) {
            throw unknownTable(qualifier, at);
        }
        return found.getFirst();
    }

    private RuntimeException unknownTable(List<Identifier> qualifier, Position at) {
        List<String> names = bindings.stream().map(Binding::shown).toList();
        return Wrong.make(
                Category.UNKNOWN_TABLE,
                "Table " + written(qualifier) + " is not in the FROM clause",
                at,
                NearNames.of(qualifier.getLast().text(), names),
                "");
    }

    static String written(List<Identifier> parts) {
        String all = parts.stream().map(Identifier::written).collect(Collectors.joining("."));
        return all.length() <= LONGEST_SHOWN ? all : all.substring(0, LONGEST_SHOWN - 3) + "...";
    }
}
