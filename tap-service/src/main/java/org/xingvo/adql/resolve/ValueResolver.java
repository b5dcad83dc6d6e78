package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Expression.Comparator;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.Function;
import org.xingvo.adql.query.ResolvedQuery;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.query.Walk;

/** Values and conditions at one place of a query. One thread, one query. */
final class ValueResolver {
    private final Resolver queries;
    private final Scope scope;
    private final CommonTables common;
    /** Why no aggregate may stand here; null: it may. */
    private final @Nullable String noAggregates;

    ValueResolver(Resolver queries, Scope scope, CommonTables common, @Nullable String noAggregates) {
        this.queries = queries;
        this.scope = scope;
        this.common = common;
        this.noAggregates = noAggregates;
    }

    Value value(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral e -> {
                queries.countConstant(e.at());
                yield Types.number(e.text(), e.at());
            }
            case Expression.StringLiteral e -> {
                queries.countConstant(e.at());
                yield new Value.Constant(new BindValue.Text(e.value()), Type.TEXT);
            }
            case Expression.NullLiteral e -> new Value.Constant(null, Type.NULL);
            case Expression.ColumnName e -> at(scope.column(e.parts(), e.at()).value(), e.at());
            case Expression.Sign e -> sign(e);
            case Expression.Arithmetic e -> arithmetic(e);
            case Expression.Concatenation e -> new Value.Concatenation(text(e.left(), "||"), text(e.right(), "||"));
            case Expression.FunctionCall e -> call(e);
            case Expression.AggregateCall e -> aggregate(e);
            case Expression.Case e -> caseValue(e);
            case Expression.Cast e -> new Casts(this).cast(e);
            case Expression.ScalarSubquery e -> scalar(e);
            case Expression.Comparison e -> throw notValue(e);
            case Expression.Between e -> throw notValue(e);
            case Expression.InList e -> throw notValue(e);
            case Expression.InQuery e -> throw notValue(e);
            case Expression.Like e -> throw notValue(e);
            case Expression.IsNull e -> throw notValue(e);
            case Expression.Exists e -> throw notValue(e);
            case Expression.And e -> throw notValue(e);
            case Expression.Or e -> throw notValue(e);
            case Expression.Not e -> throw notValue(e);
        };
    }

    /** A column remembers where it was last written. */
    private static Value at(Value value, Position at) {
        return value instanceof Value.Column c
                ? new Value.Column(c.source(), c.index(), c.type(), c.name(), at)
                : value;
    }

    private static RuntimeException notValue(Expression expression) {
        return Wrong.type("Condition stands where a value should", expression.at(), "a value", "");
    }

    Value numeric(Expression expression, String where) {
        Value value = value(expression);
        if (value.type() == Type.NULL) {
            return new Value.Constant(null, Type.DOUBLE);
        }
        if (!value.type().isNumeric()) {
            throw Wrong.type(
                    "Argument of " + where + " is no number",
                    expression.at(),
                    "a number",
                    value.type().shown());
        }
        return value;
    }

    private Value text(Expression expression, String where) {
        Value value = value(expression);
        if (value.type() == Type.NULL) {
            return new Value.Constant(null, Type.TEXT);
        }
        if (value.type() != Type.TEXT) {
            throw Wrong.type(
                    "Argument of " + where + " is no text",
                    expression.at(),
                    "char",
                    value.type().shown());
        }
        return value;
    }

    private Value sign(Expression.Sign e) {
        Value operand = numeric(e.operand(), e.minus() ? "-" : "+");
        if (!e.minus()) {
            return operand;
        }
        if (operand instanceof Value.Constant(BindValue.Whole(long whole), Type type)) {
            return new Value.Constant(new BindValue.Whole(-whole), type);
        }
        if (operand instanceof Value.Constant(BindValue.Real(double real), Type type)) {
            return new Value.Constant(new BindValue.Real(-real), type);
        }
        return new Value.Negation(operand.type() == Type.SMALLINT ? Types.as(operand, Type.INTEGER, e.at()) : operand);
    }

    private Value arithmetic(Expression.Arithmetic e) {
        Value left = numeric(e.left(), e.operator().sign());
        Value right = numeric(e.right(), e.operator().sign());
        Type type = Type.wider(left.type(), right.type());
        if (type == Type.SMALLINT) {
            type = Type.INTEGER;
        }
        return new Value.Arithmetic(e.operator(), Types.as(left, type, e.at()), Types.as(right, type, e.at()), type);
    }

    private Value scalar(Expression.ScalarSubquery e) {
        ResolvedQuery query = queries.query(e.query(), scope, common);
        if (query.fields().size() != 1) {
            throw Wrong.type(
                    "Sub-query stands where a value should",
                    e.at(),
                    "one column",
                    query.fields().size() + " columns");
        }
        return new Value.Scalar(query, query.fields().getFirst().type());
    }

    private Value call(Expression.FunctionCall e) {
        String name = e.name().text().toUpperCase(Locale.ROOT);
        if (name.equals("COALESCE")) {
            return coalesce(e);
        }
        Optional<Value> geometry = new Geometry(this).call(name, e);
        if (geometry.isPresent()) {
            return geometry.get();
        }
        Function function = null;
        for (Function candidate : Function.values()) {
            if (candidate.name().equals(name)) {
                function = candidate;
            }
        }
        if (function == null) {
            List<String> known = new ArrayList<>(Geometry.NAMES);
            for (Function other : Function.values()) {
                known.add(other.name());
            }
            List<String> near = NearNames.of(name, known);
            throw Wrong.make(
                    Category.UNSUPPORTED,
                    "Unknown function",
                    e.at(),
                    near,
                    Types.quoted(e.name().text()).replace("'", ""));
        }
        checkCount(e, function.fewest(), function.most());
        List<Value> arguments = new ArrayList<>();
        for (Expression argument : e.arguments()) {
            arguments.add(function.isText() ? text(argument, name) : numeric(argument, name));
        }
        return typed(function, arguments, e.at());
    }

    private static Value typed(Function function, List<Value> arguments, Position at) {
        return switch (function) {
            case LOWER, UPPER -> new Value.Call(function, arguments, Type.TEXT);
            case ABS -> {
                Value operand = arguments.getFirst();
                Type type = operand.type() == Type.SMALLINT ? Type.INTEGER : operand.type();
                yield new Value.Call(function, List.of(Types.as(operand, type, at)), type);
            }
            case MOD -> {
                Type type = Type.wider(arguments.get(0).type(), arguments.get(1).type());
                type = type == Type.SMALLINT ? Type.INTEGER : type == Type.REAL ? Type.DOUBLE : type;
                yield new Value.Call(
                        function,
                        List.of(Types.as(arguments.get(0), type, at), Types.as(arguments.get(1), type, at)),
                        type);
            }
            case ROUND, TRUNCATE -> {
                List<Value> cast = new ArrayList<>();
                cast.add(Types.as(arguments.getFirst(), Type.DOUBLE, at));
                if (arguments.size() == 2) {
                    if (!(arguments.get(1) instanceof Value.Constant c
                            && c.value() instanceof BindValue.Whole w
                            && Math.abs(w.value()) <= 300)) {
                        throw Wrong.type(
                                "Second argument of " + function + " is no whole number", at, "-300 to 300", "");
                    }
                    cast.add(Types.as(c, Type.INTEGER, at));
                }
                yield new Value.Call(function, cast, Type.DOUBLE);
            }
            case RAND -> new Value.Call(function, List.of(), Type.DOUBLE);
            case ACOS,
                    ASIN,
                    ATAN,
                    ATAN2,
                    CEILING,
                    COS,
                    COT,
                    DEGREES,
                    EXP,
                    FLOOR,
                    LOG,
                    LOG10,
                    PI,
                    POWER,
                    RADIANS,
                    SIN,
                    SQRT,
                    TAN ->
                new Value.Call(
                        function,
                        arguments.stream()
                                .map(a -> Types.as(a, Type.DOUBLE, at))
                                .toList(),
                        Type.DOUBLE);
        };
    }

    void checkCount(Expression.FunctionCall e, int fewest, int most) {
        int count = e.arguments().size();
        if (count < fewest || count > most) {
            String expected = fewest == most ? String.valueOf(fewest) : fewest + " to " + most;
            throw Wrong.type(
                    e.name().text().toUpperCase(Locale.ROOT) + " has the wrong number of arguments",
                    e.at(),
                    expected,
                    String.valueOf(count));
        }
    }

    private Value coalesce(Expression.FunctionCall e) {
        checkCount(e, 1, 1000);
        List<Value> values = e.arguments().stream().map(this::value).toList();
        Type type = unify(values, e.arguments());
        List<Value> cast = new ArrayList<>();
        for (Value value : values) {
            cast.add(Types.as(value, type, e.at()));
        }
        return new Value.Coalesce(cast, type);
    }

    private static Type unify(List<Value> values, List<Expression> written) {
        Value sofar = values.getFirst();
        for (int i = 1; i < values.size(); i++) {
            Type type = Types.common(sofar, values.get(i));
            if (type == null) {
                throw Wrong.type(
                        "Values have no common type",
                        written.get(i).at(),
                        sofar.type().shown(),
                        values.get(i).type().shown());
            }
            sofar = type == sofar.type()
                    ? sofar
                    : type == values.get(i).type() ? values.get(i) : new Value.Constant(null, type);
        }
        return sofar.type() == Type.NULL ? Type.TEXT : sofar.type();
    }

    private Value caseValue(Expression.Case e) {
        Value operand = e.operand() == null ? null : value(e.operand());
        List<Condition> conditions = new ArrayList<>();
        List<Value> results = new ArrayList<>();
        List<Expression> written = new ArrayList<>();
        for (Expression.When when : e.branches()) {
            conditions.add(
                    operand == null
                            ? condition(when.condition())
                            : comparison(
                                    Comparator.EQUAL,
                                    operand,
                                    value(when.condition()),
                                    when.condition().at()));
            results.add(value(when.result()));
            written.add(when.result());
        }
        if (e.otherwise() != null) {
            results.add(value(e.otherwise()));
            written.add(e.otherwise());
        }
        Type type = unify(results, written);
        List<Value.Branch> branches = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Value.Branch(conditions.get(i), Types.as(results.get(i), type, e.at())));
        }
        Value otherwise = e.otherwise() == null ? null : Types.as(results.getLast(), type, e.at());
        return new Value.Case(branches, otherwise, type);
    }

    private Value aggregate(Expression.AggregateCall e) {
        if (noAggregates != null) {
            throw Wrong.type(e.function() + " stands " + noAggregates, e.at(), "a value of each row", "");
        }
        Expression argument = e.argument();
        if (argument == null) {
            return new Value.AggregateCall(e.function(), false, null, Type.BIGINT);
        }
        Value value = new ValueResolver(queries, scope, common, "in an aggregate").value(argument);
        Set<Integer> sources = Walk.sources(value);
        if (!sources.isEmpty() && sources.stream().noneMatch(scope::holds)) {
            throw Wrong.unsupported(
                    "Aggregate is of columns of the query around it", argument.at(), "a column of its own query", "");
        }
        Type type = value.type();
        switch (e.function()) {
            case COUNT -> {
                return new Value.AggregateCall(e.function(), e.distinct(), value, Type.BIGINT);
            }
            case SUM, AVG -> {
                if (!type.isNumeric()) {
                    throw Wrong.type(
                            "Argument of " + e.function() + " is no number", argument.at(), "a number", type.shown());
                }
                boolean whole = type.isInteger() && e.function() == Expression.Aggregate.SUM;
                return new Value.AggregateCall(
                        e.function(),
                        e.distinct(),
                        whole ? value : Types.as(value, Type.DOUBLE, argument.at()),
                        whole ? Type.BIGINT : Type.DOUBLE);
            }
            case MIN, MAX -> {
                if (!type.isNumeric() && type != Type.TEXT && type != Type.TIMESTAMP) {
                    throw Wrong.type(
                            "Argument of " + e.function() + " has no order",
                            argument.at(),
                            "a number, char or timestamp",
                            type.shown());
                }
            }
        }
        return new Value.AggregateCall(e.function(), e.distinct(), value, type);
    }

    Condition condition(Expression expression) {
        return switch (expression) {
            case Expression.And e ->
                new Condition.All(e.parts().stream().map(this::condition).toList());
            case Expression.Or e ->
                new Condition.Any(e.parts().stream().map(this::condition).toList());
            case Expression.Not e -> new Condition.Not(condition(e.operand()));
            case Expression.Comparison e -> comparison(e.comparator(), value(e.left()), value(e.right()), e.at());
            case Expression.Between e -> between(e);
            case Expression.InList e -> inList(e);
            case Expression.InQuery e -> inQuery(e);
            case Expression.Like e ->
                new Condition.Like(text(e.operand(), "LIKE"), text(e.pattern(), "LIKE"), e.ignoreCase(), e.negated());
            case Expression.IsNull e -> new Condition.IsNull(value(e.operand()), e.negated());
            case Expression.Exists e -> new Condition.Exists(queries.query(e.query(), scope, common));
            case Expression.NumberLiteral e -> throw notCondition(e);
            case Expression.StringLiteral e -> throw notCondition(e);
            case Expression.NullLiteral e -> throw notCondition(e);
            case Expression.ColumnName e -> throw notCondition(e);
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

    private static RuntimeException notCondition(Expression expression) {
        String expected = "a comparison";
        if (expression instanceof Expression.FunctionCall call
                && (call.name().text().equalsIgnoreCase("CONTAINS")
                        || call.name().text().equalsIgnoreCase("INTERSECTS"))) {
            expected = "1 = " + call.name().text().toUpperCase(Locale.ROOT) + "(...)";
        }
        return Wrong.type("Value stands where a condition should", expression.at(), expected, "");
    }

    private Condition comparison(Comparator comparator, Value left, Value right, Position at) {
        if (comparator == Comparator.EQUAL || comparator == Comparator.NOT_EQUAL) {
            Condition truth = truth(left, right);
            truth = truth == null ? truth(right, left) : truth;
            if (truth != null) {
                return comparator == Comparator.EQUAL ? truth : new Condition.Not(truth);
            }
        }
        Condition near = near(comparator, left, right);
        near = near == null ? near(comparator.mirrored(), right, left) : near;
        if (near != null) {
            return near;
        }
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

    private static @Nullable Condition truth(Value function, Value number) {
        if (function instanceof Value.Truth(Condition condition)
                && number instanceof Value.Constant(BindValue.Whole(long whole), Type type)
                && (whole == 0 || whole == 1)) {
            return whole == 1 ? condition : new Condition.Not(condition);
        }
        return null;
    }

    private static @Nullable Condition near(Comparator comparator, Value left, Value right) {
        boolean orEqual = comparator == Comparator.LESS_OR_EQUAL;
        if (left instanceof Value.Distance distance
                && right.type().isNumeric()
                && (orEqual || comparator == Comparator.LESS)
                && !Walk.any(right, v -> v instanceof Value.AggregateCall || v instanceof Value.Scalar)) {
            return new Condition.Near(distance, Constants.folded(right), orEqual);
        }
        return null;
    }

    private static Type comparable(Value left, Value right, Position at) {
        Type type = Types.common(left, right);
        if (type == null || type.isGeometry() || type == Type.OPAQUE) {
            throw Wrong.type(
                    "Values cannot be compared",
                    at,
                    left.type().isGeometry() || left.type() == Type.OPAQUE
                            ? "numbers, char or timestamps"
                            : left.type().shown(),
                    right.type().shown());
        }
        return type == Type.NULL ? Type.TEXT : type;
    }

    private Condition between(Expression.Between e) {
        Value operand = value(e.operand());
        Value low = value(e.low());
        Value high = value(e.high());
        Type lower = comparable(operand, low, e.low().at());
        Type upper = comparable(operand, high, e.high().at());
        Value cast = operand instanceof Value.Constant ? Types.as(operand, lower, e.at()) : unboxed(operand, e.at());
        return new Condition.Between(
                cast, side(low, lower, e.low().at()), side(high, upper, e.high().at()), e.negated());
    }

    private Condition inList(Expression.InList e) {
        Value operand = value(e.operand());
        List<Value> list = new ArrayList<>();
        Value cast = unboxed(operand, e.at());
        for (Expression member : e.list()) {
            Value value = value(member);
            Type type = comparable(operand, value, member.at());
            list.add(side(value, type, member.at()));
            if (operand instanceof Value.Constant) {
                cast = Types.as(operand, type, e.at());
            }
        }
        return new Condition.InList(cast, list, e.negated());
    }

    private Condition inQuery(Expression.InQuery e) {
        Value operand = value(e.operand());
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
