package org.xingvo.ingest.wcs;

import org.jspecify.annotations.Nullable;

/**
 * The projections on the six faces of a cube: TSC, CSC (as COBE used it) and QSC. Pure functions. Source: paper II,
 * section 5.6.
 */
final class QuadCube {
    private static final double HALF_FACE = 45;
    private static final double TOLERANCE = 1e-6;
    /** Of CSC, by powers of the square of the own coordinate, then of the other's. */
    private static final double[][] CSC = {
        {-0.27292696, -0.02819452, 0.27058160, -0.60441560, 0.93412077, -0.63915306, 0.14381585},
        {-0.07629969, -0.01471565, -0.56800938, 1.50880223, -1.41601920, 0.52032238},
        {-0.22797056, 0.48051509, 0.30803317, -0.93678576, 0.33887446},
        {0.54852384, -1.74114454, 0.98938102, 0.08693841},
        {-0.62930065, 1.71547508, -0.83180469},
        {0.25795794, -0.53022337},
        {0.02584375}
    };

    private QuadCube() {}

    /** Native longitude and latitude [rad] of a point of the unfolded cube [deg], or null off the faces. */
    static double @Nullable [] toNative(String code, double xDeg, double yDeg) {
        double x = xDeg / HALF_FACE;
        double y = yDeg / HALF_FACE;
        boolean belt = Math.abs(y) <= 1 + TOLERANCE && Math.abs(x) <= 7 + TOLERANCE;
        boolean pole = Math.abs(x) <= 1 + TOLERANCE && Math.abs(y) <= 3 + TOLERANCE;
        if (!belt && !pole) {
            return null;
        }
        x = x < -1 - TOLERANCE ? x + 8 : x;
        if (y > 1 && !belt) {
            double[] p = face(code, x, y - 2);
            return direction(-p[1], p[0], p[2]);
        }
        if (y < -1 && !belt) {
            double[] p = face(code, x, y + 2);
            return direction(p[1], p[0], -p[2]);
        }
        double meridian = 2 * Math.floor((x + 1) / 2);
        meridian = meridian > 6 ? 6 : meridian;
        double[] p = face(code, x - meridian, y);
        double lon = Math.toRadians(meridian * HALF_FACE);
        return direction(
                p[2] * Math.cos(lon) - p[0] * Math.sin(lon), p[2] * Math.sin(lon) + p[0] * Math.cos(lon), p[1]);
    }

    /** Direction cosines along a face's x, its y and its normal. */
    private static double[] face(String code, double x, double y) {
        return switch (code) {
            case "TSC" -> gnomonic(x, y);
            case "CSC" -> gnomonic(csc(x, y), csc(y, x));
            default -> quadrilateral(x, y);
        };
    }

    private static double[] gnomonic(double chi, double psi) {
        double z = 1 / Math.sqrt(1 + chi * chi + psi * psi);
        return new double[] {chi * z, psi * z, z};
    }

    private static double csc(double own, double other) {
        double a = own * own;
        double b = other * other;
        double sum = 0;
        for (int i = CSC.length - 1; i >= 0; i--) {
            double row = 0;
            for (int j = CSC[i].length - 1; j >= 0; j--) {
                row = row * b + CSC[i][j];
            }
            sum = sum * a + row;
        }
        return own + own * (1 - a) * sum;
    }

    private static double[] quadrilateral(double x, double y) {
        boolean direct = Math.abs(x) > Math.abs(y);
        double u = direct ? x : y;
        double v = direct ? y : x;
        if (u == 0) {
            return new double[] {0, 0, 1};
        }
        double w = Math.toRadians(15 * HALF_FACE / HALF_FACE * v / u);
        double omega = Math.sin(w) / (Math.cos(w) - Math.sqrt(0.5));
        double zeta = 1 - u * u * (1 - 1 / Math.sqrt(2 + omega * omega));
        double main = Math.signum(u) * Math.sqrt(Math.max(0, 1 - zeta * zeta) / (1 + omega * omega));
        return direct ? new double[] {main, omega * main, zeta} : new double[] {omega * main, main, zeta};
    }

    private static double[] direction(double l, double m, double n) {
        return new double[] {l == 0 && m == 0 ? 0 : Math.atan2(m, l), Math.atan2(n, Math.hypot(l, m))};
    }
}
