package org.xingvo.ingest.wcs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A celestial frame and its equinox, able to go to ICRS. Immutable.
 *
 * <p>FK4 positions are taken as mean places without proper motion at the epoch of their equinox: E-terms off,
 * Newcomb precession to B1950, Murray's matrix to J2000 (Murray 1989, A&amp;A 218, 325). FK5 of another equinox is
 * precessed by IAU 2006, which is how the sky moves and differs from IAU 1976 by 0.3 arcsec a century, and turned by the FK5-Hipparcos frame rotation (Mignard &amp; Froeschle 2000).
 *
 * @param kind the frame
 * @param equinoxYears Besselian years for FK4, Julian for FK5 and ECLIPTIC; without meaning for the others
 */
public record SkyFrame(Kind kind, double equinoxYears) {
    /** The frames that have a way to ICRS. */
    public enum Kind {
        ICRS,
        FK5,
        FK4,
        FK4_NO_E,
        GALACTIC,
        SUPERGALACTIC,
        ECLIPTIC
    }

    public static final SkyFrame ICRS = new SkyFrame(Kind.ICRS, 2000);
    public static final SkyFrame FK5_J2000 = new SkyFrame(Kind.FK5, 2000);
    public static final SkyFrame FK4_B1950 = new SkyFrame(Kind.FK4, 1950);
    public static final SkyFrame GALACTIC = new SkyFrame(Kind.GALACTIC, 2000);
    public static final SkyFrame SUPERGALACTIC = new SkyFrame(Kind.SUPERGALACTIC, 2000);

    private static final double ARCSEC = Math.PI / 648_000;
    private static final double FK4_ENDS = 1984;
    private static final double[][] FK4_TO_FK5 = {
        {0.9999256794956877, -0.0111814832204662, -0.0048590038153592},
        {0.0111814832391717, 0.9999374848933135, -0.0000271625947142},
        {0.0048590037723143, -0.0000271702937440, 0.9999881946023742}
    };
    /** Turn of FK4 against FK5, for each century after B1950. */
    private static final double[][] FK4_TURN = {
        {-0.0026455262e-6, -1.1539918689e-6, 2.1111346190e-6},
        {1.1540628161e-6, -0.0129042997e-6, 0.0236021478e-6},
        {-2.1112979048e-6, -0.0056024448e-6, 0.0102587734e-6}
    };

    private static final double[][] FK5_TO_ICRS = transpose(product(
            rotation(0, 19.9e-3 * ARCSEC), product(rotation(1, 9.1e-3 * ARCSEC), rotation(2, -22.9e-3 * ARCSEC))));
    private static final double[][] GALACTIC_TO_FK5 = transpose(product(
            rotation(2, Math.toRadians(180 - 122.9319185680026)),
            product(
                    rotation(1, Math.toRadians(90 - 27.12825118085622)),
                    rotation(2, Math.toRadians(192.8594812065348)))));
    private static final double[][] SUPERGALACTIC_TO_GALACTIC = transpose(product(
            rotation(2, Math.toRadians(90)),
            product(rotation(1, Math.toRadians(90 - 6.32)), rotation(2, Math.toRadians(47.37)))));

    /**
     * The equatorial frame of a header (paper II, section 3.1): RADESYS says it; without it an equinox before 1984 is
     * FK4 and a later one FK5; without both it is ICRS. A RADESYS that names no known frame counts as absent.
     *
     * @return null for frames of apparent or instrumental places, which have no fixed way to ICRS
     */
    public static @Nullable SkyFrame equatorial(@Nullable String radesys, @Nullable Double equinoxYears) {
        String name = radesys == null ? "" : radesys.strip().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "ICRS", "ICRF" -> ICRS;
            case "FK5" -> new SkyFrame(Kind.FK5, or(equinoxYears, 2000));
            case "J2000", "J2000.0", "FK5J2000", "FK5/J2000", "FK5-J2000", "FK5 J2000" -> FK5_J2000;
            case "FK4" -> new SkyFrame(Kind.FK4, or(equinoxYears, 1950));
            case "B1950", "B1950.0", "FK4B1950", "FK4/B1950", "FK4-B1950", "FK4 B1950" -> FK4_B1950;
            case "FK4-NO-E" -> new SkyFrame(Kind.FK4_NO_E, or(equinoxYears, 1950));
            case "GAPPT", "APPT", "APPARENT", "ALTAZ", "AZEL", "TETE", "CIRS", "OF DATE" -> null;
            default ->
                equinoxYears == null ? ICRS : new SkyFrame(equinoxYears < FK4_ENDS ? Kind.FK4 : Kind.FK5, equinoxYears);
        };
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    /** The same direction in ICRS. */
    public LonLat toIcrs(LonLat here) {
        if (kind == Kind.ICRS) {
            return here;
        }
        double[] v = here.vector();
        return LonLat.of(
                switch (kind) {
                    case ICRS -> v;
                    case FK5 -> apply(FK5_TO_ICRS, apply(fk5ToJ2000(equinoxYears), v));
                    case FK4 -> fk4(withoutETerms(v, equinoxYears));
                    case FK4_NO_E -> fk4(v);
                    case GALACTIC -> apply(FK5_TO_ICRS, apply(GALACTIC_TO_FK5, v));
                    case SUPERGALACTIC ->
                        apply(FK5_TO_ICRS, apply(GALACTIC_TO_FK5, apply(SUPERGALACTIC_TO_GALACTIC, v)));
                    case ECLIPTIC -> {
                        double[] equatorial = apply(rotation(0, -obliquity(equinoxYears)), v);
                        yield apply(FK5_TO_ICRS, apply(fk5ToJ2000(equinoxYears), equatorial));
                    }
                });
    }

