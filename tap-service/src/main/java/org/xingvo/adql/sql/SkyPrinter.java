package org.xingvo.adql.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.query.Cap;
import org.xingvo.adql.query.Condition;
import org.xingvo.adql.query.Constants;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;
import org.xingvo.adql.query.Walk;
import org.xingvo.schemas.SkySql;

/**
 * Prints geometry as calls of the functions in schema {@code sky}, so that the index that {@link SkySql} declares is
 * met: the position whose index shall be used is the first of the arguments. The same text serves both dialects. One
 * thread, one query.
 */
final class SkyPrinter {
    /** Where pgSphere's circles end. */
    private static final double HALF_SPHERE = 90;

    private final ValuePrinter values;
    private final Guards guards;

    SkyPrinter(ValuePrinter values, Guards guards) {
        this.values = values;
        this.guards = guards;
    }

    /** A geometry as an array of degrees. */
    SqlText region(Value value) {
        return switch (value) {
            case Value.Point v -> array(List.of(v.ra(), v.dec()));
            case Value.Circle v -> array(List.of(v.ra(), v.dec(), v.radius()));
            case Value.Polygon v -> array(v.coordinates());
            case Value.Box v ->
                ValuePrinter.function("sky.box", values.values(List.of(v.ra(), v.dec(), v.width(), v.height())));
            case Value.Region v ->
                new SqlText().bind(new BindValue.Reals(v.numbers())).add("::double precision[]");
            default -> SqlText.of("(").add(values.value(value)).add(")::double precision[]");
        };
    }

    private SqlText array(List<Value> numbers) {
        return SqlText.of("array[")
                .add(SqlText.joined(", ", values.values(numbers)))
                .add("]::double precision[]");
    }

    SqlText distance(Value.Distance v) {
        return ValuePrinter.function("sky.distance", values.values(List.of(v.ra1(), v.dec1(), v.ra2(), v.dec2())));
    }

    SqlText contains(Condition.Contains c) {
        if (c.outer().type() == Type.MOC) {
            return c.inner() instanceof Value.Point point
                    ? inMap(point, c.outer())
                    : ValuePrinter.infix(values.value(c.inner()), " <@ ", values.value(c.outer()));
        }
        if (!(c.inner() instanceof Value.Point point)) {
            return both(c.inner(), c.outer(), "sky.region_in_region");
        }
        return switch (c.outer()) {
            case Value.Circle circle ->
                all(inCircle(point, new Value.Point(circle.ra(), circle.dec()), circle.radius(), false));
            case Value.Region region when region.type() == Type.CIRCLE -> inConstantCircle(point, region.numbers(), 2);
            case Value.Region region
            when region.type() == Type.POLYGON -> {
                List<Double> numbers = region.numbers();
                SqlText exact = ValuePrinter.function(
                        "sky.region_has_point",
                        List.of(region(region), values.value(point.ra()), values.value(point.dec())));
                yield all(List.of(inConstantCircle(point, Cap.around(numbers), 2), exact));
            }
            default -> pointInRegion(point, c.outer());
        };
    }

    /** By the circle around the map, as tables of points have an index for circles, and by the index of maps. */
    private SqlText inMap(Value.Point point, Value map) {
        List<SqlText> parts = new ArrayList<>();
        Set<Integer> ofPoint = sources(point);
        if (!ofPoint.isEmpty() && Collections.disjoint(ofPoint, sources(map))) {
            SqlText cap = ValuePrinter.function("sky.moc_cap", List.of(values.value(map)));
            parts.add(ValuePrinter.function(
                    "sky.in_bounds", List.of(values.value(point.ra()), values.value(point.dec()), cap)));
        }
        parts.add(ValuePrinter.function(
                "sky.in_moc", List.of(values.value(point.ra()), values.value(point.dec()), values.value(map))));
        return all(parts);
    }

    private SqlText inConstantCircle(Value.Point point, List<Double> circle, int radius) {
        Value.Point centre = new Value.Point(real(circle.get(0)), real(circle.get(1)));
        return all(inCircle(point, centre, real(circle.get(radius)), false));
    }

    private static Value real(double number) {
        return new Value.Constant(new BindValue.Real(number), Type.DOUBLE);
    }

