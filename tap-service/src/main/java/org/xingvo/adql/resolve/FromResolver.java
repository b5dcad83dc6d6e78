package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.Catalogue.Name;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.ast.Expression.Comparator;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.ast.TableExpression;
import org.xingvo.adql.ast.TableExpression.Kind;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.ResolvedQuery;
import org.xingvo.adql.query.Tables;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.resolve.Scope.Binding;
import org.xingvo.adql.resolve.Scope.Offered;

/** FROM clauses: tables that the caller may know of, sub-queries, joins. One thread, one query. */
final class FromResolver {
    private final Resolver queries;
    private final Catalogue catalogue;
    private final CompileOptions options;

    FromResolver(Resolver queries, Catalogue catalogue, CompileOptions options) {
        this.queries = queries;
        this.catalogue = catalogue;
        this.options = options;
    }

    /** A FROM clause or a part of it, and what it offers. */
    record Relation(Tables tables, List<Binding> bindings, List<Offered> star) {}

    Relation from(List<TableExpression> parts, @Nullable Scope outer, CommonTables common) {
        Relation all = relation(parts.getFirst(), outer, common);
        for (TableExpression part : parts.subList(1, parts.size())) {
            all = crossed(all, relation(part, outer, common));
        }
        return all;
    }

    private static Relation crossed(Relation left, Relation right) {
        return new Relation(
                new Tables.Join(Kind.INNER, left.tables, right.tables, null),
                concat(left.bindings, right.bindings),
                concat(left.star, right.star));
    }

    private static <T> List<T> concat(List<T> a, List<T> b) {
        List<T> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
    }

    private Relation relation(TableExpression expression, @Nullable Scope outer, CommonTables common) {
        return switch (expression) {
            case TableExpression.TableName name -> named(name, common);
            case TableExpression.Derived derived -> {
                ResolvedQuery query = queries.query(derived.query(), outer, common);
                int source = queries.newSource(derived.at());
                yield single(new Tables.Derived(source, query), derived.alias(), null, offered(source, query.fields()));
            }
            case TableExpression.Join join -> join(join, outer, common);
        };
    }

    private static Relation single(
            Tables tables, @Nullable Identifier alias, @Nullable TableDescription table, List<Offered> columns) {
        return new Relation(tables, List.of(new Binding(alias, table, columns)), columns);
    }

