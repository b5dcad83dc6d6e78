package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.schemas.SkySql;
import org.xingvo.testing.PostgresExtension;

/**
 * Random cones, boxes and polygons against arithmetic in Java that shares nothing with the database's: poles, the
 * meridian, radii to 180 degrees. A row within 1 milliarcsecond of an edge may be in or out.
 */
abstract class GeometryContract {
    private static final double MAS = Math.toRadians(1 / 3.6e6);
    private static final int ROWS = 3000;
    private static final int QUERIES = 60;

    private static final TableDescription POINTS = new TableDescription(
            "data",
            "points",
            "data",
            "points",
            List.of(
                    ColumnDescription.of("id", "int", null),
                    ColumnDescription.of("ra", "double", null),
                    ColumnDescription.of("dec", "double", null),
                    ColumnDescription.of("r", "double", null)),
            0,
            true);
    private static final Catalogue CATALOGUE = Catalogue.of(List.of(POINTS));

    abstract PostgresExtension postgres();

    private List<double[]> points = List.of();

    /** Everywhere, but more of them near the poles, the meridian and each other. */
    private static List<double[]> randomPoints(Random random) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            points.add(position(random));
        }
        return points;
    }

    private static double[] position(Random random) {
        double ra = random.nextDouble() * 360;
        double dec = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
        switch (random.nextInt(8)) {
            case 0 -> dec = 90 - Math.pow(10, -4 * random.nextDouble());
            case 1 -> dec = -90 + Math.pow(10, 2 - 4 * random.nextDouble()) / 10;
            case 2 -> ra = random.nextDouble() * 0.01;
            case 3 -> ra = 360 - random.nextDouble() * 0.01;
            case 4 -> {
                ra = 10 + random.nextDouble();
                dec = 20 + random.nextDouble();
            }
            case 5 -> {
                ra = List.of(0.0, 90.0, 180.0, 270.0, 360.0).get(random.nextInt(5));
                dec = List.of(-90.0, -45.0, 0.0, 45.0, 90.0).get(random.nextInt(5));
            }
            default -> {}
        }
        return new double[] {ra, dec};
    }

    void fill(DataSource owner, Random random) throws SQLException {
        points = randomPoints(random);
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            double[] p = points.get(i);
            values.append(i == 0 ? "" : ",").append("(%d,%s,%s,%d,0)".formatted(i, p[0], p[1], i % 181));
        }
        TestSky.execute(
                owner,
                "drop table if exists data.points",
                "create table data.points (id integer, ra float8, dec float8, r float8, access_class integer not null)",
                "insert into data.points values " + values,
                "insert into data.points values (-1, null, 5, 1, 0), (-2, 5, null, 1, 0), (-3, 'NaN', 5, 1, 0),"
                        + " (-4, 5, 'Infinity', 1, 0), (-5, 5e-324, 5e-324, 5e-324, 0), (-6, 5, 95, 1, 0),"
                        + " (-7, 1e300, 5, -1, 0), (-8, 5, 5, 'NaN', 0)",
                SkySql.of(postgres().dialect()).pointIndex("data.points", "ra", "dec"),
                "grant select on data.points to xingvo_reader",
                "analyze data.points");
    }

    private Set<Integer> ids(String condition) throws SQLException {
        CompiledQuery query = Adql.compile(
                "SELECT id FROM points WHERE id >= 0 AND " + condition,
                CATALOGUE,
                TestSky.asPublic(postgres().dialect()));
        Set<Integer> ids = new TreeSet<>();
        for (List<@Nullable Object> row : TestSky.rows(postgres().readerDataSource(), query)) {
            ids.add((Integer) row.getFirst());
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomConesBoxesAndPolygonsAgreeWithArithmetic(long seed) throws SQLException {
        Random random = new Random(seed);
        fill(postgres().dataSource(), random);
        for (int i = 0; i < QUERIES; i++) {
            switch (i % 4) {
                case 0 -> cone(random, seed);
                case 1 -> distance(random, seed);
                default -> polygon(random, seed, i % 4 == 2);
            }
        }
    }

    private static double radius(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Math.pow(10, 2 - 5 * random.nextDouble());
            case 1 -> random.nextInt(181);
            case 2 -> 180 * random.nextDouble();
            default -> 3 * random.nextDouble();
        };
    }

    private void cone(Random random, long seed) throws SQLException {
        double[] c = position(random);
        double r = Math.min(180, radius(random));
        String condition = random.nextBoolean()
                ? "1=CONTAINS(POINT('ICRS',ra,dec),CIRCLE('ICRS',%s,%s,%s))".formatted(c[0], c[1], r)
                : "CONTAINS(POINT(%s,%s),CIRCLE(ra,dec,%s))=1".formatted(c[0], c[1], r);
        check(condition, seed, p -> Math.toRadians(r) - distance(p, c));
    }

    private void distance(Random random, long seed) throws SQLException {
        double[] c = position(random);
        double r = radius(random);
        String condition = random.nextBoolean()
                ? "DISTANCE(ra,dec,%s,%s) <= %s".formatted(c[0], c[1], r)
                : "%s > DISTANCE(POINT(%s,%s),POINT(ra,dec))".formatted(r, c[0], c[1]);
        check(condition, seed, p -> Math.toRadians(r) - distance(p, c));
    }

    /** A box, or a polygon that is star-shaped around a position. */
    private void polygon(Random random, long seed, boolean box) throws SQLException {
        double[] c = position(random);
        List<double[]> vertices = new ArrayList<>();
        String condition;
        if (box) {
            double w = 0.1 + 100 * random.nextDouble() * random.nextDouble();
            double h = 0.1 + 60 * random.nextDouble() * random.nextDouble();
            condition = "1=CONTAINS(POINT(ra,dec),BOX(%s,%s,%s,%s))".formatted(c[0], c[1], w, h);
            double[] north = vector(c[0], c[1] + 90);
            double[] centre = vector(c[0], c[1]);
            double[] east = cross(north, centre);
            // at right angles to the arms: distance from the great circles through the poles of the arms
            check(condition, seed, p -> {
                double[] v = vector(p[0], p[1]);
                double x = Math.atan2(dot(v, east), dot(v, centre));
                double y = Math.atan2(dot(v, north), dot(v, centre));
                double inX = Math.toRadians(w / 2) - Math.abs(x);
                double inY = Math.toRadians(h / 2) - Math.abs(y);
                double scale =
                        Math.min(Math.hypot(dot(v, east), dot(v, centre)), Math.hypot(dot(v, north), dot(v, centre)));
                return dot(v, centre) <= 0 ? -1 : Math.min(inX, inY) * scale;
            });
            return;
        }
        int n = 3 + random.nextInt(6);
        double size = 0.05 + 40 * random.nextDouble() * random.nextDouble();
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * (i + 0.8 * random.nextDouble()) / n;
            vertices.add(towards(c, angle, Math.toRadians(size * (0.3 + 0.7 * random.nextDouble()))));
        }
        StringBuilder numbers = new StringBuilder();
        vertices.forEach(v -> numbers.append(numbers.isEmpty() ? "" : ",").append(v[0] + "," + v[1]));
        condition = random.nextBoolean()
                ? "1=CONTAINS(POINT(ra,dec),POLYGON(" + numbers + "))"
                : "INTERSECTS(POLYGON('ICRS'," + numbers + "),POINT(ra,dec))=1";
        check(condition, seed, p -> insidePolygon(p, vertices));
    }

    private interface Depth {
        /** How far inside, in radians; negative: outside. Only its sign counts beyond 1 mas. */
        double of(double[] point);
    }

    private void check(String condition, long seed, Depth depth) throws SQLException {
        Set<Integer> found = ids(condition);
        for (int i = 0; i < points.size(); i++) {
            double inside = depth.of(points.get(i));
            if (Math.abs(inside) > MAS) {
                assertThat(found.contains(i))
                        .as(
                                "seed %d, %s, point %s %s, depth %s",
                                seed, condition, points.get(i)[0], points.get(i)[1], inside)
                        .isEqualTo(inside > 0);
            }
        }
    }

    /** Winding angle around the point, in its tangent plane; the depth is the distance to the nearest edge. */
    private static double insidePolygon(double[] point, List<double[]> vertices) {
        double[] p = vector(point[0], point[1]);
        double[] mean = new double[3];
        for (double[] vertex : vertices) {
            double[] v = vector(vertex[0], vertex[1]);
            for (int k = 0; k < 3; k++) {
                mean[k] += v[k];
            }
        }
        double winding = 0;
        double nearest = Math.PI;
        for (int i = 0; i < vertices.size(); i++) {
            double[] a = vector(vertices.get(i)[0], vertices.get(i)[1]);
            double[] next = vertices.get((i + 1) % vertices.size());
            double[] b = vector(next[0], next[1]);
            double[] pa = cross(p, a);
            double[] pb = cross(p, b);
            winding += Math.atan2(dot(p, cross(pa, pb)), dot(pa, pb));
            nearest = Math.min(nearest, edgeDistance(p, a, b));
        }
        boolean inside = Math.abs(winding) > Math.PI && dot(p, mean) > 0;
        return inside ? nearest : -nearest;
    }

    private static double edgeDistance(double[] p, double[] a, double[] b) {
        double best = Math.PI;
        int steps = 64;
        for (int i = 0; i <= steps; i++) {
            // along the chord, then back on the sphere: near enough to say how near
            double t = (double) i / steps;
            double[] q = {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
            best = Math.min(best, angle(p, q));
        }
        double[] n = cross(a, b);
        double size = Math.sqrt(dot(n, n));
        boolean beside = dot(cross(n, a), p) > 0 && dot(cross(b, n), p) > 0;
        return beside ? Math.asin(Math.min(1, Math.abs(dot(n, p)) / size)) : best;
    }

    private static double[] towards(double[] from, double angle, double distance) {
        double[] c = vector(from[0], from[1]);
        double[] north = vector(from[0], from[1] + 90);
        double[] east = cross(north, c);
        double[] v = new double[3];
        for (int k = 0; k < 3; k++) {
            v[k] = Math.cos(distance) * c[k]
                    + Math.sin(distance) * (Math.cos(angle) * north[k] + Math.sin(angle) * east[k]);
        }
        double ra = Math.toDegrees(Math.atan2(v[1], v[0]));
        return new double[] {ra < 0 ? ra + 360 : ra, Math.toDegrees(Math.atan2(v[2], Math.hypot(v[0], v[1])))};
    }

    private static double distance(double[] a, double[] b) {
        return angle(vector(a[0], a[1]), vector(b[0], b[1]));
    }

    private static double[] vector(double ra, double dec) {
        double a = Math.toRadians(ra);
        double d = Math.toRadians(dec);
        return new double[] {Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double angle(double[] a, double[] b) {
        double[] n = cross(a, b);
        return Math.atan2(Math.sqrt(dot(n, n)), dot(a, b));
    }

    @Test
    void radiiFromColumnsReachBeyondHalfTheSphere() throws SQLException {
        fill(postgres().dataSource(), new Random(4));
        double[] c = {10, 20};
        Set<Integer> found = ids("1=CONTAINS(POINT(10,20),CIRCLE(ra,dec,r))");
        Set<Integer> near = ids("DISTANCE(ra,dec,10,20) <= r");
        for (int i = 0; i < points.size(); i++) {
            double inside = Math.toRadians(i % 181) - distance(points.get(i), c);
            if (Math.abs(inside) > MAS) {
                assertThat(found.contains(i)).as("row %d", i).isEqualTo(inside > 0);
                assertThat(near.contains(i)).as("row %d", i).isEqualTo(inside > 0);
            }
        }
    }

    /** Nulls, NaN, infinities, numbers too small to multiply, declinations of 95: no error, no answer. */
    @Test
    void rowsThatAreNoPositionsAreNowhere() throws SQLException {
        fill(postgres().dataSource(), new Random(5));
        for (String condition : List.of(
                "1=CONTAINS(POINT(ra,dec),CIRCLE(5,5,180))",
                "0=CONTAINS(POINT(ra,dec),CIRCLE(5,5,180))",
                "1=CONTAINS(POINT(5,5),CIRCLE(ra,dec,r))",
                "1=CONTAINS(POINT(ra,dec),CIRCLE(ra,dec,r))",
                "DISTANCE(ra,dec,5,5) < 190",
                "1=CONTAINS(POINT(ra,dec),POLYGON(0,0,10,0,10,10,0,10))",
                "1=CONTAINS(POINT(5,5),BOX(ra,dec,r,r))",
                "1=INTERSECTS(CIRCLE(ra,dec,r),BOX(ra,dec,r,r))",
                "AREA(CIRCLE(ra,dec,r)) < 1",
                "COORD1(CENTROID(BOX(ra,dec,r,r))) < 1")) {
            CompiledQuery query = Adql.compile(
                    "SELECT id FROM points WHERE id IN (-1,-2,-3,-4,-6,-7) AND " + condition,
                    CATALOGUE,
                    TestSky.asOperator(postgres().dialect()));
            assertThat(TestSky.rows(postgres().readerDataSource(), query))
                    .as(condition)
                    .isEmpty();
        }
    }

    @Test
    void theSamePredicateWithPolygonsFromColumnsAgrees() throws SQLException {
        fill(postgres().dataSource(), new Random(6));
        for (String numbers : List.of("350,-10,10,-10,10,10,350,10", "0,80,120,80,240,80", "5,5,25,5,25,40,15,20")) {
            String moved = numbers.replaceFirst("^([0-9]+)", "$1+0*id");
            Set<Integer> constant = ids("1=CONTAINS(POINT(ra,dec),POLYGON(" + numbers + "))");
            assertThat(ids("1=CONTAINS(POINT(ra,dec),POLYGON(" + moved + "))")).isEqualTo(constant);
            assertThat(constant).isNotEmpty();
        }
        assertThat(ids("0=CONTAINS(POINT(ra,dec),CIRCLE(0,0,180))")).isEmpty();
    }
}
