package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Expression.Comparator;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Condition;
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
            case Expression.BooleanLiteral e ->
                new Value.Constant(new BindValue.Text(String.valueOf(e.value())), Type.BOOLEAN);
            case Expression.Element e -> element(e);
            case Expression.ColumnName e -> at(scope.column(e.parts(), e.at()).value(), e.at());
            case Expression.Sign e -> sign(e);
            case Expression.Arithmetic e -> arithmetic(e);
            case Expression.Concatenation e -> new Value.Concatenation(text(e.left(), "||"), text(e.right(), "||"));
            case Expression.FunctionCall e -> new Calls(this, queries, scope).call(e);
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

    Value text(Expression expression, String where) {
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

    private Value element(Expression.Element e) {
        Value array = value(e.array());
        boolean geometry = array.type() == Type.POINT || array.type() == Type.CIRCLE || array.type() == Type.POLYGON;
        SqlType type = geometry ? SqlType.DOUBLE_ARRAY : array.type() == Type.OPAQUE ? queries.arrayType(array) : null;
        Type element = type == null ? null : Types.element(type);
        if (element == null) {
            throw Wrong.type(
                    "Value is no array",
                    e.array().at(),
                    "an array before [",
                    array.type().shown());
        }
        Value index = numeric(e.index(), "[");
        if (!index.type().isInteger()) {
            throw Wrong.type(
                    "Number of an array's element is not whole",
                    e.index().at(),
                    "a whole number from 1",
                    index.type().shown());
        }
        return new Value.Element(array, Types.as(index, Type.INTEGER, e.at()), element);
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

    Value coalesce(Expression.FunctionCall e) {
        Calls.checkCount(e, 1, 1000);
        List<Value> values = e.arguments().stream().map(this::value).toList();
        Type type = unify(values, e.arguments());
        List<Value> cast = new ArrayList<>();
        for (Value value : values) {
            cast.add(Types.as(value, type, e.at()));
        }
        return new Value.Coalesce(cast, type);
    }

    private static Type unify(List<Value> values, List<Expression> written) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).type() == Type.OPAQUE) {
                throw Wrong.type(
                        "Array is no value of COALESCE and CASE", written.get(i).at(), "a single value", "array");
            }
        }
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
                            : new Conditions(this, queries, scope, common)
                                    .comparison(
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

    void checkAggregate(String name, Position at) {
        if (noAggregates != null) {
            throw Wrong.type(name + " stands " + noAggregates, at, "a value of each row", "");
        }
    }

    /** Where the arguments of an aggregate stand. */
    ValueResolver inAggregate() {
        return new ValueResolver(queries, scope, common, "in an aggregate");
    }

    private Value aggregate(Expression.AggregateCall e) {
        checkAggregate(e.function().name(), e.at());
        Expression argument = e.argument();
        if (argument == null) {
            return new Value.AggregateCall(e.function(), false, null, Type.BIGINT);
        }
        Value value = inAggregate().value(argument);
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
        return new Conditions(this, queries, scope, common).condition(expression);
    }
}
