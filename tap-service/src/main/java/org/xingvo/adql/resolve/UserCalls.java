package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Expression.Comparator;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.function.Frames;
import org.xingvo.adql.function.UserFunction;
import org.xingvo.adql.function.UserFunction.Kind;
import org.xingvo.adql.function.UserFunction.Parameter;
import org.xingvo.adql.function.UserFunctions;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.query.Walk;

/** Calls of user defined functions. One thread, one query. */
final class UserCalls {
    private static final double MOST_BINS = 10_000;
    private static final double DEEPEST_ORDER = 29;

    private final ValueResolver values;
    private final Resolver queries;
    private final Scope scope;

    UserCalls(ValueResolver values, Resolver queries, Scope scope) {
        this.values = values;
        this.queries = queries;
        this.scope = scope;
    }

    /** Empty if there is no such function. */
    Optional<Value> call(Expression.FunctionCall e) {
        List<UserFunction> forms = UserFunctions.named(e.name().text());
        if (forms.isEmpty()) {
            return Optional.empty();
        }
        UserFunction function = forms.stream()
                .filter(f -> f.parameters().size() == e.arguments().size())
                .findFirst()
                .orElseThrow(() -> Wrong.type(
                        forms.getFirst().name() + " has the wrong number of arguments",
                        e.at(),
                        forms.stream().map(UserFunction::signature).collect(Collectors.joining(" or ")),
                        String.valueOf(e.arguments().size())));
        if (function.aggregate()) {
            values.checkAggregate(function.name(), e.at());
        }
        ValueResolver inside = function.aggregate() ? values.inAggregate() : values;
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < e.arguments().size(); i++) {
            arguments.add(argument(
                    inside,
                    function,
                    function.parameters().get(i),
                    e.arguments().get(i)));
        }
        return Optional.of(value(function, arguments, e));
    }

    private Value argument(ValueResolver inside, UserFunction function, Parameter parameter, Expression written) {
        String where = function.name();
        Position at = written.at();
        Value value = switch (parameter.kind()) {
            case NUMBER -> Types.as(inside.numeric(written, where), Type.DOUBLE, at);
            case INTEGER -> whole(inside, written, where, Type.INTEGER);
            case BIGINT -> whole(inside, written, where, Type.BIGINT);
            case TEXT -> inside.text(written, where);
            case FRAME -> frame(written, where);
            case TIMESTAMP -> timestamp(inside.value(written), at, where);
            case POINT, GEOMETRY -> geometry(inside, written, where, parameter.kind());
            case INTERVAL -> interval(inside, written, where);
        };
        if (parameter.required() && value instanceof Value.Constant c && c.value() == null) {
            throw Wrong.type(where + " needs " + parameter.name(), at, "a number", "NULL");
        }
        checkLimits(function, parameter, value, at);
        return value;
    }

    private static void checkLimits(UserFunction function, Parameter parameter, Value value, Position at) {
        double most = parameter.name().equals("hpxOrder") ? DEEPEST_ORDER : MOST_BINS;
        double least = parameter.name().equals("hpxOrder") ? 0 : 1;
        if (parameter.name().equals("hpxOrder") || parameter.name().equals("nbins")) {
            Constants.number(value).ifPresent(number -> {
                if (!(number >= least && number <= most)) {
                    throw Wrong.type(
                            parameter.name() + " of " + function.name() + " is out of range",
                            at,
                            (long) least + " to " + (long) most,
                            Long.toString((long) number));
                }
            });
        }
    }

    private static Value whole(ValueResolver inside, Expression written, String where, Type type) {
        Value value = inside.numeric(written, where);
        boolean isNull = value instanceof Value.Constant c && c.value() == null;
        if (!isNull && !value.type().isInteger()) {
            throw Wrong.type(
                    "Argument of " + where + " is no whole number",
                    written.at(),
                    "a whole number",
                    value.type().shown());
        }
        if (type == Type.INTEGER && Constants.number(value).orElse(0) > Integer.MAX_VALUE) {
            throw Wrong.type("Argument of " + where + " is too large", written.at(), "a small whole number", "");
        }
        return isNull ? new Value.Constant(null, type) : Types.as(value, type, written.at());
    }

    private static Value frame(Expression written, String where) {
        if (written instanceof Expression.StringLiteral(String name, Position at)
                && Frames.names().contains(name)) {
            return new Value.Constant(new BindValue.Text(name), Type.TEXT);
        }
        throw Wrong.unsupported(
                "Argument of " + where + " is no frame",
                written.at(),
                Frames.names().stream().map(n -> "'" + n + "'").collect(Collectors.joining(", ")),
                written instanceof Expression.StringLiteral(String name, Position at) ? Types.quoted(name) : "");
    }

    private static Value timestamp(Value value, Position at, String where) {
        if (value instanceof Value.Constant(BindValue.Text(String text), Type type) && type == Type.TEXT) {
            return Types.timestamp(text, at);
        }
        if (value.type() == Type.NULL) {
            return new Value.Constant(null, Type.TIMESTAMP);
        }
        if (value.type() != Type.TIMESTAMP) {
            throw Wrong.type(
                    "Argument of " + where + " is no timestamp",
                    at,
                    "a timestamp",
                    value.type().shown());
        }
        return value;
    }

    private static Value geometry(ValueResolver inside, Expression written, String where, Kind kind) {
        Value value = inside.value(written);
        boolean fits =
                kind == Kind.POINT ? value.type() == Type.POINT : value.type().isGeometry();
        if (!fits) {
            throw Wrong.type(
                    "Argument of " + where + " is no " + (kind == Kind.POINT ? "point" : "geometry"),
                    written.at(),
                    kind == Kind.POINT ? "a point" : "a point, circle, polygon or region",
                    value.type().shown());
        }
        return value;
    }

    private Value interval(ValueResolver inside, Expression written, String where) {
        Value value = inside.value(written);
        SqlType type = value.type() == Type.OPAQUE ? queries.arrayType(value) : null;
        Type element = type == null ? null : Types.element(type);
        if (element == null || !element.isNumeric()) {
            throw Wrong.type(
                    "Argument of " + where + " is no interval",
                    written.at(),
                    "an array of two numbers",
                    value.type().shown());
        }
        return value;
    }

    private Value value(UserFunction function, List<Value> arguments, Expression.FunctionCall e) {
        if (function.aggregate()) {
            checkOwn(arguments, e);
        }
        return switch (function.name()) {
            // as conditions, so that an index on a column can be used
            case "ivo_nocasematch" ->
                new Value.Truth(new Condition.Like(arguments.get(0), arguments.get(1), true, false));
            case "ivo_interval_overlaps" ->
                new Value.Truth(new Condition.All(List.of(
                        notMore(arguments.get(0), arguments.get(3)),
                        notMore(arguments.get(2), arguments.get(1)),
                        notMore(arguments.get(0), arguments.get(1)),
                        notMore(arguments.get(2), arguments.get(3)))));
            case "ivo_geom_transform" -> transformed(function, arguments);
            default -> new Value.UserCall(function, arguments, function.result().type());
        };
    }

    private static Condition notMore(Value low, Value high) {
        return new Condition.Comparison(Comparator.LESS_OR_EQUAL, low, high);
    }

    private static Value transformed(UserFunction function, List<Value> arguments) {
        List<Double> rotation =
                Frames.rotation(text(arguments.get(0)), text(arguments.get(1))).orElseThrow();
        Value matrix = new Value.Constant(new BindValue.Reals(rotation), Type.OPAQUE);
        Value geometry = arguments.get(2);
        return new Value.UserCall(function, List.of(geometry, matrix), geometry.type());
    }

    private static String text(Value value) {
        return value instanceof Value.Constant(BindValue.Text(String text), Type type) ? text : "";
    }

    /** As with the aggregates of the language: something of the group itself has to be among the arguments. */
    private void checkOwn(List<Value> arguments, Expression.FunctionCall e) {
        for (Value argument : arguments) {
            boolean foreign = !Walk.sources(argument).isEmpty()
                    && Walk.sources(argument).stream().noneMatch(scope::holds);
            if (foreign) {
                throw Wrong.unsupported(
                        "Aggregate is of columns of the query around it", e.at(), "a column of its own query", "");
            }
        }
    }
}
