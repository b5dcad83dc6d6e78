package org.xingvo.ingest.wcs;

import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * A polynomial that bends a plane before the projection: SIP (Shupe et al. 2005) on pixels, TPV (the registered
 * convention of that name, also written by SCAMP under TAN) on projected degrees. Immutable.
 */
@FunctionalInterface
interface Distortion {
    /** The bent point. */
    double[] apply(double x, double y);

    int MAX_ORDER = 9;
    int TPV_TERMS = 40;

    /** SIP of a header, on offsets from CRPIX [pixel], or null. */
    static @Nullable Distortion sip(HduHeader hdu) {
        double[][] a = sipTerms(hdu, "A");
        double[][] b = sipTerms(hdu, "B");
        if (a == null || b == null) {
            return null;
        }
        return (u, v) -> new double[] {u + sum(a, u, v), v + sum(b, u, v)};
    }

    private static double @Nullable [][] sipTerms(HduHeader hdu, String name) {
        Long order = hdu.integer(name + "_ORDER");
        if (order == null || order < 1 || order > MAX_ORDER) {
            return null;
        }
        int n = order.intValue();
        double[][] terms = new double[n + 1][n + 1];
        for (int p = 0; p <= n; p++) {
            for (int q = 0; p + q <= n; q++) {
                Double value = hdu.number(name + "_" + p + "_" + q);
                terms[p][q] = value == null ? 0 : value;
            }
        }
        return terms;
    }

    private static double sum(double[][] terms, double u, double v) {
        double sum = 0;
        double up = 1;
        for (double[] row : terms) {
            double vq = up;
            for (double term : row) {
                sum += term * vq;
                vq *= v;
            }
            up *= u;
        }
        return sum;
    }

    /** TPV, on projected coordinates [deg]; the terms of the longitude axis, then of the latitude axis. */
    static Distortion tpv(double[] lon, double[] lat) {
        return (x, y) -> new double[] {tpv(lon, x, y), tpv(lat, y, x)};
    }

    /** Terms in the order of the convention: by degree, falling powers of the axis' own coordinate, r where odd. */
    private static double tpv(double[] k, double x, double y) {
        double r = Math.hypot(x, y);
        double sum = k[0] + k[1] * x + k[2] * y + k[3] * r;
        int m = 4;
        for (int degree = 2; degree <= 7; degree++) {
            for (int i = 0; i <= degree; i++) {
                sum += k[m++] * Math.pow(x, degree - i) * Math.pow(y, i);
            }
            if (degree % 2 == 1) {
                sum += k[m++] * Math.pow(r, degree);
            }
        }
        return sum;
    }
}
