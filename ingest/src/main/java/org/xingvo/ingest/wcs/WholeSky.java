package org.xingvo.ingest.wcs;

import org.jspecify.annotations.Nullable;

/**
 * Projections of the whole sky with curved or broken meridians: BON, PCO and HPX. Pure functions. Sources: paper II,
 * section 5.5; HPX: Calabretta &amp; Roukema 2007, section 5.
 */
final class WholeSky {
    private static final double TOLERANCE = 1e-9;

    private WholeSky() {}

    /** Native longitude and latitude [rad] of a point of the plane [deg], or null outside of the projection. */
    static double @Nullable [] bonne(double x, double y, double theta1Deg) {
        double t1 = Math.toRadians(theta1Deg);
        double u = Math.toRadians(x);
        double y0 = 1 / Math.tan(t1) + t1;
        double v = y0 - Math.toRadians(y);
        double r = Math.signum(t1) * Math.hypot(u, v);
        double theta = y0 - r;
        double cos = Math.cos(theta);
        if (Math.abs(theta) > Math.PI / 2 + TOLERANCE) {
            return null;
        }
        double phi = r == 0 || Math.abs(cos) < TOLERANCE ? 0 : Math.atan2(u / r, v / r) * r / cos;
        return Math.abs(phi) > Math.PI + TOLERANCE ? null : new double[] {phi, theta};
    }

    /** The latitude is where the circle of its parallel passes through the point: found by halving. */
    static double @Nullable [] polyconic(double x, double y) {
        double u = Math.toRadians(x);
        double v = Math.toRadians(y);
        if (Math.abs(v) < 1e-12) {
            return Math.abs(u) > Math.PI + TOLERANCE ? null : new double[] {u, 0};
        }
        double near = 0;
        double far = Math.signum(v) * Math.min(Math.abs(v), Math.PI / 2);
        for (int i = 0; i < 100; i++) {
            double middle = (near + far) / 2;
            double gap = v - middle;
            if (u * u - 2 * gap / Math.tan(middle) + gap * gap > 0) {
                far = middle;
            } else {
                near = middle;
            }
        }
        double theta = (near + far) / 2;
        double tan = Math.tan(theta);
        double phi = Math.atan2(u * tan, 1 - (v - theta) * tan) / Math.sin(theta);
        return Math.abs(phi) > Math.PI + TOLERANCE ? null : new double[] {phi, theta};
    }

    /**
     * The class of HEALPix grids.
     *
     * @param h facets along the equator
     * @param k facets from pole to pole
     */
    static double @Nullable [] healpix(double x, double y, double h, double k) {
        double ay = Math.abs(y);
        if (ay <= 90 * (k - 1) / h) {
            double s = y * h / (90 * k);
            return Math.abs(x) > 180 + TOLERANCE ? null : new double[] {Math.toRadians(x), Math.asin(s)};
        }
        double sigma = (k + 1) / 2 - ay * h / 180;
        double s = 1 - sigma * sigma / k;
        if (sigma < -TOLERANCE || Math.abs(s) > 1) {
            return null;
        }
        double omega = Math.rint(k) % 2 == 1 || y > 0 ? 1 : 0;
        double centre = -180 + (2 * Math.floor((x + 180) * h / 360 + (1 - omega) / 2) + omega) * 180 / h;
        double away = x - centre;
        if (Math.abs(away) > Math.abs(sigma) * 180 / h + TOLERANCE) {
            return null;
        }
        double phi = sigma < TOLERANCE ? centre : centre + away / sigma;
        return new double[] {Math.toRadians(phi), Math.signum(y) * Math.asin(s)};
    }
}
