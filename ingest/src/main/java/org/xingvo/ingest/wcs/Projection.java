package org.xingvo.ingest.wcs;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * From the plane of projection to native spherical coordinates. Immutable. Source: paper II, section 5; the numbers
 * of equations are in its order.
 *
 * @param code three letters of CTYPE
 * @param theta0Deg native latitude of the reference point [deg]
 * @param p parameters PVlat_m, index m
 */
record Projection(String code, double theta0Deg, double[] p) {
    private static final double R0 = 180 / Math.PI;
    private static final double SQRT2 = Math.sqrt(2);
    private static final int MAX_PARAMETER = 30;
    private static final double TOLERANCE = 1e-9;
    /** For derivatives [deg]. */
    private static final double STEP = 1e-5;

    private static final Set<String> ZENITHAL =
            Set.of("AZP", "SZP", "TAN", "TPV", "TNX", "STG", "SIN", "NCP", "ARC", "ZPN", "ZEA", "AIR");
    private static final Set<String> FLAT = Set.of("CYP", "CEA", "CAR", "MER", "SFL", "GLS", "PAR", "MOL", "AIT");
    private static final Set<String> OTHER = Set.of("BON", "PCO", "HPX", "TSC", "CSC", "QSC");
    private static final Set<String> CONIC = Set.of("COP", "COE", "COD", "COO");

    /** Null when the projection is not known. */
    static @Nullable Projection of(String name, IntToDoubleFunction parameter, double latitudeDeg) {
        String code = name.toUpperCase(Locale.ROOT);
        double[] p = new double[MAX_PARAMETER + 1];
        for (int m = 0; m <= MAX_PARAMETER; m++) {
            p[m] = parameter.applyAsDouble(m);
        }
        switch (code) {
            case "NCP" -> {
                p[1] = 0;
                p[2] = 1 / Math.tan(Math.toRadians(latitudeDeg));
                return Double.isFinite(p[2]) ? new Projection("SIN", 90, p) : null;
            }
            case "SIN", "AZP" -> fill(p, 1, 0);
            case "SZP" -> fill(fill(p, 1, 0), 3, 90);
            case "CYP" -> fill(p, 1, 1);
            case "AIR" -> fill(p, 1, 90);
            case "HPX" -> {
                p[1] = Double.isNaN(p[1]) ? 4 : p[1];
                p[2] = Double.isNaN(p[2]) ? 3 : p[2];
            }
            case "CEA" -> {
                if (Double.isNaN(p[1])) {
                    p[1] = 1;
                }
            }
            default -> fill(p, 0, 0);
        }
        for (int m = 0; m <= MAX_PARAMETER; m++) {
            p[m] = Double.isNaN(p[m]) ? 0 : p[m];
        }
        if (ZENITHAL.contains(code)) {
            return new Projection(code, 90, p);
        }
        if (CONIC.contains(code)) {
            return p[1] == 0 ? null : new Projection(code, p[1], p);
        }
        if (code.equals("HPX") && (p[1] <= 0 || p[2] <= 0)) {
            return null;
        }
        return FLAT.contains(code) || OTHER.contains(code) ? new Projection(code, 0, p) : null;
    }

    private static double[] fill(double[] p, int from, double value) {
        for (int m = from; m < p.length; m++) {
            if (Double.isNaN(p[m])) {
                p[m] = m == from ? value : 0;
            }
        }
        return p;
    }

    boolean zenithal() {
        return ZENITHAL.contains(code);
    }

    /** Native longitude and latitude [rad] of a point of the plane [deg], or null outside of the projection. */
    double @Nullable [] toNative(double x, double y) {
        return switch (code) {
            case "CYP", "CEA", "CAR", "MER" -> cylindrical(x, y);
            case "SFL", "GLS" -> sinusoidal(x, y);
            case "PAR" -> {
                double s = y / 180;
                double t = 1 - 4 * s * s;
                yield Math.abs(s) > 1 ? null : point(t == 0 ? 0 : Math.toRadians(x) / t, 3 * asin(s));
            }
            case "MOL" -> mollweide(x, y);
            case "AIT" -> aitoff(x, y);
            case "COP", "COE", "COD", "COO" -> conic(x, y);
            case "BON" -> p[1] == 0 ? sinusoidal(x, y) : WholeSky.bonne(x, y, p[1]);
            case "PCO" -> WholeSky.polyconic(x, y);
            case "HPX" -> WholeSky.healpix(x, y, p[1], p[2]);
            case "TSC", "CSC", "QSC" -> QuadCube.toNative(code, x, y);
            default -> zenithal(x, y);
        };
    }

