package org.xingvo.adql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reference frames as rotations of ICRS, by the names of the IVOA's vocabulary {@code refframe}, which are sensitive to
 * case. FK5 is that of J2000, FK4 that of B1950 without its E-terms, ECLIPTIC that of J2000. Good to some tens of
 * milliarcseconds for FK5, GALACTIC and ECLIPTIC, to some tenths of an arcsecond for FK4.
 */
public final class Frames {
    private static final double MAS = 1 / 3.6e6;

    /** FK5's orientation in ICRS (Mignard, Froeschlé 2000). */
    private static final double[][] FK5 =
            product(turned(0, 19.9 * MAS), product(turned(1, 9.1 * MAS), turned(2, -22.9 * MAS)));

    /** From B1950 to J2000 (Murray 1989). */
    private static final double[][] PRECESSION = {
        {0.9999256794956877, -0.0111814832204662, -0.0048590038153592},
        {0.0111814832391717, 0.9999374848933135, -0.0000271625947142},
        {0.0048590037723143, -0.0000271702937440, 0.9999881946023742}
    };

    /** The Hipparcos catalogue, volume 1, section 1.5.3. */
    private static final double[][] GALACTIC = {
        {-0.0548755604162154, -0.8734370902348850, -0.4838350155487132},
        {0.4941094278755837, -0.4448296299600112, 0.746982244497219},
        {-0.8676661490190047, -0.1980763734312015, 0.4559837761750669}
    };

    /** Pole at l = 47.37, b = 6.32, zero point at l = 137.37 (de Vaucouleurs 1991). */
    private static final double[][] SUPER_GALACTIC =
            product(turned(2, 90), product(turned(1, 90 - 6.32), product(turned(2, 47.37), GALACTIC)));

    /** Obliquity of J2000, IAU 1976. */
    private static final double[][] ECLIPTIC = product(turned(0, 84381.448 / 3600), FK5);

    private static final Map<String, double[][]> FROM_ICRS = new TreeMap<>(Map.of(
            "ICRS",
            turned(0, 0),
            "FK5",
            FK5,
            "FK4",
            product(transposed(PRECESSION), FK5),
            "GALACTIC",
            GALACTIC,
            "SUPER_GALACTIC",
            SUPER_GALACTIC,
            "ECLIPTIC",
            ECLIPTIC));

    private Frames() {}

    /** In alphabetical order. */
    public static List<String> names() {
        return List.copyOf(FROM_ICRS.keySet());
    }

    /** The rotation of vectors from one frame to another, row by row; empty if a name is unknown. */
    public static Optional<List<Double>> rotation(String from, String to) {
        double[][] first = FROM_ICRS.get(from);
        double[][] second = FROM_ICRS.get(to);
        if (first == null || second == null) {
            return Optional.empty();
        }
        List<Double> numbers = new ArrayList<>();
        for (double[] row : product(second, transposed(first))) {
            for (double number : row) {
                numbers.add(number);
            }
        }
        return Optional.of(numbers);
    }

    /** Axes turned about one of them, by degrees. */
    private static double[][] turned(int axis, double angle) {
        double c = Math.cos(Math.toRadians(angle));
        double s = Math.sin(Math.toRadians(angle));
        return switch (axis) {
            case 0 -> new double[][] {{1, 0, 0}, {0, c, s}, {0, -s, c}};
            case 1 -> new double[][] {{c, 0, -s}, {0, 1, 0}, {s, 0, c}};
            default -> new double[][] {{c, s, 0}, {-s, c, 0}, {0, 0, 1}};
        };
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] result = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }

    private static double[][] transposed(double[][] a) {
        double[][] result = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                result[i][j] = a[j][i];
            }
        }
        return result;
    }
}
