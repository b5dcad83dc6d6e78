package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.ast.Select;
import org.xingvo.adql.query.Block;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.ResolvedQuery.SortKey;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.query.Walk;
import org.xingvo.adql.resolve.Scope.Offered;

/** One SELECT with the ORDER BY that belongs to it. One thread, one query. */
final class BlockResolver {
    private final Resolver queries;
    private final Select select;
    private final CommonTables common;
    private final FromResolver.Relation from;
    private final Scope scope;
    private final List<Value> items = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    /** Names that ORDER BY and GROUP BY may use: of items that were named, null for others. */
    private final List<@Nullable Identifier> names = new ArrayList<>();

    private final Set<Value> groupBy = new LinkedHashSet<>();

    BlockResolver(Resolver queries, Select select, @Nullable Scope outer, CommonTables common) {
        this.queries = queries;
        this.select = select;
        this.common = common;
        this.from = queries.tables().from(select.from(), outer, common);
        this.scope = new Scope(from.bindings(), from.star(), outer);
    }

    record Resolved(Block block, List<SortKey> orderBy, List<Field> fields) {}

    Resolved resolve(List<Query.SortKey> order) {
        for (Select.Item item : select.items()) {
            switch (item) {
                case Select.Star star -> addStar(star);
                case Select.Column column -> addColumn(column);
            }
            queries.checkItems(items.size(), item.at());
        }
        Condition where = select.where() == null ? null : values("in WHERE").condition(select.where());
        int keys = 0;
        for (Expression key : select.groupBy()) {
            queries.checkItems(++keys, key.at());
            groupBy.add(groupKey(key));
        }
        Condition having = select.having() == null ? null : values(null).condition(select.having());
        List<SortKey> orderBy = new ArrayList<>();
        for (Query.SortKey key : order) {
            orderBy.add(sortKey(key));
            queries.checkItems(orderBy.size(), key.expression().at());
        }
        boolean aggregated = !groupBy.isEmpty() || having != null || holdsAggregate(orderBy);
        if (aggregated) {
            checkGroups(having, orderBy);
        }
        Block block = new Block(
                select.distinct(), select.top(), items, from.tables(), where, List.copyOf(groupBy), having, aggregated);
        return new Resolved(block, orderBy, fields);
    }

    private ValueResolver values(@Nullable String noAggregates) {
        return new ValueResolver(queries, scope, common, noAggregates);
    }

    private void addStar(Select.Star star) {
        List<Offered> columns = star.qualifier().isEmpty()
                ? scope.star()
                : scope.binding(star.qualifier(), star.at()).columns();
        for (Offered column : columns) {
            items.add(column.value());
            fields.add(column.field());
            names.add(new Identifier(column.field().name(), false, star.at()));
        }
    }

    private void addColumn(Select.Column column) {
        Value value = values(null).value(column.expression());
        Identifier alias = column.alias();
        Field field = field(value, column.expression());
        items.add(value);
        fields.add(alias == null ? field : Fields.renamed(field, alias.text()));
        names.add(
                alias == null && column.expression() instanceof Expression.ColumnName name
                        ? name.parts().getLast()
                        : alias);
    }

    private Field field(Value value, Expression written) {
        Field declared = queries.fieldOf(value);
        if (declared == null && written instanceof Expression.ColumnName name) {
            declared = scope.column(name.parts(), name.at()).field();
        }
        if (declared != null) {
            return declared;
        }
        Field computed = Fields.computed(nameFor(written), value.type(), Units.of(value, queries));
        if (value.type() == Type.OPAQUE) {
            return Fields.array(computed, queries.arrayType(value));
        }
        boolean unicode = value.type() == Type.TEXT && Walk.any(value, this::mayBeUnicode);
        return unicode ? Fields.unicode(computed) : computed;
    }

    private boolean mayBeUnicode(Value value) {
        if (value instanceof Value.Constant(BindValue.Text(String text), Type type)) {
            return text.chars().anyMatch(c -> c > 126);
        }
        Field field = queries.fieldOf(value);
        return field != null && field.column().datatype().equals("unicodeChar");
    }

