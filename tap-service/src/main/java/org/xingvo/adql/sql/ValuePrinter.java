package org.xingvo.adql.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.ast.Expression.Aggregate;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.sql.Guards.Mode;

/** Prints values and conditions; what has to do with the sky is the {@link SkyPrinter}'s. One thread, one query. */
final class ValuePrinter {
    private final Printer queries;
    private final Guards guards;
    private final SkyPrinter sky;
    /** Expressions that rows are grouped by, and the columns that hold them. */
    private final Map<Value, String> grouped = new HashMap<>();

    ValuePrinter(Printer queries, Guards guards) {
        this.queries = queries;
        this.guards = guards;
        this.sky = new SkyPrinter(this, guards);
    }

    void replace(Map<Value, String> columns) {
        grouped.putAll(columns);
    }

    void forget(Collection<Value> expressions) {
        grouped.keySet().removeAll(expressions);
    }

    static String sqlName(Type type) {
        return switch (type) {
            case BOOLEAN -> SqlType.BOOLEAN.sql();
            case SMALLINT -> SqlType.SMALLINT.sql();
            case INTEGER -> SqlType.INTEGER.sql();
            case BIGINT -> SqlType.BIGINT.sql();
            case REAL -> SqlType.REAL.sql();
            case DOUBLE -> SqlType.DOUBLE.sql();
            case NULL, TEXT -> SqlType.TEXT.sql();
            case TIMESTAMP -> SqlType.TIMESTAMP.sql();
            case POINT, CIRCLE, POLYGON, REGION, OPAQUE -> SqlType.DOUBLE_ARRAY.sql();
            case MOC -> "int8multirange";
        };
    }

    SqlText value(Value value) {
        String column = grouped.isEmpty() ? null : grouped.get(value);
        return column != null ? SqlText.of(column) : guards.guarded(value, () -> plain(value));
    }

    private SqlText plain(Value value) {
        return switch (value) {
            case Value.Constant v -> constant(v);
            case Value.Column v -> queries.column(v);
            case Value.Arithmetic v -> infix(value(v.left()), " " + v.operator().sign() + " ", value(v.right()));
            case Value.Negation v -> SqlText.of("(- ").add(value(v.operand())).add(")");
            case Value.Concatenation v -> infix(value(v.left()), " || ", value(v.right()));
            case Value.Call v -> call(v);
            case Value.AggregateCall v -> guards.with(Mode.NONE, () -> aggregate(v));
            case Value.UserCall v -> v.isAggregate() ? guards.with(Mode.NONE, () -> userCall(v)) : userCall(v);
            case Value.Element v ->
                SqlText.of("(")
                        .add(value(v.array()))
                        .add(")[")
                        .add(value(v.index()))
                        .add("]");
            case Value.InUnit v ->
                infix(
                        value(v.operand()),
                        " * ",
                        value(new Value.Constant(new BindValue.Real(v.factor()), Type.DOUBLE)));
            case Value.Case v -> caseValue(v);
            case Value.Cast v -> cast(v);
            case Value.Coalesce v -> function("coalesce", values(v.operands()));
            case Value.Scalar v ->
                SqlText.of("(").add(queries.query(v.query(), false)).add(")");
            case Value.Truth v -> SqlText.of("(").add(condition(v.condition())).add(")::integer");
            case Value.Shape v -> shape(v);
            case Value.Area v ->
                v.region().type() == Type.MOC
                        ? function("sky.moc_area", List.of(value(v.region())))
                        : function("sky.area", List.of(sky.region(v.region())));
            case Value.Coordinate v ->
                SqlText.of("(").add(sky.region(v.point())).add(")[" + v.number() + "]");
            case Value.Distance v -> sky.distance(v);
        };
    }

    private SqlText shape(Value.Shape shape) {
        return switch (shape) {
            case Value.Point v -> function("sky.point_value", List.of(value(v.ra()), value(v.dec())));
            case Value.Circle v -> function("sky.region", List.of(sky.region(v)));
            case Value.Polygon v -> function("sky.region", List.of(sky.region(v)));
            case Value.Box v -> sky.region(v);
            case Value.Region v -> sky.region(v);
            case Value.Centroid v -> function("sky.centroid", List.of(sky.region(v.region())));
            case Value.MapOfText v -> function("sky.moc", List.of(value(v.text())));
            case Value.MapOfRegion v ->
                function("sky.moc", List.of(SqlText.of(Integer.toString(v.order())), sky.region(v.region())));
        };
    }

    List<SqlText> values(List<Value> values) {
        List<SqlText> printed = new ArrayList<>();
        values.forEach(v -> printed.add(value(v)));
        return printed;
    }

    private static SqlText constant(Value.Constant constant) {
        BindValue value = constant.value();
        SqlText text = value == null ? SqlText.of("null") : new SqlText().bind(value);
        return text.add("::" + sqlName(constant.type()));
    }

    /** The left side becomes the whole. */
    static SqlText infix(SqlText left, String operator, SqlText right) {
        return left.prepend("(").add(operator).add(right).add(")");
    }

    static SqlText function(String name, List<SqlText> arguments) {
        return SqlText.of(name + "(").add(SqlText.joined(", ", arguments)).add(")");
    }

