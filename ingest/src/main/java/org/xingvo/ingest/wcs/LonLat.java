package org.xingvo.ingest.wcs;

/**
 * A direction in some spherical frame. Immutable.
 *
 * @param lonDeg longitude [deg], 0 inclusive to 360 exclusive
 * @param latDeg latitude [deg], -90 to 90
 */
public record LonLat(double lonDeg, double latDeg) {
    public LonLat {
        lonDeg = lonDeg % 360;
        lonDeg = lonDeg < 0 ? lonDeg + 360 : lonDeg;
        lonDeg = lonDeg >= 360 || lonDeg == 0 ? 0 : lonDeg;
        if (!Double.isFinite(lonDeg) || !(latDeg >= -90 && latDeg <= 90)) {
            throw new IllegalArgumentException(
                    "direction: expected a finite longitude and -90 <= latitude <= 90, found %s %s"
                            .formatted(lonDeg, latDeg));
        }
    }

    /** The direction of a vector that need not have length 1. */
    static LonLat of(double[] v) {
        double lat = Math.toDegrees(Math.atan2(v[2], Math.hypot(v[0], v[1])));
        return new LonLat(Math.toDegrees(Math.atan2(v[1], v[0])), lat);
    }

    double[] vector() {
        double lon = Math.toRadians(lonDeg);
        double lat = Math.toRadians(latDeg);
        return new double[] {Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)};
    }

    /** Angle to another direction of the same frame [deg]. */
    public double separationDeg(LonLat other) {
        double[] a = vector();
        double[] b = other.vector();
        double x = a[1] * b[2] - a[2] * b[1];
        double y = a[2] * b[0] - a[0] * b[2];
        double z = a[0] * b[1] - a[1] * b[0];
        double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        return Math.toDegrees(Math.atan2(Math.sqrt(x * x + y * y + z * z), dot));
    }
}
