package org.xingvo.ingest.wcs;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * One correction surface of IRAF's TNX: a polynomial in the projected coordinates that is added to one of them.
 * Immutable. Source: "The TNX World Coordinate System" (registered FITS convention).
 */
final class Tnx {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern NUMBERS = Pattern.compile("[-+0-9.eEdD\\s]+");

    private static final int CHEBYSHEV = 1;
    private static final int LEGENDRE = 2;
    private static final int POLYNOMIAL = 3;
    private static final int MAX_ORDER = 20;

    private final int function;
    private final int xOrder;
    private final int yOrder;
    private final int cross;
    private final double[] range;
    private final double[] terms;

    private Tnx(int function, int xOrder, int yOrder, int cross, double[] range, double[] terms) {
        this.function = function;
        this.xOrder = xOrder;
        this.yOrder = yOrder;
        this.cross = cross;
        this.range = range;
        this.terms = terms;
    }

    /** The distortion of a header whose longitude and latitude are these axes, or null when it cannot be read. */
    static @Nullable Distortion of(HduHeader hdu, int lonAxis, int latAxis) {
        Tnx lon = surface(attribute(WatCards.text(hdu, lonAxis), "lngcor"));
        Tnx lat = surface(attribute(WatCards.text(hdu, latAxis), "latcor"));
        if (lon == null || lat == null) {
            return null;
        }
        return (x, y) -> new double[] {x + lon.value(x, y), y + lat.value(x, y)};
    }

    private static @Nullable String attribute(String wat, String name) {
        Matcher m = Pattern.compile("\\b" + name + "\\s*=\\s*\"([^\"]*)\"?").matcher(wat);
        return m.find() ? m.group(1).strip() : null;
    }

    private static @Nullable Tnx surface(@Nullable String text) {
        if (text == null || !NUMBERS.matcher(text).matches()) {
            return null;
        }
        List<String> parts =
                WORD.matcher(text).results().map(MatchResult::group).toList();
        if (parts.size() < 9) {
            return null;
        }
        double[] v = new double[parts.size()];
        try {
            for (int i = 0; i < parts.size(); i++) {
                v[i] = Double.parseDouble(parts.get(i).replace('D', 'E').replace('d', 'e'));
            }
        } catch (NumberFormatException e) {
            return null;
        }
        int function = (int) v[0];
        int xOrder = (int) v[1];
        int yOrder = (int) v[2];
        int cross = (int) v[3];
        if (function < CHEBYSHEV
                || function > POLYNOMIAL
                || xOrder < 1
                || yOrder < 1
                || xOrder > MAX_ORDER
                || yOrder > MAX_ORDER
                || cross < 0
                || cross > 2) {
            return null;
        }
        double[] range = {v[4], v[5], v[6], v[7]};
        double[] terms = new double[v.length - 8];
        System.arraycopy(v, 8, terms, 0, terms.length);
        Tnx surface = new Tnx(function, xOrder, yOrder, cross, range, terms);
        return surface.count() == terms.length ? surface : null;
    }

    private boolean has(int i, int j) {
        return switch (cross) {
            case 0 -> i == 0 || j == 0;
            case 1 -> true;
            default -> i + j < Math.max(xOrder, yOrder);
        };
    }

    private int count() {
        int count = 0;
        for (int j = 0; j < yOrder; j++) {
            for (int i = 0; i < xOrder; i++) {
                count += has(i, j) ? 1 : 0;
            }
        }
        return count;
    }

    private double value(double x, double y) {
        double[] px = basis(x, range[0], range[1], xOrder);
        double[] py = basis(y, range[2], range[3], yOrder);
        double sum = 0;
        int k = 0;
        for (int j = 0; j < yOrder; j++) {
            for (int i = 0; i < xOrder; i++) {
                if (has(i, j)) {
                    sum += terms[k++] * px[i] * py[j];
                }
            }
        }
        return sum;
    }

    private double[] basis(double x, double min, double max, int order) {
        double t = function == POLYNOMIAL ? x : (2 * x - (max + min)) / (max - min);
        double[] b = new double[order];
        b[0] = 1;
        for (int i = 1; i < order; i++) {
            b[i] = switch (function) {
                case CHEBYSHEV -> i == 1 ? t : 2 * t * b[i - 1] - b[i - 2];
                case LEGENDRE -> i == 1 ? t : ((2 * i - 1) * t * b[i - 1] - (i - 1) * b[i - 2]) / i;
                default -> t * b[i - 1];
            };
        }
        return b;
    }
}