    private static double @Nullable [] sinusoidal(double x, double y) {
        double theta = Math.toRadians(y);
        return point(Math.abs(y) >= 90 ? 0 : Math.toRadians(x) / Math.cos(theta), theta);
    }

    /**
     * The point of the plane [deg] where a native direction [rad] is projected to, found by Newton's method; null when
     * it is not found.
     */
    double @Nullable [] toPlane(double phi, double theta) {
        double r = Math.toDegrees(Math.PI / 2 - theta);
        double[] at = zenithal()
                ? new double[] {r * Math.sin(phi), -r * Math.cos(phi)}
                : new double[] {Math.toDegrees(phi), Math.toDegrees(theta)};
        for (int i = 0; i < 50; i++) {
            double[] miss = miss(at[0], at[1], phi, theta);
            double[] right = miss(at[0] + STEP, at[1], phi, theta);
            double[] up = miss(at[0], at[1] + STEP, phi, theta);
            if (miss == null || right == null || up == null) {
                return null;
            }
            if (Math.hypot(miss[0], miss[1]) < 1e-11) {
                return at;
            }
            double a = (right[0] - miss[0]) / STEP;
            double b = (up[0] - miss[0]) / STEP;
            double c = (right[1] - miss[1]) / STEP;
            double d = (up[1] - miss[1]) / STEP;
            double det = a * d - b * c;
            at = new double[] {at[0] - (d * miss[0] - b * miss[1]) / det, at[1] - (a * miss[1] - c * miss[0]) / det};
        }
        return null;
    }

    private double @Nullable [] miss(double x, double y, double phi, double theta) {
        double[] found = toNative(x, y);
        return found == null || !Double.isFinite(found[0]) || !Double.isFinite(found[1])
                ? null
                : new double[] {wrapped(found[0] - phi) * Math.cos(theta), found[1] - theta};
    }

    private double @Nullable [] zenithal(double x, double y) {
        double r = Math.hypot(x, y);
        double phi = r == 0 ? 0 : Math.atan2(x, -y);
        return switch (code) {
            case "TAN", "TPV", "TNX" -> new double[] {phi, Math.atan2(R0, r)};
            case "STG" -> new double[] {phi, Math.PI / 2 - 2 * Math.atan(r / (2 * R0))};
            case "ARC" -> r > 180 ? null : new double[] {phi, Math.PI / 2 - Math.toRadians(r)};
            case "ZEA" ->
                r > 2 * R0 * (1 + TOLERANCE) ? null : new double[] {phi, Math.PI / 2 - 2 * asin(r / (2 * R0))};
            case "ZPN" -> zpn(phi, r / R0);
            case "AIR" -> airy(phi, r / R0);
            case "SIN" -> slantOrthographic(x / R0, y / R0, p[1], p[2]);
            case "AZP" -> azp(x, y);
            case "SZP" -> szp(x / R0, y / R0);
            default -> null;
        };
    }

    /** The sphere where a line of slope (xi, eta) through a point of the plane meets it; in units of its radius. */
    private static double @Nullable [] slantOrthographic(double x, double y, double xi, double eta) {
        double a = xi * xi + eta * eta + 1;
        double b = xi * (x - xi) + eta * (y - eta);
        double c = (x - xi) * (x - xi) + (y - eta) * (y - eta) - 1;
        double d = b * b - a * c;
        if (d < 0) {
            return null;
        }
        double s1 = (-b + Math.sqrt(d)) / a;
        double s2 = (-b - Math.sqrt(d)) / a;
        double s = Math.abs(s1) <= 1 + TOLERANCE && s1 >= s2 ? s1 : s2;
        if (Math.abs(s) > 1 + TOLERANCE) {
            return null;
        }
        // near the pole asin loses digits: the cosine is known from the plane
        double u = x - xi * (1 - s);
        double v = y - eta * (1 - s);
        return new double[] {u == 0 && v == 0 ? 0 : Math.atan2(u, -v), Math.atan2(s, Math.hypot(u, v))};
    }

