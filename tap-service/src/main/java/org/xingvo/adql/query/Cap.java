package org.xingvo.adql.query;

import java.util.List;

/** Circles around polygons, for a first look by an index. Degrees, ICRS. */
public final class Cap {
    /** In degrees: more than rounding may take away. */
    private static final double SLACK = 1e-7;

    private Cap() {}

    /**
     * A circle that holds the polygon: ra, dec, radius.
     *
     * @param polygon vertices within 90 degrees of their mean direction
     */
    public static List<Double> around(List<Double> polygon) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (int i = 0; i < polygon.size(); i += 2) {
            double ra = Math.toRadians(polygon.get(i));
            double dec = Math.toRadians(polygon.get(i + 1));
            x += Math.cos(dec) * Math.cos(ra);
            y += Math.cos(dec) * Math.sin(ra);
            z += Math.sin(dec);
        }
        double ra = Math.atan2(y, x);
        double dec = Math.atan2(z, Math.hypot(x, y));
        double radius = 0;
        for (int i = 0; i < polygon.size(); i += 2) {
            radius = Math.max(
                    radius, distance(ra, dec, Math.toRadians(polygon.get(i)), Math.toRadians(polygon.get(i + 1))));
        }
        return List.of(Math.toDegrees(ra), Math.toDegrees(dec), Math.min(90, Math.toDegrees(radius) + SLACK));
    }

    private static double distance(double ra1, double dec1, double ra2, double dec2) {
        double across = Math.cos(dec2) * Math.sin(ra2 - ra1);
        double along = Math.cos(dec1) * Math.sin(dec2) - Math.sin(dec1) * Math.cos(dec2) * Math.cos(ra2 - ra1);
        double straight = Math.sin(dec1) * Math.sin(dec2) + Math.cos(dec1) * Math.cos(dec2) * Math.cos(ra2 - ra1);
        return Math.atan2(Math.hypot(across, along), straight);
    }
}
