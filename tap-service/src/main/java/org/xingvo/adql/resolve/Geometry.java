package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;

/** The geometrical functions of ADQL 2.1, section 4.2. */
final class Geometry {
    static final List<String> NAMES = List.of(
            "AREA",
            "BOX",
            "CENTROID",
            "CIRCLE",
            "CONTAINS",
            "COORD1",
            "COORD2",
            "COORDSYS",
            "DISTANCE",
            "INTERSECTS",
            "MOC",
            "POINT",
            "POLYGON",
            "REGION");

    private final ValueResolver values;
    private final CoverageMaps maps;

    Geometry(ValueResolver values) {
        this.values = values;
        this.maps = new CoverageMaps(values, this);
    }

    /** Empty if the function is none of these. */
    Optional<Value> call(String name, Expression.FunctionCall e) {
        return switch (name) {
            case "POINT" -> Optional.of(point(e));
            case "CIRCLE" -> Optional.of(circle(e));
            case "BOX" -> Optional.of(box(e));
            case "POLYGON" -> Optional.of(polygon(e));
            case "REGION" -> Optional.of(region(e));
            case "MOC" -> Optional.of(maps.map(e));
            case "CONTAINS" -> Optional.of(contains(e));
            case "INTERSECTS" -> Optional.of(intersects(e));
            case "DISTANCE" -> Optional.of(distance(e));
            case "COORD1" -> Optional.of(coordinate(e, 1));
            case "COORD2" -> Optional.of(coordinate(e, 2));
            case "AREA" -> {
                Calls.checkCount(e, 1, 1);
                yield Optional.of(new Value.Area(geometryOrMap(e.arguments().getFirst(), "AREA")));
            }
            case "CENTROID" -> {
                Calls.checkCount(e, 1, 1);
                yield Optional.of(new Value.Centroid(geometry(e.arguments().getFirst(), "CENTROID")));
            }
            case "COORDSYS" -> {
                Calls.checkCount(e, 1, 1);
                geometryOrMap(e.arguments().getFirst(), "COORDSYS");
                yield Optional.of(new Value.Constant(new BindValue.Text("ICRS"), Type.TEXT));
            }
            default -> Optional.empty();
        };
    }

    /** The arguments without the frame that old queries write first. */
    private static List<Expression> afterFrame(Expression.FunctionCall e) {
        List<Expression> arguments = e.arguments();
        if (!arguments.isEmpty()
                && arguments.getFirst() instanceof Expression.StringLiteral(String frame, Position at)) {
            String first = frame.strip().toUpperCase(Locale.ROOT).split("\\s+", -1)[0];
            if (!first.isEmpty() && !first.equals("ICRS")) {
                throw Wrong.unsupported("Frame is not supported", at, "'ICRS'", Types.quoted(frame));
            }
            return arguments.subList(1, arguments.size());
        }
        return arguments;
    }

    private RuntimeException wrongCount(Expression.FunctionCall e, String expected) {
        return Wrong.type(
                e.name().text().toUpperCase(Locale.ROOT) + " has the wrong arguments",
                e.at(),
                expected,
                e.arguments().size() + " arguments");
    }

    private Value degrees(Expression expression, String where) {
        return Constants.folded(values.numeric(expression, where));
    }

    private Value ra(Expression expression, String where) {
        Value value = degrees(expression, where);
        Constants.number(value).ifPresent(number -> Regions.checkRa(number, expression.at()));
        return value;
    }

    private Value dec(Expression expression, String where) {
        Value value = degrees(expression, where);
        Constants.number(value).ifPresent(number -> Regions.checkDec(number, expression.at()));
        return value;
    }

    private Value.Point point(Expression.FunctionCall e) {
        List<Expression> arguments = afterFrame(e);
        if (arguments.size() != 2) {
            throw wrongCount(e, "POINT(ra, dec)");
        }
        return new Value.Point(ra(arguments.get(0), "POINT"), dec(arguments.get(1), "POINT"));
    }

    private Value circle(Expression.FunctionCall e) {
        List<Expression> arguments = afterFrame(e);
        Value.Point centre = centre(e, arguments, 1, "CIRCLE(ra, dec, radius) or CIRCLE(point, radius)");
        Expression written = arguments.getLast();
        Value radius = degrees(written, "CIRCLE");
        Constants.number(radius).ifPresent(number -> Regions.checkRadius(number, written.at()));
        return new Value.Circle(centre.ra(), centre.dec(), radius);
    }