    private SqlText call(Value.Call call) {
        List<SqlText> arguments = values(call.arguments());
        return switch (call.function()) {
            case CEILING -> function("ceil", arguments);
            case LOG -> function("ln", arguments);
            case LOG10 -> function("log", arguments);
            case MOD -> function(call.type() == Type.DOUBLE ? "sky.mod" : "mod", arguments);
            case RAND -> SqlText.of("random()");
            case ROUND -> rounded("round", arguments);
            case TRUNCATE -> rounded("trunc", arguments);
            case ABS,
                    ACOS,
                    ASIN,
                    ATAN,
                    ATAN2,
                    COS,
                    COT,
                    DEGREES,
                    EXP,
                    FLOOR,
                    LOWER,
                    PI,
                    POWER,
                    RADIANS,
                    SIN,
                    SQRT,
                    TAN,
                    UPPER -> function(call.function().lowerName(), arguments);
        };
    }

    /** Geometry as an array of degrees, everything else as it is. */
    private SqlText userCall(Value.UserCall call) {
        List<SqlText> arguments = new ArrayList<>();
        for (Value argument : call.arguments()) {
            arguments.add(argument.type().isGeometry() ? sky.region(argument) : value(argument));
        }
        return function(call.function().sql(), arguments);
    }

    /** To a number of digits by way of numeric. */
    private static SqlText rounded(String name, List<SqlText> arguments) {
        if (arguments.size() == 1) {
            return function(name, arguments);
        }
        SqlText number = SqlText.of("(").add(arguments.get(0)).add(")::numeric");
        return SqlText.of("(")
                .add(function(name, List.of(number, arguments.get(1))))
                .add(")::double precision");
    }

    private SqlText aggregate(Value.AggregateCall call) {
        String name = call.function().name().toLowerCase(Locale.ROOT);
        Value argument = call.argument();
        if (argument == null) {
            return SqlText.of("count(*)");
        }
        SqlText text = SqlText.of(name + (call.distinct() ? "(distinct " : "("))
                .add(value(argument))
                .add(")");
        return call.function() == Aggregate.SUM && call.type() == Type.BIGINT ? text.add("::bigint") : text;
    }

    private SqlText caseValue(Value.Case value) {
        SqlText text = SqlText.of("(case");
        for (Value.Branch branch : value.branches()) {
            text.add(" when ").add(condition(branch.condition())).add(" then ").add(value(branch.result()));
        }
        if (value.otherwise() != null) {
            text.add(" else ").add(value(value.otherwise()));
        }
        return text.add(" end)");
    }

    private SqlText cast(Value.Cast cast) {
        SqlText operand = value(cast.operand());
        if (cast.type().isGeometry()) {
            return function("sky." + cast.type().shown() + "_of_text", List.of(operand));
        }
        SqlText text = cast.operand().type() == Type.TIMESTAMP && cast.type() == Type.TEXT
                ? SqlText.of("to_char(").add(operand).add(", 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')")
                : SqlText.of("(").add(operand).add(")::" + sqlName(cast.type()));
        return cast.length() < 0 ? text : SqlText.of("left(").add(text).add(", " + cast.length() + ")");
    }

    SqlText condition(Condition condition) {
        return switch (condition) {
            case Condition.All c -> joined(c.parts(), " and ", "true");
            case Condition.Any c -> joined(c.parts(), " or ", "false");
            case Condition.Not c ->
                SqlText.of("(not ").add(condition(c.operand())).add(")");
            case Condition.Comparison c ->
                infix(value(c.left()), " " + c.comparator().sign() + " ", value(c.right()));
            case Condition.Between c ->
                SqlText.of("(")
                        .add(value(c.operand()))
                        .add(c.negated() ? " not between " : " between ")
                        .add(value(c.low()))
                        .add(" and ")
                        .add(value(c.high()))
                        .add(")");
            case Condition.InList c ->
                SqlText.of("(")
                        .add(value(c.operand()))
                        .add(c.negated() ? " not in (" : " in (")
                        .add(SqlText.joined(", ", values(c.list())))
                        .add("))");
            case Condition.InQuery c ->
                SqlText.of("(")
                        .add(value(c.operand()))
                        .add(c.negated() ? " not in (" : " in (")
                        .add(queries.query(c.query(), false))
                        .add("))");
            case Condition.Like c -> like(c);
            case Condition.IsNull c ->
                SqlText.of("(").add(value(c.operand())).add(c.negated() ? " is not null)" : " is null)");
            case Condition.Exists c ->
                SqlText.of("exists (").add(queries.query(c.query(), false)).add(")");
            case Condition.Contains c -> sky.contains(c);
            case Condition.Intersects c -> sky.intersects(c);
            case Condition.Near c -> sky.near(c);
        };
    }

    private SqlText joined(List<Condition> parts, String operator, String none) {
        List<SqlText> printed = new ArrayList<>();
        parts.forEach(p -> printed.add(condition(p)));
        return parts.isEmpty()
                ? SqlText.of(none)
                : SqlText.of("(").add(SqlText.joined(operator, printed)).add(")");
    }

    /** ADQL has no escape character: a backslash is a backslash. */
    private SqlText like(Condition.Like c) {
        String operator = (c.negated() ? " not " : " ") + (c.ignoreCase() ? "ilike " : "like ");
        return SqlText.of("(")
                .add(value(c.operand()))
                .add(operator)
                .add(value(c.pattern()))
                .add(" escape '')");
    }
}