    private String nameFor(Expression written) {
        return switch (written) {
            case Expression.FunctionCall call -> call.name().text().toLowerCase(Locale.ROOT);
            case Expression.AggregateCall call -> call.function().name().toLowerCase(Locale.ROOT);
            default -> "col_" + (items.size() + 1);
        };
    }

    /** A number is a place in the select list, a lone name first a column, then an item. */
    private Value groupKey(Expression key) {
        if (key instanceof Expression.NumberLiteral number) {
            return plain(items.get(ordinal(number, items.size())), key.at());
        }
        if (key instanceof Expression.ColumnName name && name.parts().size() == 1) {
            Identifier wanted = name.parts().getFirst();
            int item = named(wanted);
            if (item >= 0 && scope.onlyHere(wanted) == null) {
                return plain(items.get(item), key.at());
            }
        }
        return values("in GROUP BY").value(key);
    }

    private static Value plain(Value item, Position at) {
        if (Walk.any(item, Value::isAggregate)) {
            throw Wrong.type("Item with an aggregate stands in GROUP BY", at, "a value of each row", "");
        }
        return item;
    }

    /** The item of that name, if all of that name are equal; else -1. */
    private int named(Identifier wanted) {
        int found = -1;
        for (int i = 0; i < names.size(); i++) {
            Identifier name = names.get(i);
            if (name != null && Scope.name(wanted).matches(name.text())) {
                if (found >= 0 && !items.get(found).equals(items.get(i))) {
                    return -1;
                }
                found = found < 0 ? i : found;
            }
        }
        return found;
    }

    static int ordinal(Expression.NumberLiteral number, int count) {
        String text = number.text();
        int place = text.length() <= 6 && text.matches("[0-9]+") ? Integer.parseInt(text) : 0;
        if (place < 1 || place > count) {
            throw Wrong.type("Number is no place in the select list", number.at(), "1 to " + count, text);
        }
        return place - 1;
    }

    private SortKey sortKey(Query.SortKey key) {
        Expression written = key.expression();
        if (written instanceof Expression.NumberLiteral number) {
            return new SortKey(ordinal(number, items.size()), null, key.descending());
        }
        if (written instanceof Expression.ColumnName name && name.parts().size() == 1) {
            int item = named(name.parts().getFirst());
            if (item >= 0) {
                return new SortKey(item, null, key.descending());
            }
        }
        Value value = values(null).value(written);
        int same = items.indexOf(value);
        if (same < 0 && select.distinct()) {
            throw Wrong.type(
                    "Rows of SELECT DISTINCT are ordered by selected columns only",
                    written.at(),
                    "a selected column",
                    "");
        }
        return same >= 0 ? new SortKey(same, null, key.descending()) : new SortKey(-1, value, key.descending());
    }

    private boolean holdsAggregate(List<SortKey> orderBy) {
        return items.stream().anyMatch(this::ownAggregate)
                || orderBy.stream().anyMatch(k -> k.value() != null && ownAggregate(k.value()));
    }

    /** Aggregates within sub-queries are theirs. */
    private boolean ownAggregate(Value value) {
        return Walk.any(value, Value::isAggregate, v -> !(v instanceof Value.Scalar));
    }

    private void checkGroups(@Nullable Condition having, List<SortKey> orderBy) {
        for (Value item : items) {
            boolean unused = Walk.any(item, this::checkGrouped, this::isSplit);
            assert !unused;
        }
        if (having != null) {
            boolean unused = Walk.any(having, this::checkGrouped, this::isSplit);
            assert !unused;
        }
        for (SortKey key : orderBy) {
            if (key.value() != null) {
                boolean unused = Walk.any(key.value(), this::checkGrouped, this::isSplit);
                assert !unused;
            }
        }
    }

    private boolean isSplit(Value value) {
        return !value.isAggregate() && !groupBy.contains(value);
    }

    private boolean checkGrouped(Value value) {
        if (value instanceof Value.Column column && scope.holds(column.source()) && !groupBy.contains(column)) {
            throw Wrong.type(
                    "Column " + column.name() + " has many values in a group",
                    column.at(),
                    "a column of GROUP BY or an aggregate",
                    "");
        }
        return false;
    }
}
