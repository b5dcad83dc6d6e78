package org.xingvo.ingest.wcs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;

/**
 * The dispersion of one line of an IRAF multispec image: linear, logarithmic, or a weighted mean of polynomials and
 * splines of the pixel. Immutable. Source: IRAF help page specwcs.
 *
 * @param logarithmic the terms give log10 of the wavelength
 * @param w1 at the first physical pixel
 * @param dw for each pixel
 * @param pixels how many are valid
 * @param doppler the wavelength is divided by it
 * @param terms of a non-linear dispersion, which has neither w1 nor dw; else empty
 */
record Multispec(boolean logarithmic, double w1, double dw, double pixels, double doppler, List<Term> terms) {
    private static final Pattern LINE = Pattern.compile("\\bspec\\d+\\s*=\\s*\"([^\"]*)\"?");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** Aperture, beam, type, w1, dw, nw, z, and the two limits of the aperture. */
    private static final int FIXED = 9;
    /** A dispersion that turns back between these many samples is none. */
    private static final int SAMPLES = 64;

    private static final int CHEBYSHEV = 1;
    private static final int LEGENDRE = 2;
    private static final int CUBIC_SPLINE = 3;
    private static final int LINEAR_SPLINE = 4;
    private static final int MAX_ORDER = 100;

    /**
     * The shortest and the longest wavelength of all lines, in the unit of the axis.
     *
     * @param length of the axis
     * @return null: no line has a dispersion, or not every one can be read
     */
    static double @Nullable [] range(HduHeader hdu, long length) {
        Double scale = hdu.number("LTM1_1");
        Double shift = hdu.number("LTV1");
        double step = scale == null || scale == 0 ? 1 : 1 / scale;
        double first = (1 - (shift == null ? 0 : shift)) * step;
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        Matcher lines = LINE.matcher(WatCards.text(hdu, 2));
        while (lines.find()) {
            String[] fields = BLANKS.split(lines.group(1).strip());
            if (fields.length > 2 && fields[2].equals("-1")) {
                continue;
            }
            Multispec line = of(fields);
            double[] ends = line == null ? null : line.ends(first, first + (length - 1) * step);
            if (ends == null) {
                return null;
            }
            min = Math.min(min, ends[0]);
            max = Math.max(max, ends[1]);
        }
        return max > 0 ? new double[] {min, max} : null;
    }

    private static @Nullable Multispec of(String[] fields) {
        if (fields.length < FIXED) {
            return null;
        }
        try {
            double[] functions = new double[fields.length - FIXED];
            for (int i = 0; i < functions.length; i++) {
                functions[i] = number(fields[FIXED + i]);
            }
            int type = Integer.parseInt(fields[2]);
            List<Term> terms = type == 2 ? Term.read(functions) : List.of();
            return type < 0 || type > 2 || (type == 2 && terms.isEmpty())
                    ? null
                    : new Multispec(
                            type == 1,
                            number(fields[3]),
                            number(fields[4]),
                            number(fields[5]),
                            1 + number(fields[6]),
                            terms);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace('D', 'E').replace('d', 'e'));
    }

    /** Smallest and largest wavelength between two physical pixels; null: none above zero, or it turns back. */
    private double @Nullable [] ends(double from, double to) {
        double first = Math.max(1, Math.min(pixels, from));
        double last = Math.max(1, Math.min(pixels, to));
        double start = at(first);
        double end = at(last);
        double before = start;
        for (int i = 1; i <= SAMPLES; i++) {
            double here = at(first + (last - first) * i / SAMPLES);
            if (!((here - before) * (end - start) > 0)) {
                return null;
            }
            before = here;
        }
        double min = Math.min(start, end);
        return min > 0 && Double.isFinite(start + end) ? new double[] {min, Math.max(start, end)} : null;
    }

    private double at(double pixel) {
        double value = w1 + dw * (pixel - 1);
        if (!terms.isEmpty()) {
            value = 0;
            double weights = 0;
            for (Term term : terms) {
                value += term.weight() * (term.offset() + term.at(pixel));
                weights += term.weight();
            }
            value /= weights;
        }
        return (logarithmic ? Math.pow(10, value) : value) / doppler;
    }

    /** One function of a non-linear dispersion; of splines the order is the number of pieces. */
    private record Term(
            double weight, double offset, int function, int order, double low, double high, double[] coefficients) {
        /** All functions, or none when one is unknown or cut. */
        static List<Term> read(double[] v) {
            List<Term> terms = new ArrayList<>();
            int i = 0;
            while (i + 6 <= v.length) {
                int function = (int) v[i + 2];
                int order = (int) v[i + 3];
                int count = order
                        + switch (function) {
                            case CHEBYSHEV, LEGENDRE -> 0;
                            case CUBIC_SPLINE -> 3;
                            case LINEAR_SPLINE -> 1;
                            default -> Integer.MIN_VALUE;
                        };
                if (order < 1 || order > MAX_ORDER || count < 1 || i + 6 + count > v.length || v[i + 4] == v[i + 5]) {
                    return List.of();
                }
                double[] coefficients = new double[count];
                System.arraycopy(v, i + 6, coefficients, 0, count);
                terms.add(new Term(v[i], v[i + 1], function, order, v[i + 4], v[i + 5], coefficients));
                i += 6 + count;
            }
            return i == v.length ? terms : List.of();
        }

        double at(double pixel) {
            return function == CHEBYSHEV || function == LEGENDRE ? polynomial(pixel) : spline(pixel);
        }

        private double polynomial(double pixel) {
            double x = (2 * pixel - (high + low)) / (high - low);
            double before = 0;
            double basis = 1;
            double sum = 0;
            for (int n = 0; n < order; n++) {
                sum += coefficients[n] * basis;
                double next = n == 0
                        ? x
                        : function == CHEBYSHEV
                                ? 2 * x * basis - before
                                : ((2 * n + 1) * x * basis - n * before) / (n + 1);
                before = basis;
                basis = next;
            }
            return sum;
        }

        private double spline(double pixel) {
            double x = (pixel - low) / (high - low) * order;
            int k = Math.max(0, Math.min(order - 1, (int) x));
            double b = x - k;
            double a = 1 - b;
            return function == LINEAR_SPLINE
                    ? a * coefficients[k] + b * coefficients[k + 1]
                    : a * a * a * coefficients[k]
                            + (1 + 3 * a * (1 + a * b)) * coefficients[k + 1]
                            + (1 + 3 * b * (1 + a * b)) * coefficients[k + 2]
                            + b * b * b * coefficients[k + 3];
        }
    }
}
