package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Expression.Comparator;
import org.xingvo.adql.ast.Expression.Operator;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.ResolvedQuery;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.query.Walk;

/** Conditions at one place of a query. One thread, one query. */
final class Conditions {
    private final ValueResolver values;
    private final Resolver queries;
    private final Scope scope;
    private final CommonTables common;

    Conditions(ValueResolver values, Resolver queries, Scope scope, CommonTables common) {
        this.values = values;
        this.queries = queries;
        this.scope = scope;
        this.common = common;
    }

    Condition condition(Expression expression) {
        return switch (expression) {
            case Expression.And e ->
                new Condition.All(e.parts().stream().map(this::condition).toList());
            case Expression.Or e ->
                new Condition.Any(e.parts().stream().map(this::condition).toList());
            case Expression.Not e -> new Condition.Not(condition(e.operand()));
            case Expression.Comparison e ->
                comparison(e.comparator(), values.value(e.left()), values.value(e.right()), e.at());
            case Expression.Between e -> between(e);
            case Expression.InList e -> inList(e);
            case Expression.InQuery e -> inQuery(e);
            case Expression.Like e ->
                new Condition.Like(
                        values.text(e.operand(), "LIKE"),
                        values.text(e.pattern(), "LIKE"),
                        e.ignoreCase(),
                        e.negated());
            case Expression.IsNull e -> new Condition.IsNull(values.value(e.operand()), e.negated());
            case Expression.Exists e -> new Condition.Exists(queries.query(e.query(), scope, common));
            case Expression.NumberLiteral e -> throw notCondition(e);
            case Expression.StringLiteral e -> throw notCondition(e);
            case Expression.NullLiteral e -> throw notCondition(e);
            case Expression.BooleanLiteral e -> isTrue(e);
            case Expression.Element e -> throw notCondition(e);
            case Expression.ColumnName e -> isTrue(e);
            case Expression.Sign e -> throw notCondition(e);
            case Expression.Arithmetic e -> throw notCondition(e);
            case Expression.Concatenation e -> throw notCondition(e);
            case Expression.FunctionCall e -> throw notCondition(e);
            case Expression.AggregateCall e -> throw notCondition(e);
            case Expression.Case e -> throw notCondition(e);
            case Expression.Cast e -> throw notCondition(e);
            case Expression.ScalarSubquery e -> throw notCondition(e);
        };
    }

    /** A column of truth values stands for itself. */
    private Condition isTrue(Expression expression) {
        Value value = values.value(expression);
        if (value.type() != Type.BOOLEAN) {
            throw notCondition(expression);
        }
        return new Condition.Comparison(
                Comparator.EQUAL, value, new Value.Constant(new BindValue.Text("true"), Type.BOOLEAN));
    }

    private static RuntimeException notCondition(Expression expression) {
        String expected = "a comparison";
        if (expression instanceof Expression.FunctionCall call
                && (call.name().text().equalsIgnoreCase("CONTAINS")
                        || call.name().text().equalsIgnoreCase("INTERSECTS"))) {
            expected = "1 = " + call.name().text().toUpperCase(Locale.ROOT) + "(...)";
        }
        return Wrong.type("Value stands where a condition should", expression.at(), expected, "");
    }

    Condition comparison(Comparator comparator, Value left, Value right, Position at) {
        Condition special = truth(comparator, left, right);
        special = special == null ? truth(comparator.mirrored(), right, left) : special;
        special = special == null ? near(comparator, left, right) : special;
        special = special == null ? near(comparator.mirrored(), right, left) : special;
        return special == null ? plain(comparator, left, right, at) : special;
    }

    private static Condition plain(Comparator comparator, Value left, Value right, Position at) {
        Type type = comparable(left, right, at);
        if (type.isNumeric() && !(left instanceof Value.Constant) && !(right instanceof Value.Constant)) {
            return new Condition.Comparison(comparator, unboxed(left, at), unboxed(right, at));
        }
        return new Condition.Comparison(comparator, side(left, type, at), side(right, type, at));
    }

    /** Numbers of different types compare as they are, so that an index is used. */
    private static Value side(Value value, Type type, Position at) {
        return type.isNumeric() && !(value instanceof Value.Constant) ? unboxed(value, at) : Types.as(value, type, at);
    }

    private static Value unboxed(Value value, Position at) {
        return value.type() == Type.BOOLEAN ? Types.as(value, Type.INTEGER, at) : value;
    }

    /** What is 1 or 0 beside a number: the condition itself, its contrary, or neither. */
    private static @Nullable Condition truth(Comparator comparator, Value function, Value number) {
        OptionalDouble constant = Constants.number(number);
        if (function instanceof Value.Truth(Condition condition) && constant.isPresent()) {
            boolean ofOne = holds(comparator, 1, constant.getAsDouble());
            boolean ofZero = holds(comparator, 0, constant.getAsDouble());
            return ofOne == ofZero ? null : ofOne ? condition : new Condition.Not(condition);
        }
        return null;
    }