    private double @Nullable [] azp(double x, double y) {
        double mu = p[1];
        double g = Math.toRadians(p[2]);
        double yc = y * Math.cos(g);
        double r = Math.hypot(x, yc);
        double phi = r == 0 ? 0 : Math.atan2(x, -yc);
        double rho = r / (R0 * (mu + 1) + y * Math.sin(g));
        double psi = Math.atan2(1, rho);
        double s = rho * mu / Math.sqrt(rho * rho + 1);
        if (Math.abs(s) > 1) {
            return null;
        }
        double omega = Math.asin(s);
        double t1 = wrapped(psi - omega);
        double t2 = wrapped(psi + omega + Math.PI);
        boolean ok1 = Math.abs(t1) <= Math.PI / 2 + TOLERANCE;
        boolean ok2 = Math.abs(t2) <= Math.PI / 2 + TOLERANCE;
        if (!ok1 && !ok2) {
            return null;
        }
        return new double[] {phi, ok1 && (!ok2 || t1 >= t2) ? t1 : t2};
    }

    private double @Nullable [] szp(double x, double y) {
        double mu = p[1];
        double phiC = Math.toRadians(p[2]);
        double thetaC = Math.toRadians(p[3]);
        double xp = -mu * Math.cos(thetaC) * Math.sin(phiC);
        double yp = mu * Math.cos(thetaC) * Math.cos(phiC);
        double zp = mu * Math.sin(thetaC) + 1;
        if (zp == 0) {
            return null;
        }
        return slantOrthographic(x, y, (x - xp) / zp, (y - yp) / zp);
    }

    /** R = sum of p[m] zeta^m; the smallest zeta from 0 that gives this R. */
    private double @Nullable [] zpn(double phi, double r) {
        int degree = MAX_PARAMETER;
        while (degree > 0 && p[degree] == 0) {
            degree--;
        }
        if (degree == 0) {
            return null;
        }
        double step = Math.PI / 360;
        double low = 0;
        if (r < p[0] - TOLERANCE) {
            return null;
        }
        while (low < Math.PI && polynomial(degree, low + step) < r) {
            if (polynomial(degree, low + step) < polynomial(degree, low)) {
                return null;
            }
            low += step;
        }
        if (low >= Math.PI) {
            return null;
        }
        double high = low + step;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            if (polynomial(degree, middle) < r) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new double[] {phi, Math.PI / 2 - (low + high) / 2};
    }

    /** Airy's projection: the smallest distance from the pole that gives this radius, found by halving. */
    private double @Nullable [] airy(double phi, double r) {
        double low = 0;
        double high = Math.PI / 2 * 0.999999;
        if (airyRadius(high) < r) {
            return null;
        }
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            if (airyRadius(middle) < r) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new double[] {phi, Math.PI / 2 - (low + high)};
    }

    /** Of half the distance from the pole [rad]; p[1] is the latitude to which the error is minimal. */
    private double airyRadius(double xi) {
        if (xi == 0) {
            return 0;
        }
        double b = Math.toRadians(90 - p[1]) / 2;
        double edge = Math.abs(b) < 1e-6 ? -0.5 : Math.log(Math.cos(b)) / Math.pow(Math.tan(b), 2);
        return -2 * (Math.log(Math.cos(xi)) / Math.tan(xi) + edge * Math.tan(xi));
    }

    private double polynomial(int degree, double zeta) {
        double sum = 0;
        for (int m = degree; m >= 0; m--) {
            sum = sum * zeta + p[m];
        }
        return sum;
    }

    private double @Nullable [] cylindrical(double x, double y) {
        return switch (code) {
            case "CAR" -> point(Math.toRadians(x), Math.toRadians(y));
            case "MER" -> point(Math.toRadians(x), 2 * Math.atan(Math.exp(y / R0)) - Math.PI / 2);
            case "CEA" -> {
                double s = y / R0 * p[1];
                yield Math.abs(s) > 1 + TOLERANCE ? null : point(Math.toRadians(x), asin(s));
            }
            default -> {
                double mu = p[1];
                double lambda = p[2] == 0 ? 1 : p[2];
                double eta = y / R0 / (mu + lambda);
                double s = eta * mu / Math.sqrt(eta * eta + 1);
                yield Math.abs(s) > 1 ? null : point(Math.toRadians(x / lambda), Math.atan2(eta, 1) + Math.asin(s));
            }
        };
    }

