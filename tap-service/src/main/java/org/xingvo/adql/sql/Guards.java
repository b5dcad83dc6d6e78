package org.xingvo.adql.sql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.Function;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.query.Walk;
import org.xingvo.dali.auth.Visibility;

/**
 * Keeps operations that can fail from being computed for rows that the caller may not see: the planner is free to
 * compute a condition before the predicate on the class, and an error would tell of the row. An operation is put into
 * a CASE on the classes of the tables whose columns it needs; where that cannot be, the table or sub-query is fenced,
 * that is, computed as it stands, by OFFSET 0. One thread, one query.
 */
final class Guards {
    /** What to do about an operation that can fail. */
    enum Mode {
        /** Nothing: it is computed after the predicates, or something around it is guarded. */
        NONE,
        WRAP,
        FENCE
    }

    private final Visibility visibility;
    private final Map<Integer, TableDescription> tables = new HashMap<>();
    private final Set<Integer> inScope = new HashSet<>();
    private final Set<Integer> fenced = new HashSet<>();
    private final Set<Integer> classNeeded = new HashSet<>();
    private Mode mode = Mode.NONE;

    Guards(Visibility visibility) {
        this.visibility = visibility;
    }

    BindValue classes() {
        return new BindValue.Classes(visibility.classes().stream().sorted().toList());
    }

    /** Must a reference of this table be restricted? */
    boolean restricts(TableDescription table) {
        return table.rowsHaveClass() && !visibility.everything();
    }

    void enter(int source) {
        inScope.add(source);
    }

    void enter(int source, TableDescription table) {
        inScope.add(source);
        tables.put(source, table);
    }

    void leave(Set<Integer> sources) {
        inScope.removeAll(sources);
    }

    boolean isFenced(int source) {
        return fenced.contains(source);
    }

    boolean needsClass(int source) {
        return classNeeded.contains(source);
    }

    boolean isInScope(int source) {
        return inScope.contains(source);
    }

    <T> T with(Mode inside, Supplier<T> print) {
        Mode before = mode;
        mode = inside;
        T result = print.get();
        mode = before;
        return result;
    }

    /** The operation as printed by the supplier, guarded if it has to be. */
    SqlText guarded(Value operation, Supplier<SqlText> print) {
        if (mode == Mode.NONE || visibility.everything() || !canFail(operation)) {
            return print.get();
        }
        Set<Integer> sources = new TreeSet<>();
        for (int source : Walk.sources(operation)) {
            TableDescription table = tables.get(source);
            if (!inScope.contains(source)) {
                continue;
            }
            if (table == null) {
                fenced.add(source);
            } else if (restricts(table)) {
                sources.add(source);
            }
        }
        if (mode == Mode.FENCE) {
            fenced.addAll(sources);
            return print.get();
        }
        SqlText inner = with(Mode.NONE, print);
        if (sources.isEmpty()) {
            return inner;
        }
        SqlText text = SqlText.of("case when ");
        String and = "";
        for (int source : sources) {
            classNeeded.add(source);
            // is not false: on the empty side of an outer join the class is null
            text.add(and)
                    .add("(t" + source + ".\"access_class\" = any(")
                    .bind(classes())
                    .add("::integer[])) is not false");
            and = " and ";
        }
        return SqlText.of("(").add(text.add(" then ").add(inner).add(" end")).add(")");
    }

    private static boolean canFail(Value value) {
        return switch (value) {
            case Value.Arithmetic v -> Constants.number(v).isEmpty();
            case Value.Negation v -> v.type().isInteger() && Constants.number(v).isEmpty();
            case Value.Call v ->
                v.function() != Function.LOWER
                        && v.function() != Function.UPPER
                        && v.function() != Function.PI
                        && v.function() != Function.RAND;
            case Value.Cast v -> !isWidening(v);
            case Value.UserCall v -> !v.isAggregate();
            case Value.InUnit v -> true;
            case Value.Element v -> false;
            case Value.Scalar v -> true;
            case Value.Constant v -> false;
            case Value.Column v -> false;
            case Value.Concatenation v -> false;
            case Value.AggregateCall v -> false;
            case Value.Case v -> false;
            case Value.Coalesce v -> false;
            case Value.Truth v -> false;
            case Value.Shape v -> false;
            case Value.Area v -> false;
            case Value.Coordinate v -> false;
            case Value.Distance v -> false;
        };
    }

    private static boolean isWidening(Value.Cast cast) {
        Type from = cast.operand().type();
        Type to = cast.type();
        return to == Type.TEXT
                || from == Type.BOOLEAN
                || (from.isNumeric() && to == Type.DOUBLE)
                || (from.isInteger() && to.isInteger() && Type.wider(from, to) == to)
                || (from.isInteger() && to == Type.REAL);
    }
}
