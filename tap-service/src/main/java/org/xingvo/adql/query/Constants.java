package org.xingvo.adql.query;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;

/** Arithmetic with literals alone, as the language has it: whole numbers divide to whole numbers. */
public final class Constants {
    private Constants() {}

    /** The number that a value always has; empty if it depends on a row, is no number or cannot be computed. */
    public static OptionalDouble number(Value value) {
        Number number = evaluate(value);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    /** The value as a constant if it is one, else itself. */
    public static Value folded(Value value) {
        OptionalDouble number = number(value);
        return number.isPresent() ? new Value.Constant(new BindValue.Real(number.getAsDouble()), Type.DOUBLE) : value;
    }

    private static @Nullable Number evaluate(Value value) {
        return switch (value) {
            case Value.Constant(BindValue.Whole(long whole), Type type) ->
                type.isInteger() ? (Number) whole : (double) whole;
            case Value.Constant(BindValue.Real(double real), Type type) -> real;
            case Value.Negation(Value operand) -> negated(evaluate(operand));
            case Value.Cast(Value operand, Type type, int length)
            when type == Type.DOUBLE || type == Type.BIGINT -> converted(evaluate(operand), type);
            case Value.Arithmetic a -> computed(a, evaluate(a.left()), evaluate(a.right()));
            default -> null;
        };
    }

    private static @Nullable Number negated(@Nullable Number number) {
        if (number instanceof Long whole) {
            return whole == Long.MIN_VALUE ? null : (Number) (-whole);
        }
        return number == null ? null : -number.doubleValue();
    }

    private static @Nullable Number converted(@Nullable Number number, Type type) {
        if (number == null || type == Type.BIGINT) {
            return number instanceof Double ? null : number;
        }
        return number.doubleValue();
    }

    private static @Nullable Number computed(Value.Arithmetic a, @Nullable Number left, @Nullable Number right) {
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long x && right instanceof Long y) {
            try {
                return switch (a.operator()) {
                    case ADD -> Math.addExact(x, y);
                    case SUBTRACT -> Math.subtractExact(x, y);
                    case MULTIPLY -> Math.multiplyExact(x, y);
                    case DIVIDE -> y == 0 ? null : (Number) (x / y);
                };
            } catch (ArithmeticException e) {
                return null;
            }
        }
        double x = left.doubleValue();
        double y = right.doubleValue();
        double result = switch (a.operator()) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
        };
        return Double.isFinite(result) ? result : null;
    }
}