    private static double @Nullable [] mollweide(double x, double y) {
        double s = y / R0 / SQRT2;
        if (Math.abs(s) > 1) {
            return null;
        }
        double z = Math.sqrt(2 - (y / R0) * (y / R0));
        double t = 2 / Math.PI * Math.asin(s) + y / 180 * z;
        double phi = z < TOLERANCE ? 0 : Math.PI * Math.toRadians(x) / (2 * z);
        return Math.abs(t) > 1 + TOLERANCE || Math.abs(phi) > Math.PI + TOLERANCE ? null : new double[] {phi, asin(t)};
    }

    private static double @Nullable [] aitoff(double x, double y) {
        double u = x / R0 / 4;
        double v = y / R0 / 2;
        double z2 = 1 - u * u - v * v;
        if (z2 < 0.5 - TOLERANCE) {
            return null;
        }
        double z = Math.sqrt(z2);
        double s = y / R0 * z;
        return Math.abs(s) > 1 + TOLERANCE ? null : new double[] {2 * Math.atan2(z * x / R0 / 2, 2 * z2 - 1), asin(s)};
    }

    private double @Nullable [] conic(double x, double y) {
        double a = Math.toRadians(p[1]);
        double eta = Math.toRadians(p[2]);
        double t1 = a - eta;
        double t2 = a + eta;
        double c;
        double y0;
        switch (code) {
            case "COP" -> {
                c = Math.sin(a);
                y0 = R0 * Math.cos(eta) / Math.tan(a);
            }
            case "COE" -> {
                c = (Math.sin(t1) + Math.sin(t2)) / 2;
                y0 = R0 / c * Math.sqrt(1 + Math.sin(t1) * Math.sin(t2) - 2 * c * Math.sin(a));
            }
            case "COD" -> {
                c = eta == 0 ? Math.sin(a) : Math.sin(a) * Math.sin(eta) / eta;
                y0 = eta == 0 ? R0 / Math.tan(a) : R0 * eta / Math.tan(eta) / Math.tan(a);
            }
            default -> {
                double g1 = Math.tan(Math.PI / 4 - t1 / 2);
                double g2 = Math.tan(Math.PI / 4 - t2 / 2);
                c = t1 == t2 ? Math.sin(t1) : Math.log(Math.cos(t2) / Math.cos(t1)) / Math.log(g2 / g1);
                y0 = R0 * Math.cos(t1) / (c * Math.pow(g1, c)) * Math.pow(Math.tan(Math.PI / 4 - a / 2), c);
            }
        }
        double sign = Math.signum(a);
        double r = sign * Math.hypot(x, y0 - y);
        double phi = r == 0 ? 0 : Math.atan2(x / r, (y0 - y) / r) / c;
        return switch (code) {
            case "COP" -> point(phi, a + Math.atan(1 / Math.tan(a) - r / R0 / Math.cos(eta)));
            case "COE" -> {
                double s = (1 + Math.sin(t1) * Math.sin(t2) - (c * r / R0) * (c * r / R0)) / (2 * c);
                yield Math.abs(s) > 1 + TOLERANCE ? null : point(phi, asin(s));
            }
            case "COD" -> point(phi, a + Math.toRadians(y0 - r));
            default -> {
                double g1 = Math.tan(Math.PI / 4 - t1 / 2);
                double psi = R0 * Math.cos(t1) / (c * Math.pow(g1, c));
                yield point(phi, Math.PI / 2 - 2 * Math.atan(Math.pow(r / psi, 1 / c)));
            }
        };
    }

    private static double @Nullable [] point(double phi, double theta) {
        return Double.isFinite(phi) && Math.abs(theta) <= Math.PI / 2 + TOLERANCE ? new double[] {phi, theta} : null;
    }

    private static double asin(double s) {
        return Math.asin(Math.max(-1, Math.min(1, s)));
    }

    private static double wrapped(double angle) {
        return Math.IEEEremainder(angle, 2 * Math.PI);
    }
}
