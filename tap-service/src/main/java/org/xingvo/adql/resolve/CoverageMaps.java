package org.xingvo.adql.resolve;

import java.util.List;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Cap;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;

/**
 * The function MOC, which ADQL 2.1 does not have: {@code MOC('6/1-3 7/20')}, a map from its text (MOC 2.0, section
 * 4.2.3), and {@code MOC(order, region)}, the cells that a region touches.
 */
final class CoverageMaps {
    private static final int DEEPEST = 29;
    /** What the database looks at for one map. */
    private static final double MOST_CELLS = 200_000;

    private final ValueResolver values;
    private final Geometry geometry;

    CoverageMaps(ValueResolver values, Geometry geometry) {
        this.values = values;
        this.geometry = geometry;
    }

    Value map(Expression.FunctionCall e) {
        Calls.checkCount(e, 1, 2);
        Expression first = e.arguments().getFirst();
        if (e.arguments().size() == 2) {
            int order = order(first);
            Value region = geometry.geometry(e.arguments().get(1), "MOC");
            checkCells(order, radius(region), e.at());
            return new Value.MapOfRegion(order, region);
        }
        Value text = values.value(first);
        if (text.type() == Type.MOC) {
            return text;
        }
        if (text.type() != Type.TEXT) {
            throw Wrong.type(
                    "Argument of MOC is no text",
                    first.at(),
                    "'order/cells ...', or an order and a region",
                    text.type().shown());
        }
        if (text instanceof Value.Constant(BindValue.Text(String written), Type _)) {
            checkText(written, first.at());
        }
        return new Value.MapOfText(text);
    }

    private int order(Expression expression) {
        double number = Constants.number(values.numeric(expression, "MOC")).orElse(-1);
        if (!(number >= 0 && number <= DEEPEST && number == Math.rint(number))) {
            throw Wrong.type("Order of the map is out of range", expression.at(), "a whole number, 0 to 29", "");
        }
        return (int) number;
    }

    /** Of a constant circle around a region; 0 if that depends on the row. */
    private static double radius(Value region) {
        return switch (region) {
            case Value.Circle circle -> Constants.number(circle.radius()).orElse(0);
            case Value.Region constant
            when constant.type() == Type.CIRCLE -> constant.numbers().get(2);
            case Value.Region constant
            when constant.type() == Type.POLYGON ->
                Cap.around(constant.numbers()).get(2);
            default -> 0;
        };
    }

    /** A region of that radius, by the cells along its edge: those within are large. */
    private static void checkCells(int order, double radius, Position at) {
        double cell = 58.6 / (1L << order);
        double edge = 360 * Math.sin(Math.toRadians(Math.min(radius, 90)));
        if (12 * edge / cell > MOST_CELLS) {
            throw Wrong.limit("Map has too many cells", at, "a lower order or a smaller region");
        }
    }

    private static void checkText(String text, Position at) {
        int order = -1;
        for (String word : text.replace(',', ' ').replace("/", "/ ").strip().split("\\s+", -1)) {
            if (word.matches("\\d{1,2}/")) {
                order = Integer.parseInt(word.substring(0, word.length() - 1));
            } else if (order < 0 || !isRange(word, order)) {
                throw Wrong.type(
                        "Text is no coverage map", at, "order/cells, such as '6/1-3 7/20'", Types.quoted(word));
            }
            if (order > DEEPEST) {
                throw Wrong.type("Order of the map is out of range", at, "0 to 29", Integer.toString(order));
            }
        }
    }

    private static boolean isRange(String word, int order) {
        if (!word.matches("\\d{1,18}(-\\d{1,18})?|\\d{19}(-\\d{19})?")) {
            return false;
        }
        List<String> ends = List.of(word.split("-", -1));
        try {
            long low = Long.parseLong(ends.getFirst());
            long high = Long.parseLong(ends.getLast());
            return low <= high && high < 12L << (2 * order);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Two maps go together, and two regions; a region beside a map is first made one. */
    static void checkBoth(Value first, Value second, Expression.FunctionCall e) {
        boolean map = first.type() == Type.MOC;
        if (map != (second.type() == Type.MOC)) {
            Value other = map ? second : first;
            throw Wrong.type(
                    "A map goes with a point or a map",
                    e.at(),
                    "MOC(order, " + other.type().shown() + ")",
                    other.type().shown());
        }
    }
}