    private static boolean holds(Comparator comparator, double left, double right) {
        return switch (comparator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    /** A distance that is to be small, which an index of positions finds. */
    private static @Nullable Condition near(Comparator comparator, Value left, Value right) {
        boolean orEqual = comparator == Comparator.LESS_OR_EQUAL;
        if ((!orEqual && comparator != Comparator.LESS)
                || !right.type().isNumeric()
                || Walk.any(right, v -> v.isAggregate() || v instanceof Value.Scalar)) {
            return null;
        }
        if (left instanceof Value.Distance distance) {
            return new Condition.Near(distance, Constants.folded(right), orEqual);
        }
        Scaled scaled = scaled(left);
        OptionalDouble limit = Constants.number(right);
        if (scaled == null || limit.isEmpty() || !Double.isFinite(limit.getAsDouble() / scaled.factor())) {
            return null;
        }
        // a little wider than asked for: what counts is the comparison as it was written
        double radius = limit.getAsDouble() / scaled.factor();
        Value wider = new Value.Constant(new BindValue.Real(radius + Math.abs(radius) * 1e-9), Type.DOUBLE);
        return new Condition.All(List.of(
                new Condition.Near(scaled.distance(), wider, true), new Condition.Comparison(comparator, left, right)));
    }

    private record Scaled(Value.Distance distance, double factor) {}

    /** {@code DISTANCE(...) * 3600} and the like; null: something else. */
    private static @Nullable Scaled scaled(Value value) {
        return switch (value) {
            case Value.Distance distance -> new Scaled(distance, 1);
            case Value.Arithmetic a
            when a.operator() == Operator.MULTIPLY || a.operator() == Operator.DIVIDE -> {
                Scaled left = scaled(a.left());
                Scaled right = a.operator() == Operator.MULTIPLY && left == null ? scaled(a.right()) : null;
                Scaled inner = left == null ? right : left;
                if (inner == null) {
                    yield null;
                }
                double number =
                        Constants.number(left == null ? a.left() : a.right()).orElse(0);
                double factor = a.operator() == Operator.MULTIPLY ? number : 1 / number;
                yield !(factor > 0) || !Double.isFinite(inner.factor() * factor)
                        ? null
                        : new Scaled(inner.distance(), inner.factor() * factor);
            }
            case Value.InUnit u -> {
                Scaled inner = scaled(u.operand());
                yield inner == null ? null : new Scaled(inner.distance(), inner.factor() * u.factor());
            }
            default -> null;
        };
    }

    private static Type comparable(Value left, Value right, Position at) {
        Type type = Types.common(left, right);
        if (type == null || !type.isComparable()) {
            throw Wrong.type(
                    "Values cannot be compared",
                    at,
                    left.type().isComparable() ? left.type().shown() : "numbers, char or timestamps",
                    right.type().shown());
        }
        return type == Type.NULL ? Type.TEXT : type;
    }

    private Condition between(Expression.Between e) {
        Value operand = values.value(e.operand());
        Value low = values.value(e.low());
        Value high = values.value(e.high());
        Type lower = comparable(operand, low, e.low().at());
        Type upper = comparable(operand, high, e.high().at());
        if (lower == Type.BOOLEAN || upper == Type.BOOLEAN || operand.type() == Type.BOOLEAN) {
            return new Condition.Between(
                    truthAsNumber(operand, operand.type() == Type.TEXT ? Type.BOOLEAN : operand.type(), e.at()),
                    truthAsNumber(low, lower, e.low().at()),
                    truthAsNumber(high, upper, e.high().at()),
                    e.negated());
        }
        Value cast = operand instanceof Value.Constant ? Types.as(operand, lower, e.at()) : unboxed(operand, e.at());
        Condition near = e.negated() ? null : near(Comparator.LESS_OR_EQUAL, operand, high);
        if (near != null) {
            return new Condition.All(List.of(near, comparison(Comparator.GREATER_OR_EQUAL, operand, low, e.at())));
        }
        return new Condition.Between(
                cast, side(low, lower, e.low().at()), side(high, upper, e.high().at()), e.negated());
    }

    private Condition inList(Expression.InList e) {
        Value operand = values.value(e.operand());
        List<Value> list = new ArrayList<>();
        Value cast = truthAsNumber(operand, operand.type(), e.at());
        for (Expression member : e.list()) {
            Value value = values.value(member);
            Type type = comparable(operand, value, member.at());
            list.add(side(truthAsNumber(value, type, member.at()), number(type), member.at()));
            if (operand instanceof Value.Constant) {
                cast = Types.as(truthAsNumber(operand, type, e.at()), number(type), e.at());
            }
        }
        return new Condition.InList(cast, list, e.negated());
    }

    /** Truth values of a list or range are compared as 0 and 1, so that they go with either. */
    private static Value truthAsNumber(Value value, Type common, Position at) {
        return common == Type.BOOLEAN || value.type() == Type.BOOLEAN
                ? Types.as(Types.as(value, Type.BOOLEAN, at), Type.INTEGER, at)
                : value;
    }

    private static Type number(Type common) {
        return common == Type.BOOLEAN ? Type.INTEGER : common;
    }

    private Condition inQuery(Expression.InQuery e) {
        Value operand = values.value(e.operand());
        ResolvedQuery query = queries.query(e.query(), scope, common);
        if (query.fields().size() != 1) {
            throw Wrong.type(
                    "Sub-query of IN has several columns",
                    e.at(),
                    "one column",
                    query.fields().size() + " columns");
        }
        Value column = new Value.Column(-1, 0, query.fields().getFirst().type(), "", e.at());
        Type type = comparable(operand, column, e.at());
        if (column.type() == Type.BOOLEAN && operand.type() != Type.BOOLEAN) {
            throw Wrong.type("Values cannot be compared", e.at(), operand.type().shown(), "boolean");
        }
        return new Condition.InQuery(
                operand instanceof Value.Constant ? Types.as(operand, type, e.at()) : operand, query, e.negated());
    }
}