    private Value box(Expression.FunctionCall e) {
        List<Expression> arguments = afterFrame(e);
        Value.Point centre = centre(e, arguments, 2, "BOX(ra, dec, width, height) or BOX(point, width, height)");
        Value width = degrees(arguments.get(arguments.size() - 2), "BOX");
        Value height = degrees(arguments.getLast(), "BOX");
        List<Double> numbers = numbers(List.of(centre.ra(), centre.dec(), width, height));
        if (numbers.isEmpty()) {
            return new Value.Box(centre.ra(), centre.dec(), width, height);
        }
        return Regions.box(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), e.at());
    }

    /** The centre from two numbers or a point, with some arguments after it. */
    private Value.Point centre(Expression.FunctionCall e, List<Expression> arguments, int after, String expected) {
        String name = e.name().text().toUpperCase(Locale.ROOT);
        if (arguments.size() == after + 2) {
            return new Value.Point(ra(arguments.get(0), name), dec(arguments.get(1), name));
        }
        if (arguments.size() != after + 1) {
            throw wrongCount(e, expected);
        }
        return pointOf(arguments.getFirst(), name);
    }

    /** The numbers if all are constant, else an empty list. */
    private static List<Double> numbers(List<Value> coordinates) {
        List<Double> numbers = new ArrayList<>();
        for (Value value : coordinates) {
            OptionalDouble number = Constants.number(value);
            if (number.isEmpty()) {
                return List.of();
            }
            numbers.add(number.getAsDouble());
        }
        return numbers;
    }

    private Value polygon(Expression.FunctionCall e) {
        List<Expression> arguments = afterFrame(e);
        List<Value> coordinates = new ArrayList<>();
        Value first = arguments.isEmpty() ? new Value.Constant(null, Type.NULL) : values.value(arguments.getFirst());
        if (first.type() == Type.POINT) {
            for (Expression argument : arguments) {
                Value.Point vertex = pointOf(argument, "POLYGON");
                coordinates.add(vertex.ra());
                coordinates.add(vertex.dec());
            }
        } else {
            if (arguments.size() % 2 != 0) {
                throw wrongCount(e, "POLYGON(ra, dec, ra, dec, ...)");
            }
            for (int i = 0; i < arguments.size(); i += 2) {
                coordinates.add(ra(arguments.get(i), "POLYGON"));
                coordinates.add(dec(arguments.get(i + 1), "POLYGON"));
            }
        }
        if (coordinates.size() < 6) {
            throw wrongCount(e, "at least 3 vertices");
        }
        Regions.checkVertices(coordinates.size() / 2, e.at());
        List<Double> numbers = numbers(coordinates);
        return numbers.isEmpty() ? new Value.Polygon(coordinates) : Regions.polygon(numbers, e.at());
    }

    private Value region(Expression.FunctionCall e) {
        Calls.checkCount(e, 1, 1);
        if (!(e.arguments().getFirst() instanceof Expression.StringLiteral(String text, Position at))) {
            throw Wrong.unsupported("Argument of REGION is no literal", e.at(), "text in single quotes", "");
        }
        return Regions.region(text, at);
    }

    Value geometry(Expression expression, String where) {
        return geometry(values.value(expression), expression, where);
    }

    private Value geometryOrMap(Expression expression, String where) {
        Value value = values.value(expression);
        return value.type() == Type.MOC ? value : geometry(value, expression, where);
    }

    private static Value geometry(Value value, Expression expression, String where) {
        if (!value.type().isGeometry()) {
            throw Wrong.type(
                    "Argument of " + where + " is no geometry",
                    expression.at(),
                    "a point, circle, polygon or region",
                    value.type().shown());
        }
        return value;
    }

    /** A point as two numbers. */
    private Value.Point pointOf(Expression expression, String where) {
        Value value = values.value(expression);
        if (value.type() != Type.POINT) {
            throw Wrong.type(
                    "Argument of " + where + " is no point",
                    expression.at(),
                    "a point",
                    value.type().shown());
        }
        return split(value);
    }

    private static Value.Point split(Value point) {
        return switch (point) {
            case Value.Point p -> p;
            case Value.Region r ->
                new Value.Point(real(r.numbers().get(0)), real(r.numbers().get(1)));
            default -> new Value.Point(new Value.Coordinate(point, 1), new Value.Coordinate(point, 2));
        };
    }

    private static Value real(double number) {
        return new Value.Constant(new BindValue.Real(number), Type.DOUBLE);
    }

    private Value contains(Expression.FunctionCall e) {
        Calls.checkCount(e, 2, 2);
        Value inner = geometryOrMap(e.arguments().get(0), "CONTAINS");
        Value outer = geometryOrMap(e.arguments().get(1), "CONTAINS");
        if (inner.type() != Type.POINT) {
            CoverageMaps.checkBoth(inner, outer, e);
        }
        return new Value.Truth(new Condition.Contains(inner.type() == Type.POINT ? split(inner) : inner, outer));
    }

    private Value intersects(Expression.FunctionCall e) {
        Calls.checkCount(e, 2, 2);
        Value first = geometryOrMap(e.arguments().get(0), "INTERSECTS");
        Value second = geometryOrMap(e.arguments().get(1), "INTERSECTS");
        if (first.type() == Type.POINT) {
            return new Value.Truth(new Condition.Contains(split(first), second));
        }
        if (second.type() == Type.POINT) {
            return new Value.Truth(new Condition.Contains(split(second), first));
        }
        CoverageMaps.checkBoth(first, second, e);
        return new Value.Truth(new Condition.Intersects(first, second));
    }

    private Value distance(Expression.FunctionCall e) {
        List<Expression> arguments = afterFrame(e);
        Value.Point from;
        Value.Point to;
        if (arguments.size() == 2) {
            from = pointOf(arguments.get(0), "DISTANCE");
            to = pointOf(arguments.get(1), "DISTANCE");
        } else if (arguments.size() == 4) {
            from = new Value.Point(ra(arguments.get(0), "DISTANCE"), dec(arguments.get(1), "DISTANCE"));
            to = new Value.Point(ra(arguments.get(2), "DISTANCE"), dec(arguments.get(3), "DISTANCE"));
        } else {
            throw wrongCount(e, "DISTANCE(point, point) or DISTANCE(ra, dec, ra, dec)");
        }
        return new Value.Distance(from.ra(), from.dec(), to.ra(), to.dec());
    }

    private Value coordinate(Expression.FunctionCall e, int number) {
        Calls.checkCount(e, 1, 1);
        Value.Point point = pointOf(e.arguments().getFirst(), "COORD" + number);
        return number == 1 ? point.ra() : point.dec();
    }
}