    /** The sources in scope that a position needs. */
    private Set<Integer> sources(Value value) {
        Set<Integer> sources = new HashSet<>(Walk.sources(value));
        sources.removeIf(source -> !guards.isInScope(source));
        return sources;
    }

    /**
     * Is the point in the circle? For a join of two tables in both directions, so that the index of either can be
     * used; a side that the radius depends on cannot be looked up.
     *
     * @param clipped the radius may be larger than 180 degrees
     */
    private List<SqlText> inCircle(Value.Point point, Value.Point centre, Value radius, boolean clipped) {
        Set<Integer> ofPoint = sources(point);
        Set<Integer> ofCentre = sources(centre);
        Set<Integer> ofRadius = sources(radius);
        List<SqlText> ways = new ArrayList<>();
        if (!ofPoint.isEmpty() && Collections.disjoint(ofPoint, ofRadius) && Collections.disjoint(ofPoint, ofCentre)) {
            ways.add(inCircleCall(point, centre, radius, clipped));
        }
        if (!ofCentre.isEmpty()
                && Collections.disjoint(ofCentre, ofRadius)
                && Collections.disjoint(ofPoint, ofCentre)) {
            ways.add(inCircleCall(centre, point, radius, clipped));
        }
        return ways.isEmpty() ? List.of(inCircleCall(point, centre, radius, clipped)) : ways;
    }

    private SqlText inCircleCall(Value.Point point, Value.Point centre, Value radius, boolean clipped) {
        OptionalDouble constant = Constants.number(radius);
        boolean small = constant.isPresent() && constant.getAsDouble() <= HALF_SPHERE;
        SqlText printed = values.value(radius);
        if (clipped && constant.isEmpty()) {
            printed = SqlText.of("least(").add(printed).add(", 180)");
        }
        List<SqlText> arguments =
                new ArrayList<>(values.values(List.of(point.ra(), point.dec(), centre.ra(), centre.dec())));
        arguments.add(printed);
        return ValuePrinter.function(small ? "sky.in_circle" : "sky.in_any_circle", arguments);
    }

    SqlText near(Condition.Near c) {
        Value.Distance d = c.distance();
        SqlText exact = ValuePrinter.infix(distance(d), c.orEqual() ? " <= " : " < ", values.value(c.radius()));
        OptionalDouble constant = Constants.number(c.radius());
        if (constant.isPresent() && (constant.getAsDouble() < 0 || constant.getAsDouble() > 180)) {
            return exact;
        }
        List<SqlText> parts = new ArrayList<>(
                inCircle(new Value.Point(d.ra1(), d.dec1()), new Value.Point(d.ra2(), d.dec2()), c.radius(), true));
        parts.add(exact);
        return all(parts);
    }

    private SqlText pointInRegion(Value.Point point, Value outer) {
        Set<Integer> ofPoint = sources(point);
        Set<Integer> ofOuter = sources(outer);
        List<SqlText> parts = new ArrayList<>();
        if (!ofOuter.isEmpty()) {
            parts.add(overlap(outer, point));
        }
        if (!ofPoint.isEmpty() && Collections.disjoint(ofPoint, ofOuter)) {
            parts.add(ValuePrinter.function(
                    "sky.in_bounds", List.of(values.value(point.ra()), values.value(point.dec()), region(outer))));
        }
        parts.add(ValuePrinter.function(
                "sky.region_has_point", List.of(region(outer), values.value(point.ra()), values.value(point.dec()))));
        return all(parts);
    }

    SqlText intersects(Condition.Intersects c) {
        if (c.first().type() == Type.MOC) {
            return ValuePrinter.infix(values.value(c.first()), " && ", values.value(c.second()));
        }
        return both(c.first(), c.second(), "sky.regions_intersect");
    }

    private SqlText both(Value first, Value second, String function) {
        return all(List.of(
                overlap(first, second), ValuePrinter.function(function, List.of(region(first), region(second)))));
    }

    /** The boxes around both meet; the index on a column of regions is on its box. */
    private SqlText overlap(Value first, Value second) {
        return ValuePrinter.infix(
                ValuePrinter.function("sky.region_box", List.of(region(first))),
                " operator(public.&&) ",
                ValuePrinter.function("sky.region_box", List.of(region(second))));
    }

    private static SqlText all(List<SqlText> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : SqlText.of("(").add(SqlText.joined(" and ", parts)).add(")");
    }
}
