package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;

/**
 * Checks geometry that is constant, so that what is wrong with it is one message whatever the database does. The same
 * rules as in {@code sql/sky/shared.sql}; degrees, ICRS.
 */
final class Regions {
    private static final double SMALLEST = 1e-6;
    private static final int MOST_VERTICES = 2000;

    private Regions() {}

    static void checkRa(double ra, Position at) {
        if (!(ra >= -360 && ra <= 720)) {
            throw Wrong.type("Right ascension is out of range", at, "0 to 360 degrees", shown(ra));
        }
    }

    static void checkDec(double dec, Position at) {
        if (!(dec >= -90 && dec <= 90)) {
            throw Wrong.type("Declination is out of range", at, "-90 to 90 degrees", shown(dec));
        }
    }

    static void checkRadius(double radius, Position at) {
        if (!(radius >= 0 && radius <= 180)) {
            throw Wrong.type("Radius is out of range", at, "0 to 180 degrees", shown(radius));
        }
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** Every edge is compared with every other. */
    static void checkVertices(int count, Position at) {
        if (count > MOST_VERTICES) {
            throw Wrong.limit("Polygon has too many vertices", at, "at most " + MOST_VERTICES);
        }
    }

    /** A polygon of constant vertices; a closing vertex equal to the first is dropped. */
    static Value.Region polygon(List<Double> numbers, Position at) {
        checkVertices(numbers.size() / 2, at);
        List<Double> vertices = numbers;
        int n = vertices.size();
        if (n > 6
                && vertices.get(0).equals(vertices.get(n - 2))
                && vertices.get(1).equals(vertices.get(n - 1))) {
            vertices = vertices.subList(0, n - 2);
        }
        for (int i = 0; i < vertices.size(); i += 2) {
            checkRa(vertices.get(i), at);
            checkDec(vertices.get(i + 1), at);
        }
        if (vertices.size() < 6) {
            throw Wrong.type("Polygon has too few vertices", at, "at least 3", Integer.toString(vertices.size() / 2));
        }
        checkShape(vectors(vertices), at);
        return new Value.Region(vertices, Type.POLYGON);
    }

    private static void checkShape(double[][] v, Position at) {
        double[] centre = mean(v);
        int n = v.length;
        for (int i = 0; i < n; i++) {
            if (dot(v[i], centre) < SMALLEST) {
                throw Wrong.type(
                        "Polygon is too large",
                        at,
                        "every vertex within 90 degrees of their mean",
                        "vertex " + (i + 1));
            }
            if (angle(v[i], v[(i + 1) % n]) < 1e-11) {
                throw Wrong.type(
                        "Polygon has an edge without length",
                        at,
                        "neighbouring vertices that differ",
                        "vertices " + (i + 1) + " and " + ((i + 1) % n + 1));
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 2; j < n; j++) {
                if ((j + 1) % n != i && cross(v[i], v[i + 1], v[j], v[(j + 1) % n])) {
                    throw Wrong.type(
                            "Polygon crosses itself",
                            at,
                            "edges that meet only at vertices",
                            "edges " + (i + 1) + " and " + (j + 1));
                }
            }
        }
    }

    private static double[][] vectors(List<Double> numbers) {
        double[][] vectors = new double[numbers.size() / 2][];
        for (int i = 0; i < vectors.length; i++) {
            double ra = Math.toRadians(numbers.get(2 * i));
            double dec = Math.toRadians(numbers.get(2 * i + 1));
            vectors[i] = new double[] {Math.cos(dec) * Math.cos(ra), Math.cos(dec) * Math.sin(ra), Math.sin(dec)};
        }
        return vectors;
    }

    /** A unit vector, or the null vector if the mean has no direction. */
    private static double[] mean(double[][] vectors) {
        double[] sum = new double[3];
        for (double[] v : vectors) {
            for (int i = 0; i < 3; i++) {
                sum[i] += v[i];
            }
        }
        double size = Math.sqrt(dot(sum, sum));
        return size < SMALLEST ? new double[3] : new double[] {sum[0] / size, sum[1] / size, sum[2] / size};
    }

    /** The vertices of BOX: see ADQL 2.1, section 4.2.9. */
    static Value.Region box(double ra, double dec, double width, double height, Position at) {
        checkRa(ra, at);
        checkDec(dec, at);
        for (double size : new double[] {width, height}) {
            if (!(size > 0 && size < 180)) {
                throw Wrong.type(
                        "Size of the box is out of range", at, "more than 0 and less than 180 degrees", shown(size));
            }
        }
        double x = Math.tan(Math.toRadians(width / 2));
        double y = Math.tan(Math.toRadians(height / 2));
        double r = Math.toRadians(ra);
        double d = Math.toRadians(dec);
        List<Double> numbers = new ArrayList<>();
        for (double[] corner : new double[][] {{x, y}, {-x, y}, {-x, -y}, {x, -y}}) {
            double vx = Math.cos(d) * Math.cos(r) - corner[0] * Math.sin(r) - corner[1] * Math.sin(d) * Math.cos(r);
            double vy = Math.cos(d) * Math.sin(r) + corner[0] * Math.cos(r) - corner[1] * Math.sin(d) * Math.sin(r);
            double vz = Math.sin(d) + corner[1] * Math.cos(d);
            double lon = Math.toDegrees(Math.atan2(vy, vx));
            numbers.add(lon < 0 ? lon + 360 : lon);
            numbers.add(Math.toDegrees(Math.atan2(vz, Math.hypot(vx, vy))));
        }
        return polygon(numbers, at);
    }

    /** The argument of REGION: one shape of STC-S in ICRS. */
    static Value.Region region(String text, Position at) {
        String[] words = text.strip().split("\\s+", -1);
        int next = 1;
        if (next < words.length && words[next].equalsIgnoreCase("ICRS")) {
            next++;
        }
        List<Double> numbers = new ArrayList<>();
        for (; next < words.length; next++) {
            try {
                numbers.add(Double.parseDouble(words[next]));
            } catch (NumberFormatException e) {
                throw Wrong.unsupported(
                        "Region is not understood",
                        at,
                        "CIRCLE, POLYGON, BOX or POSITION in ICRS and numbers",
                        words[next]);
            }
        }
        String shape = words[0].toUpperCase(Locale.ROOT);
        int count = numbers.size();
        if (shape.equals("CIRCLE") && count == 3) {
            checkRa(numbers.get(0), at);
            checkDec(numbers.get(1), at);
            checkRadius(numbers.get(2), at);
            return new Value.Region(numbers, Type.CIRCLE);
        }
        if (shape.equals("POSITION") && count == 2) {
            checkRa(numbers.get(0), at);
            checkDec(numbers.get(1), at);
            return new Value.Region(numbers, Type.POINT);
        }
        if (shape.equals("BOX") && count == 4) {
            return box(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), at);
        }
        if (shape.equals("POLYGON") && count % 2 == 0) {
            return polygon(numbers, at);
        }
        throw Wrong.unsupported(
                "Region is not understood",
                at,
                "CIRCLE, POLYGON, BOX or POSITION in ICRS and numbers",
                words[0] + " with " + count + " numbers");
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] product(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double angle(double[] a, double[] b) {
        double[] n = product(a, b);
        return Math.atan2(Math.sqrt(dot(n, n)), dot(a, b));
    }

    /** Do the arcs ab and cd cross in a point inside both? */
    private static boolean cross(double[] a, double[] b, double[] c, double[] d) {
        double[] ab = product(a, b);
        double acb = -dot(ab, c);
        double bda = dot(ab, d);
        if (!(acb * bda > 0)) {
            return false;
        }
        double[] cd = product(c, d);
        double cbd = -dot(cd, b);
        double dac = dot(cd, a);
        return acb * cbd > 0 && acb * dac > 0;
    }
}
