package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
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
            case NULL, POINT, CIRCLE, POLYGON, REGION, OPAQUE -> false;
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
        if (!(operand instanceof Value.Constant(BindValue.Text(String text), Type type))) {
            throw Wrong.unsupported("CAST to " + target.written() + " needs a literal", at, "numbers in quotes", "");
        }
        String shape = target == CastType.POINT ? "POSITION" : target.written().toUpperCase(Locale.ROOT);
        List<String> words = new ArrayList<>(List.of(shape, text));
        return Regions.region(String.join(" ", words), at);
    }
}
