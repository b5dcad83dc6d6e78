package org.xingvo.adql.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.CompiledQuery;
import org.xingvo.adql.ResultColumn;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.query.Block;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.ResolvedQuery;
import org.xingvo.adql.query.ResolvedQuery.Body;
import org.xingvo.adql.query.ResolvedQuery.SortKey;
import org.xingvo.adql.query.Tables;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.sql.Guards.Mode;

/**
 * Prints queries. Tables and sub-queries are called t0, t1 and so on, columns of sub-queries c1, c2, tables of WITH w0,
 * w1. A FROM clause is printed after everything that needs its columns, because only then it is known which columns
 * are needed and what has to be fenced. One thread, one query.
 */
public final class Printer {
    private final CompileOptions options;
    private final Guards guards;
    private final ValuePrinter values;
    private final Map<Integer, TreeSet<Integer>> columns = new HashMap<>();
    private final Map<Integer, TableDescription> tables = new HashMap<>();
    private final Set<Integer> fencedCommon = new HashSet<>();
    private int groupings;

    private Printer(CompileOptions options) {
        this.options = options;
        this.guards = new Guards(options.visibility());
        this.values = new ValuePrinter(this, guards);
    }

    public static CompiledQuery print(ResolvedQuery query, CompileOptions options) {
        return new Printer(options).outermost(query);
    }

    private CompiledQuery outermost(ResolvedQuery query) {
        long top = query.body() instanceof Block block ? block.top() : -1;
        long limit = top < 0 || (options.maxRows() >= 0 && options.maxRows() < top) ? options.maxRows() : top;
        List<ResultColumn> result = query.fields().stream().map(Field::column).toList();
        SqlText text;
        if (query.body() instanceof Block block) {
            text = block(block, query.orderBy(), null, result, true);
        } else {
            SqlText inner = body(query.body(), null);
            List<SqlText> items = new ArrayList<>();
            for (int i = 0; i < result.size(); i++) {
                SqlText column = SqlText.of("q.c" + (i + 1));
                items.add(output(column, query.fields().get(i).type(), result.get(i))
                        .add(" as c" + (i + 1)));
            }
            text = SqlText.of("select ")
                    .add(SqlText.joined(", ", items))
                    .add(" from (")
                    .add(inner)
                    .add(") as q");
            text.add(orderBy(query.orderBy()));
        }
        text.add(limitAndOffset(limit, query.offset(), false));
        SqlText whole = with(query).add(text);
        return new CompiledQuery(whole.withMarks(), whole.values(), whole.withLiterals(), result, limit, top);
    }

    /** A sub-query with its columns called c1, c2 and so on. */
    SqlText query(ResolvedQuery query, boolean fence) {
        SqlText text;
        long limit = -1;
        if (query.body() instanceof Block block) {
            text = block(block, query.orderBy(), null, null, false);
            limit = block.top();
        } else {
            text = body(query.body(), null);
            text.add(orderBy(query.orderBy()));
        }
        text.add(limitAndOffset(limit, query.offset(), fence));
        return with(query).add(text);
    }

    /** To be called after the body is printed. */
    private SqlText with(ResolvedQuery query) {
        SqlText text = new SqlText();
        for (ResolvedQuery.CommonTable common : query.with().reversed()) {
            String fence = fencedCommon.contains(common.id()) ? "materialized " : "";
            SqlText definition = SqlText.of("w" + common.id() + " as " + fence + "(")
                    .add(query(common.query(), false))
                    .add(")");
            text = definition.add(
                    text.isEmpty() ? SqlText.of("") : SqlText.of(", ").add(text));
        }
        return text.isEmpty() ? text : SqlText.of("with ").add(text).add(" ");
    }

    private static SqlText limitAndOffset(long limit, long offset, boolean fence) {
        SqlText text = new SqlText();
        if (limit >= 0) {
            text.add(" limit ").bind(new BindValue.Whole(limit)).add("::bigint");
        }
        if (offset > 0) {
            text.add(" offset ").bind(new BindValue.Whole(offset)).add("::bigint");
        } else if (fence) {
            text.add(" offset 0");
        }
        return text;
    }

    private static SqlText orderBy(List<SortKey> keys) {
        SqlText text = new SqlText();
        String separator = " order by ";
        for (SortKey key : keys) {
            text.add(separator).add(String.valueOf(key.ordinal() + 1)).add(key.descending() ? " desc" : "");
            separator = ", ";
        }
        return text;
    }

    /** @param types to cast the columns to; null: as they are */
    private SqlText body(Body body, @Nullable List<Type> types) {
        return switch (body) {
            case Block block -> {
                SqlText text = block(block, List.of(), types, null, false);
                yield text.add(limitAndOffset(block.top(), 0, false));
            }
            case ResolvedQuery.Nested nested -> cast(nested.query(), types);
            case ResolvedQuery.Combination c -> {
                SqlText text = SqlText.of("(")
                        .add(body(c.left(), c.types()))
                        .add(") ")
                        .add(
                                switch (c.operator()) {
                                    case UNION -> "union";
                                    case EXCEPT -> "except";
                                    case INTERSECT -> "intersect";
                                })
                        .add(c.all() ? " all (" : " (")
                        .add(body(c.right(), c.types()))
                        .add(")");
                yield types == null || types.equals(c.types()) ? text : casting(text, c.types(), types);
            }
        };
    }

