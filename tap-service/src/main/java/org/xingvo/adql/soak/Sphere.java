package org.xingvo.adql.soak;

import java.util.List;
import java.util.Random;

/**
 * Points, cones, boxes and polygons by arithmetic that shares nothing with the database's. A depth is how far inside a
 * region a point is, in radians, negative outside; only its sign counts beyond 1 milliarcsecond. Positions are ra and
 * dec in degrees. Stateless.
 */
public final class Sphere {
    /** Nearer to an edge than this a point may be in or out. */
    public static final double MAS = Math.toRadians(1 / 3.6e6);

    private Sphere() {}

    /** Everywhere, but more of them near the poles, the meridian and each other. */
    public static double[] position(Random random) {
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

    /** In radians. */
    public static double distance(double[] a, double[] b) {
        return angle(vector(a[0], a[1]), vector(b[0], b[1]));
    }

    /** @param radius degrees */
    static double inCircle(double[] point, double[] centre, double radius) {
        return Math.toRadians(radius) - distance(point, centre);
    }

    /** BOX of ADQL 2.1: between the great circles at right angles to the arms, which pass through the poles of the arms. */
    static double inBox(double[] point, double[] centre, double width, double height) {
        double[] north = vector(centre[0], centre[1] + 90);
        double[] c = vector(centre[0], centre[1]);
        double[] east = cross(north, c);
        double[] v = vector(point[0], point[1]);
        double x = Math.atan2(dot(v, east), dot(v, c));
        double y = Math.atan2(dot(v, north), dot(v, c));
        double inX = Math.toRadians(width / 2) - Math.abs(x);
        double inY = Math.toRadians(height / 2) - Math.abs(y);
        double scale = Math.min(Math.hypot(dot(v, east), dot(v, c)), Math.hypot(dot(v, north), dot(v, c)));
        return dot(v, c) <= 0 ? -1 : Math.min(inX, inY) * scale;
    }

    /** Winding angle around the point, in its tangent plane; the depth is the distance to the nearest edge. */
    static double inPolygon(double[] point, List<double[]> vertices) {
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
        double[] n = cross(a, b);
        double size = Math.sqrt(dot(n, n));
        boolean beside = dot(cross(n, a), p) > 0 && dot(cross(b, n), p) > 0;
        return beside ? Math.asin(Math.min(1, Math.abs(dot(n, p)) / size)) : Math.min(angle(p, a), angle(p, b));
    }

    /** The point at a distance (radians) in a direction (radians from north by east). */
    static double[] towards(double[] from, double direction, double distance) {
        double[] c = vector(from[0], from[1]);
        double[] north = vector(from[0], from[1] + 90);
        double[] east = cross(north, c);
        double[] v = new double[3];
        for (int k = 0; k < 3; k++) {
            v[k] = Math.cos(distance) * c[k]
                    + Math.sin(distance) * (Math.cos(direction) * north[k] + Math.sin(direction) * east[k]);
        }
        double ra = Math.toDegrees(Math.atan2(v[1], v[0]));
        return new double[] {ra < 0 ? ra + 360 : ra, Math.toDegrees(Math.atan2(v[2], Math.hypot(v[0], v[1])))};
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
}