    private double[] fk4(double[] v) {
        double centuries = (julianYears(equinoxYears) - 1950) / 100;
        double[][] matrix = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                matrix[i][j] = FK4_TO_FK5[i][j] + centuries * FK4_TURN[i][j];
            }
        }
        return apply(FK5_TO_ICRS, apply(matrix, apply(fk4Precession(equinoxYears, 1950), v)));
    }

    /** Mean obliquity of J2000 plus the IAU 1980 rate [rad]. */
    private static double obliquity(double years) {
        double t = (years - 2000) / 100;
        return (84381.448 - 46.8150 * t - 0.00059 * t * t + 0.001813 * t * t * t) * ARCSEC;
    }

    private static double julianYears(double besselian) {
        double jd = 2415020.31352 + (besselian - 1900) * 365.242198781;
        return 2000 + (jd - 2451545) / 365.25;
    }

    /** Removes the elliptic terms of aberration and gives back a unit vector. */
    private static double[] withoutETerms(double[] v, double besselian) {
        double t = (2415020.31352 + (besselian - 1900) * 365.242198781 - 2433282.4235) / 36525;
        double k = Math.toRadians(0.0056932);
        double e = 0.01673011 - (0.00004193 + 0.000000126 * t) * t;
        double perigee = Math.toRadians(282.08053028 + (6190.67 + (1.65 + 0.012 * t) * t) * t / 3600);
        double o = Math.toRadians(23.44578788 - (46.8495 + (0.00319 - 0.00181 * t) * t) * t / 3600);
        double[] a = {
            e * k * Math.sin(perigee),
            -e * k * Math.cos(perigee) * Math.cos(o),
            -e * k * Math.cos(perigee) * Math.sin(o)
        };
        double dot = a[0] * v[0] + a[1] * v[1] + a[2] * v[2];
        double[] w = new double[3];
        for (int i = 0; i < 3; i++) {
            w[i] = v[i] - a[i] + dot * v[i];
        }
        return w;
    }

    /** Newcomb's precession between two Besselian epochs (as Kinoshita 1975, Aoki et al. 1983 give it). */
    private static double[][] fk4Precession(double from, double to) {
        double t1 = (from - 1850) / 1000;
        double t2 = (to - 1850) / 1000;
        double dt = t2 - t1;
        double first = 23035.545 + t1 * 139.720 + 0.060 * t1 * t1;
        double zeta = (first * dt + (30.240 - 0.27 * t1) * dt * dt + 17.995 * dt * dt * dt) * ARCSEC;
        double z = (first * dt + (109.480 + 0.39 * t1) * dt * dt + 18.325 * dt * dt * dt) * ARCSEC;
        double theta =
                ((20051.12 - 85.29 * t1 - 0.37 * t1 * t1) * dt + (-42.65 - 0.37 * t1) * dt * dt - 41.8 * dt * dt * dt)
                        * ARCSEC;
        return product(rotation(2, -z), product(rotation(1, theta), rotation(2, -zeta)));
    }

    /** IAU 2006 precession of the mean equator (Capitaine et al. 2003), from the equinox to J2000. */
    private static double[][] fk5ToJ2000(double years) {
        double t = (years - 2000) / 100;
        double zeta = (2.650545 + (2306.083227 + (0.2988499 + (0.01801828 - 0.000005971 * t) * t) * t) * t) * ARCSEC;
        double z = (-2.650545 + (2306.077181 + (1.0927348 + (0.01826837 - 0.000028596 * t) * t) * t) * t) * ARCSEC;
        double theta = (2004.191903 + (-0.4294934 + (-0.04182264 - 0.000007089 * t) * t) * t) * t * ARCSEC;
        return t == 0
                ? rotation(0, 0)
                : transpose(product(rotation(2, -z), product(rotation(1, theta), rotation(2, -zeta))));
    }

    /** Turns the axes, not the vector. */
    private static double[][] rotation(int axis, double angle) {
        double s = Math.sin(angle);
        double c = Math.cos(angle);
        return switch (axis) {
            case 0 -> new double[][] {{1, 0, 0}, {0, c, s}, {0, -s, c}};
            case 1 -> new double[][] {{c, 0, -s}, {0, 1, 0}, {s, 0, c}};
            default -> new double[][] {{c, s, 0}, {-s, c, 0}, {0, 0, 1}};
        };
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                c[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
            }
        }
        return c;
    }

    private static double[][] transpose(double[][] a) {
        double[][] t = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[] apply(double[][] m, double[] v) {
        double[] w = new double[3];
        for (int i = 0; i < 3; i++) {
            w[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
        }
        return w;
    }
}