    private SqlText cast(ResolvedQuery query, @Nullable List<Type> types) {
        SqlText text = query(query, false);
        List<Type> have = query.fields().stream().map(Field::type).toList();
        return types == null || types.equals(have) ? text : casting(text, have, types);
    }

    private static SqlText casting(SqlText query, List<Type> have, List<Type> want) {
        List<SqlText> items = new ArrayList<>();
        for (int i = 0; i < have.size(); i++) {
            String cast = have.get(i) == want.get(i) ? "" : "::" + ValuePrinter.sqlName(want.get(i));
            items.add(SqlText.of("q.c" + (i + 1) + cast + " as c" + (i + 1)));
        }
        return SqlText.of("select ")
                .add(SqlText.joined(", ", items))
                .add(" from (")
                .add(query)
                .add(") as q");
    }

    /**
     * One SELECT without LIMIT.
     *
     * @param types to cast the items to; null: as they are
     * @param result the columns of the answer, for the outermost SELECT; null: another
     */
    private SqlText block(
            Block block,
            List<SortKey> keys,
            @Nullable List<Type> types,
            @Nullable List<ResultColumn> result,
            boolean outermost) {
        Set<Integer> sources = new HashSet<>();
        enter(block.from(), sources);
        Map<Integer, SqlText> on = new TreeMap<>();
        conditionsOfJoins(block.from(), on);
        SqlText where = clause(" where ", block.where(), Mode.WRAP);
        Grouping grouping = grouping(block);
        Mode mode = outermost ? Mode.NONE : block.aggregated() ? Mode.FENCE : Mode.WRAP;
        SqlText items = guards.with(mode, () -> items(block, types, result));
        SqlText having = clause(" having ", block.having(), Mode.FENCE);
        SqlText order = guards.with(mode, () -> order(keys));
        values.forget(grouping.expressions());
        SqlText from = from(block.from(), on, new int[1]);
        guards.leave(sources);
        return SqlText.of(block.distinct() ? "select distinct " : "select ")
                .add(items)
                .add(" from ")
                .add(from)
                .add(grouping.lateral())
                .add(where)
                .add(grouping.clause())
                .add(having)
                .add(order);
    }

    private SqlText clause(String keyword, @Nullable Condition condition, Mode mode) {
        return condition == null
                ? new SqlText()
                : SqlText.of(keyword).add(guards.with(mode, () -> values.condition(condition)));
    }

