package org.xingvo.adql.resolve;

import java.util.Locale;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Expression.CastType;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;

/** CAST (ADQL 2.1, section 4.7.1). */
final class Casts {
    private final ValueResolver values;

    Casts(ValueResolver values) {
        this.values = values;
    }

    Value cast(Expression.Cast e) {
        Value operand = values.value(e.operand());
        Type target = type(e.type());
        if (operand instanceof Value.Constant constant) {
            checkConstant(constant, target, e);
        }
        if (operand.type() == Type.NULL) {
            return new Value.Constant(null, target);
        }
        if (target.isGeometry()) {
            return geometry(operand, e.type(), e.at());
        }
        if (target == Type.TIMESTAMP
                && operand instanceof Value.Constant(BindValue.Text(String text), Type type)
                && type == Type.TEXT) {
            return Types.timestamp(text, e.at());
        }
        boolean possible = switch (operand.type()) {
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> target.isNumeric() || target == Type.TEXT;
            case BOOLEAN -> target == Type.INTEGER || target == Type.TEXT;
            case TEXT -> true;
            case TIMESTAMP -> target == Type.TIMESTAMP || target == Type.TEXT;
            case NULL, POINT, CIRCLE, POLYGON, REGION, MOC, OPAQUE -> false;
        };
        if (!possible) {
            throw Wrong.type(
                    "Value cannot be cast to " + e.type().written(),
                    e.at(),
                    "",
                    operand.type().shown());
        }
        return operand.type() == target && e.length() < 0 ? operand : new Value.Cast(operand, target, e.length());
    }

    private static Type type(CastType type) {
        return switch (type) {
            case SMALLINT -> Type.SMALLINT;
            case INTEGER -> Type.INTEGER;
            case BIGINT -> Type.BIGINT;
            case REAL -> Type.REAL;
            case DOUBLE -> Type.DOUBLE;
            case CHAR, VARCHAR -> Type.TEXT;
            case TIMESTAMP -> Type.TIMESTAMP;
            case POINT -> Type.POINT;
            case CIRCLE -> Type.CIRCLE;
            case POLYGON -> Type.POLYGON;
        };
    }

    private static Value geometry(Value operand, CastType target, Position at) {
        if (operand.type() == type(target)) {
            return operand;
        }
        if (operand.type() != Type.TEXT) {
            throw Wrong.type(
                    "Value cannot be cast to " + target.written(),
                    at,
                    "char",
                    operand.type().shown());
        }
        if (!(operand instanceof Value.Constant(BindValue.Text(String text), Type type))) {
            return new Value.Cast(operand, type(target), -1);
        }
        boolean named = !text.isBlank() && Character.isLetter(text.strip().charAt(0));
        String shape = target == CastType.POINT ? "POSITION" : target.written().toUpperCase(Locale.ROOT);
        Value region = Regions.region(named ? text : shape + " " + text, at);
        if (region.type() != type(target)) {
            throw Wrong.type(
                    "Value cannot be cast to " + target.written(),
                    at,
                    target.written(),
                    region.type().shown());
        }
        return region;
    }

    /** A literal that is too large, or no number, is the query's fault and not the row's. */
    private static void checkConstant(Value.Constant constant, Type target, Expression.Cast e) {
        double least = target == Type.SMALLINT ? Short.MIN_VALUE : target == Type.INTEGER ? Integer.MIN_VALUE : -0x1p63;
        double most = target == Type.SMALLINT ? Short.MAX_VALUE : target == Type.INTEGER ? Integer.MAX_VALUE : 0x1p63;
        double number;
        String shown;
        switch (constant.value()) {
            case BindValue.Text(String text)
            when constant.type() == Type.TEXT && target.isNumeric() -> {
                String digits = text.strip();
                boolean fits = digits.matches(
                        target.isInteger() ? "[+-]?\\d{1,19}" : "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
                number = fits ? Double.parseDouble(digits) : Double.NaN;
                if (target == Type.BIGINT && digits.endsWith(Long.toString(Long.MAX_VALUE))) {
                    return;
                }
                shown = Types.quoted(text);
            }
            case BindValue.Whole(long whole) -> {
                number = whole;
                shown = Long.toString(whole);
            }
            case BindValue.Real(double real) -> {
                number = real;
                shown = Double.toString(real);
            }
            case null, default -> {
                return;
            }
        }
        double limit = target == Type.REAL ? Float.MAX_VALUE : Double.MAX_VALUE;
        boolean fits = target.isInteger()
                ? number >= least && number <= most && !(target == Type.BIGINT && number == most)
                : !target.isNumeric() || Math.abs(number) <= limit;
        if (!fits) {
            throw Wrong.type("Value cannot be cast to " + e.type().written(), e.at(), target.shown(), shown);
        }
    }
}