    private List<Offered> offered(int source, List<Field> fields) {
        queries.remember(source, fields);
        List<Offered> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            Position nowhere = new Position(1, 1);
            columns.add(new Offered(field, new Value.Column(source, i, field.type(), field.name(), nowhere)));
        }
        return columns;
    }

    private Relation named(TableExpression.TableName name, CommonTables common) {
        List<Identifier> parts = name.parts();
        int source = queries.newSource(name.at());
        if (parts.size() == 1) {
            CommonTables.Known known = common.find(parts.getFirst());
            if (known != null) {
                Identifier alias = name.alias() == null ? known.name() : name.alias();
                Tables tables = new Tables.Common(source, known.id(), known.fields());
                return single(tables, alias, null, offered(source, known.fields()));
            }
        }
        TableDescription table = table(parts, name.at());
        List<Field> fields =
                table.columns().stream().map(c -> Fields.declared(table, c)).toList();
        return single(new Tables.Table(source, table), name.alias(), table, offered(source, fields));
    }

    private TableDescription table(List<Identifier> parts, Position at) {
        Name schema = parts.size() < 2 ? null : Scope.name(parts.get(parts.size() - 2));
        List<TableDescription> found = parts.size() > 2
                ? List.of()
                : catalogue.find(schema, Scope.name(parts.getLast())).stream()
                        .filter(this::visible)
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw unknown(parts, at);
        }
        List<TableDescription> exact = found.stream()
                .filter(t -> t.name().equals(parts.getLast().text()))
                .toList();
        if (exact.size() == 1) {
            return exact.getFirst();
        }
        throw Wrong.make(
                Category.TYPE,
                "Table name is ambiguous",
                at,
                found.stream().map(FromResolver::fullName).sorted().toList(),
                Scope.written(parts));
    }

    private boolean visible(TableDescription table) {
        return options.visibility().sees(table.accessClass());
    }

    private static String fullName(TableDescription table) {
        return table.schema() + "." + table.name();
    }

    private RuntimeException unknown(List<Identifier> parts, Position at) {
        String written = Scope.written(parts);
        List<TableDescription> known =
                catalogue.tables().stream().filter(this::visible).toList();
        List<String> sameName = known.stream()
                .filter(t -> t.name().equalsIgnoreCase(parts.getLast().text()))
                .map(FromResolver::fullName)
                .sorted()
                .limit(3)
                .toList();
        List<String> near = sameName.isEmpty()
                ? NearNames.of(
                        written, known.stream().map(FromResolver::fullName).toList())
                : sameName;
        return Wrong.make(Category.UNKNOWN_TABLE, "Unknown table " + written, at, near, "");
    }

    private Relation join(TableExpression.Join join, @Nullable Scope outer, CommonTables common) {
        Relation left = relation(join.left(), outer, common);
        Relation right = relation(join.right(), outer, common);
        Relation both = crossed(left, right);
        if (join.on() != null) {
            Scope scope = new Scope(both.bindings, both.star, outer);
            Condition on = new ValueResolver(queries, scope, common, "in ON").condition(join.on());
            return new Relation(new Tables.Join(join.kind(), left.tables, right.tables, on), both.bindings, both.star);
        }
        List<Identifier> names = join.natural() ? commonNames(left, right) : join.using();
        if (names.isEmpty()) {
            return join.kind() == Kind.INNER ? both : new Relation(always(join, left, right), both.bindings, both.star);
        }
        return merged(join, names, left, right);
    }

    /** NATURAL JOIN of tables without common columns. */
    private static Tables always(TableExpression.Join join, Relation left, Relation right) {
        return new Tables.Join(join.kind(), left.tables, right.tables, new Condition.All(List.of()));
    }

    private static List<Identifier> commonNames(Relation left, Relation right) {
        List<Identifier> names = new ArrayList<>();
        for (Offered column : left.star) {
            String name = column.field().name();
            if (right.star.stream().anyMatch(c -> c.field().name().equalsIgnoreCase(name))) {
                names.add(new Identifier(name, false, new Position(1, 1)));
            }
        }
        return names;
    }

    /** USING: equality of the columns of that name, which are one afterwards. */
    private static Relation merged(TableExpression.Join join, List<Identifier> names, Relation left, Relation right) {
        List<Condition> equalities = new ArrayList<>();
        List<Offered> star = new ArrayList<>();
        List<Offered> leftRest = new ArrayList<>(left.star);
        List<Offered> rightRest = new ArrayList<>(right.star);
        for (Identifier name : names) {
            Position at = join.natural() ? join.at() : name.at();
            Offered l = only(left, name, at);
            Offered r = only(right, name, at);
            Type type = Types.common(l.value(), r.value());
            if (type == null || !type.isComparable()) {
                throw Wrong.type(
                        "Columns " + name.written() + " cannot be compared",
                        at,
                        l.value().type().shown(),
                        r.value().type().shown());
            }
            Value a = Types.as(l.value(), type, at);
            Value b = Types.as(r.value(), type, at);
            equalities.add(
                    type.isNumeric()
                                    && l.value().type() != Type.BOOLEAN
                                    && r.value().type() != Type.BOOLEAN
                            ? new Condition.Comparison(Comparator.EQUAL, l.value(), r.value())
                            : new Condition.Comparison(Comparator.EQUAL, a, b));
            star.add(
                    switch (join.kind()) {
                        case INNER, LEFT -> l;
                        case RIGHT -> r;
                        case FULL ->
                            new Offered(
                                    type == l.value().type()
                                            ? l.field()
                                            : Fields.computed(l.field().name(), type, null),
                                    new Value.Coalesce(List.of(a, b), type));
                    });
            leftRest.remove(l);
            rightRest.remove(r);
        }
        star.addAll(leftRest);
        star.addAll(rightRest);
        return new Relation(
                new Tables.Join(join.kind(), left.tables, right.tables, new Condition.All(equalities)),
                concat(left.bindings, right.bindings),
                star);
    }

    private static Offered only(Relation relation, Identifier name, Position at) {
        List<Offered> found = Scope.matching(relation.star, name);
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw Wrong.type("Column name is ambiguous", at, "a name that stands once on either side", name.written());
        }
        List<String> known = relation.star.stream().map(c -> c.field().name()).toList();
        throw Wrong.make(
                Category.UNKNOWN_COLUMN, "Unknown column " + name.written(), at, NearNames.of(name.text(), known), "");
    }
}