    private SqlText items(Block block, @Nullable List<Type> types, @Nullable List<ResultColumn> result) {
        List<Value> items = block.items();
        List<SqlText> printed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Value item = items.get(i);
            SqlText text = values.value(item);
            if (result != null && isStoredMap(block, item)) {
                text = stored((Value.Column) item);
            } else if (result != null) {
                text = output(text, item.type(), result.get(i));
            } else if (types != null && types.get(i) != item.type()) {
                text = SqlText.of("(").add(text).add(")::" + ValuePrinter.sqlName(types.get(i)));
            }
            printed.add(text.add(" as c" + (i + 1)));
        }
        return SqlText.joined(", ", printed);
    }

    /** A map that is shown as it was written, also when it cannot be read. */
    private boolean isStoredMap(Block block, Value item) {
        return item instanceof Value.Column column
                && column.type() == Type.MOC
                && tables.containsKey(column.source())
                && block.groupBy().isEmpty()
                && !block.distinct();
    }

    /** What the answer shows: every column cast to what was promised. */
    private static SqlText output(SqlText value, Type type, ResultColumn column) {
        String function = switch (type) {
            case REGION -> "sky.region_text";
            case MOC -> "sky.moc_text";
            default -> "";
        };
        SqlText shown = SqlText.of(function + "(").add(value).add(")");
        return shown.add("::" + column.sqlType().sql());
    }

    private SqlText order(List<SortKey> keys) {
        SqlText text = new SqlText();
        String separator = " order by ";
        for (SortKey key : keys) {
            Value value = key.value();
            text.add(separator)
                    .add(value == null ? SqlText.of(String.valueOf(key.ordinal() + 1)) : values.value(value))
                    .add(key.descending() ? " desc" : "");
            separator = ", ";
        }
        return text;
    }

    private record Grouping(SqlText lateral, SqlText clause, List<Value> expressions) {}

    /**
     * Expressions that rows are grouped by are columns of a lateral sub-query: written twice, in GROUP BY and in the
     * select list, they would be two for PostgreSQL, as each has bind values of its own.
     */
    private Grouping grouping(Block block) {
        if (block.groupBy().isEmpty()) {
            return new Grouping(new SqlText(), new SqlText(), List.of());
        }
        int number = groupings++;
        List<SqlText> computed = new ArrayList<>();
        List<SqlText> clause = new ArrayList<>();
        Map<Value, String> names = new HashMap<>();
        for (Value key : block.groupBy()) {
            if (key instanceof Value.Column) {
                clause.add(values.value(key));
            } else if (!names.containsKey(key)) {
                String name = "g" + number + ".e" + computed.size();
                computed.add(guards.with(Mode.WRAP, () -> values.value(key)).add(" as e" + computed.size()));
                names.put(key, name);
                clause.add(SqlText.of(name));
            }
        }
        values.replace(names);
        SqlText lateral = computed.isEmpty()
                ? new SqlText()
                : SqlText.of(" cross join lateral (select ")
                        .add(SqlText.joined(", ", computed))
                        .add(") as g" + number);
        return new Grouping(
                lateral, SqlText.of(" group by ").add(SqlText.joined(", ", clause)), List.copyOf(names.keySet()));
    }

    private void enter(Tables from, Set<Integer> sources) {
        switch (from) {
            case Tables.Table t -> {
                guards.enter(t.source(), t.table());
                tables.put(t.source(), t.table());
                sources.add(t.source());
            }
            case Tables.Derived t -> {
                guards.enter(t.source());
                sources.add(t.source());
            }
            case Tables.Common t -> {
                guards.enter(t.source());
                sources.add(t.source());
            }
            case Tables.Join j -> {
                enter(j.left(), sources);
                enter(j.right(), sources);
            }
        }
    }

    /** In the order in which {@link #from} comes by them. */
    private void conditionsOfJoins(Tables from, Map<Integer, SqlText> on) {
        if (from instanceof Tables.Join join) {
            int place = on.size();
            on.put(place, clause("", join.on(), Mode.WRAP));
            conditionsOfJoins(join.left(), on);
            conditionsOfJoins(join.right(), on);
        }
    }

    private SqlText from(Tables from, Map<Integer, SqlText> on, int[] next) {
        return switch (from) {
            case Tables.Table t -> table(t);
            case Tables.Derived t ->
                SqlText.of("(")
                        .add(query(t.query(), guards.isFenced(t.source())))
                        .add(") as t" + t.source());
            case Tables.Common t -> {
                if (guards.isFenced(t.source())) {
                    fencedCommon.add(t.id());
                }
                yield SqlText.of("w" + t.id() + " as t" + t.source());
            }
            case Tables.Join j -> {
                SqlText condition = on.getOrDefault(next[0]++, new SqlText());
                SqlText text = SqlText.of("(").add(from(j.left(), on, next));
                text.add(
                        condition.isEmpty()
                                ? " cross join "
                                : switch (j.kind()) {
                                    case INNER -> " join ";
                                    case LEFT -> " left join ";
                                    case RIGHT -> " right join ";
                                    case FULL -> " full join ";
                                });
                text.add(from(j.right(), on, next));
                if (!condition.isEmpty()) {
                    text.add(" on ").add(condition);
                }
                yield text.add(")");
            }
        };
    }

    private SqlText table(Tables.Table reference) {
        TableDescription table = reference.table();
        SqlText name = new SqlText().name(table.sqlSchema()).add(".").name(table.sqlName());
        if (!guards.restricts(table)) {
            return name.add(" as t" + reference.source());
        }
        List<SqlText> needed = new ArrayList<>();
        for (int column : columns.getOrDefault(reference.source(), new TreeSet<>())) {
            needed.add(new SqlText().name(table.columns().get(column).sqlName()));
        }
        if (guards.needsClass(reference.source())) {
            needed.add(SqlText.of("\"access_class\""));
        }
        return SqlText.of("(select ")
                .add(SqlText.joined(", ", needed))
                .add(needed.isEmpty() ? "from " : " from ")
                .add(name)
                .add(" where \"access_class\" = any(")
                .bind(guards.classes())
                .add("::integer[])")
                .add(guards.isFenced(reference.source()) ? " offset 0" : "")
                .add(") as t" + reference.source());
    }

    /** The column's name, remembered as needed. */
    SqlText column(Value.Column column) {
        TableDescription table = tables.get(column.source());
        if (table == null) {
            return SqlText.of("t" + column.source() + ".c" + (column.index() + 1));
        }
        // tables keep maps as texts
        return column.type() == Type.MOC
                ? SqlText.of("sky.moc(").add(stored(column)).add(")")
                : stored(column);
    }

    private SqlText stored(Value.Column column) {
        columns.computeIfAbsent(column.source(), s -> new TreeSet<>()).add(column.index());
        return SqlText.of("t" + column.source() + ".")
                .name(Objects.requireNonNull(tables.get(column.source()))
                        .columns()
                        .get(column.index())
                        .sqlName());
    }
}
