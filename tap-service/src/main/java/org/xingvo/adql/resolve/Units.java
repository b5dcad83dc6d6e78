package org.xingvo.adql.resolve;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.ast.Expression.Aggregate;
import org.xingvo.adql.ast.Expression.Operator;
import org.xingvo.adql.query.Field;
import org.xingvo.adql.query.Function;
import org.xingvo.adql.query.Value;

/** Units of values, where they are plain. Stateless. */
final class Units {
    private Units() {}

    /** Null: none, or not known. */
    static @Nullable String of(Value value, Resolver queries) {
        return switch (value) {
            case Value.Column c -> {
                Field field = queries.fieldOf(c);
                yield field == null ? null : field.column().unit();
            }
            case Value.AggregateCall c
            when c.function() != Aggregate.COUNT && c.argument() != null -> of(c.argument(), queries);
            case Value.Negation n -> of(n.operand(), queries);
            case Value.Cast c when c.type().isNumeric() -> of(c.operand(), queries);
            case Value.Call c
            when c.function() == Function.ABS || c.function() == Function.ROUND || c.function() == Function.TRUNCATE ->
                of(c.arguments().getFirst(), queries);
            case Value.Call c
            when c.function() == Function.ACOS
                    || c.function() == Function.ASIN
                    || c.function() == Function.ATAN
                    || c.function() == Function.ATAN2
                    || c.function() == Function.RADIANS -> "rad";
            case Value.Call c when c.function() == Function.DEGREES -> "deg";
            case Value.Arithmetic a
            when a.operator() == Operator.ADD || a.operator() == Operator.SUBTRACT -> {
                String left = of(a.left(), queries);
                yield left != null && left.equals(of(a.right(), queries)) ? left : null;
            }
            case Value.Coalesce c -> same(c.operands(), queries);
            case Value.Element e -> of(e.array(), queries);
            case Value.Scalar s -> s.query().fields().getFirst().column().unit();
            case Value.InUnit u -> u.unit();
            case Value.UserCall c -> c.function().result().unit();
            case Value.Distance d -> "deg";
            case Value.Coordinate c -> "deg";
            case Value.Point p -> "deg";
            case Value.Circle c -> "deg";
            case Value.Polygon p -> "deg";
            case Value.Box b -> "deg";
            case Value.Region r -> "deg";
            case Value.Centroid c -> "deg";
            case Value.Area a -> "deg**2";
            default -> null;
        };
    }

    /** That of all which are no constants. */
    private static @Nullable String same(List<Value> values, Resolver queries) {
        String unit = null;
        for (Value value : values) {
            if (!(value instanceof Value.Constant)) {
                String own = of(value, queries);
                if (own == null || (unit != null && !unit.equals(own))) {
                    return null;
                }
                unit = own;
            }
        }
        return unit;
    }
}
