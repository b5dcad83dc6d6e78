package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.function.UserFunctions;
import org.xingvo.adql.query.Function;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.unit.Unit;

/** Calls of functions: those of the language here, geometry and user defined ones elsewhere. One thread, one query. */
final class Calls {
    private final ValueResolver values;
    private final Resolver queries;
    private final Scope scope;

    Calls(ValueResolver values, Resolver queries, Scope scope) {
        this.values = values;
        this.queries = queries;
        this.scope = scope;
    }

    Value call(Expression.FunctionCall e) {
        String name = e.name().text().toUpperCase(Locale.ROOT);
        if (name.equals("COALESCE")) {
            return values.coalesce(e);
        }
        if (name.equals("IN_UNIT")) {
            return inUnit(e);
        }
        Optional<Value> other = new Geometry(values).call(name, e);
        if (other.isEmpty()) {
            other = new UserCalls(values, queries, scope).call(e);
        }
        return other.orElseGet(() -> own(name, e));
    }

    private Value own(String name, Expression.FunctionCall e) {
        Function function = null;
        for (Function candidate : Function.values()) {
            if (candidate.name().equals(name)) {
                function = candidate;
            }
        }
        if (function == null) {
            throw unknown(e);
        }
        checkCount(e, function.fewest(), function.most());
        List<Value> arguments = new ArrayList<>();
        for (Expression argument : e.arguments()) {
            arguments.add(function.isText() ? values.text(argument, name) : values.numeric(argument, name));
        }
        return typed(function, arguments, e.at());
    }

    private static RuntimeException unknown(Expression.FunctionCall e) {
        String name = e.name().text();
        List<String> known = new ArrayList<>(Geometry.NAMES);
        known.addAll(UserFunctions.names());
        known.add("COALESCE");
        known.add("IN_UNIT");
        for (Function other : Function.values()) {
            known.add(other.name());
        }
        String shown = name.length() <= 40 ? name : name.substring(0, 37) + "...";
        return Wrong.make(Category.UNSUPPORTED, "Unknown function", e.at(), NearNames.of(name, known), shown);
    }

    private Value inUnit(Expression.FunctionCall e) {
        checkCount(e, 2, 2);
        Value number = values.numeric(e.arguments().getFirst(), "IN_UNIT");
        Expression unit = e.arguments().getLast();
        if (!(unit instanceof Expression.StringLiteral(String wanted, Position at))) {
            throw Wrong.type("Second argument of IN_UNIT is no literal", unit.at(), "a unit in single quotes", "");
        }
        Unit target = Unit.parse(wanted)
                .orElseThrow(() -> Wrong.type(
                        "Unit is not understood", at, "a VOUnit such as deg, mas/yr or 0.1nm", Types.quoted(wanted)));
        String known = Units.of(number, queries);
        String found = known == null || known.isBlank() ? "a number without unit" : known;
        OptionalDouble factor = known == null
                ? OptionalDouble.empty()
                : Unit.parse(known).map(unit1 -> unit1.factorTo(target)).orElse(OptionalDouble.empty());
        if (factor.isEmpty()) {
            throw Wrong.type(
                    "Value cannot be had in unit " + Types.quoted(wanted),
                    e.arguments().getFirst().at(),
                    "a column whose unit measures the same",
                    found);
        }
        return new Value.InUnit(Types.as(number, Type.DOUBLE, e.at()), factor.getAsDouble(), wanted);
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

    static void checkCount(Expression.FunctionCall e, int fewest, int most) {
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
}
