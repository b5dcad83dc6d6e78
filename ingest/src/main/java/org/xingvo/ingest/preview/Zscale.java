package org.xingvo.ingest.preview;

import java.util.Arrays;

/**
 * The two values between which an image is shown, from black to white. Immutable. The way of IRAF's display task, as its
 * help page tells it: the values of a sample in order are fitted by a line through their median with rejection of
 * outliers; the slope, divided by the contrast, says how far from the median black and white are.
 *
 * @param low black
 * @param high white, above {@code low} unless all values are the same
 */
record Zscale(double low, double high) {
    static final double CONTRAST = 0.25;
    private static final int MIN_PIXELS = 5;
    private static final double MAX_REJECT = 0.5;
    private static final double REJECT_SIGMAS = 2.5;
    private static final int MAX_ITERATIONS = 5;

    /**
     * Limits of a sample.
     *
     * @param values finite ones count; not changed
     */
    static Zscale of(double[] values) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return new Zscale(0, 0);
        }
        double min = sorted[0];
        double max = sorted[n - 1];
        int centre = (n - 1) / 2;
        double median = n % 2 == 1 ? sorted[centre] : (sorted[centre] + sorted[centre + 1]) / 2;
        int least = Math.max(MIN_PIXELS, (int) (n * MAX_REJECT));
        boolean[] bad = new boolean[n];
        int grow = Math.max(1, (int) (n * 0.01));
        int good = n;
        int before = n + 1;
        double slope = 0;
        for (int i = 0; i < MAX_ITERATIONS && good >= least && good < before; i++) {
            double[] line = fit(sorted, bad);
            slope = line[1];
            before = good;
            good = reject(sorted, bad, line, grow);
        }
        if (good < least) {
            return new Zscale(min, max);
        }
        slope /= CONTRAST;
        return new Zscale(Math.max(min, median - centre * slope), Math.min(max, median + (n - 1 - centre) * slope));
    }

    /** Intercept and slope of the least-squares line of the values over their ranks. */
    private static double[] fit(double[] y, boolean[] bad) {
        double n = 0;
        double sx = 0;
        double sy = 0;
        for (int i = 0; i < y.length; i++) {
            if (!bad[i]) {
                n++;
                sx += i;
                sy += y[i];
            }
        }
        double mx = sx / n;
        double my = sy / n;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < y.length; i++) {
            if (!bad[i]) {
                sxx += (i - mx) * (i - mx);
                sxy += (i - mx) * (y[i] - my);
            }
        }
        double slope = sxx == 0 ? 0 : sxy / sxx;
        return new double[] {my - slope * mx, slope};
    }

    /** Marks outliers and their neighbours; says how many values are left. */
    private static int reject(double[] y, boolean[] bad, double[] line, int grow) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            if (!bad[i]) {
                double d = y[i] - line[0] - line[1] * i;
                n++;
                sum += d;
                squares += d * d;
            }
        }
        double sigma = Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
        boolean[] out = new boolean[y.length];
        for (int i = 0; i < y.length; i++) {
            double d = y[i] - line[0] - line[1] * i;
            if (Math.abs(d) > REJECT_SIGMAS * sigma) {
                Arrays.fill(out, Math.max(0, i - grow / 2), Math.min(y.length, i + (grow + 1) / 2), true);
            }
        }
        int good = 0;
        for (int i = 0; i < y.length; i++) {
            bad[i] |= out[i];
            good += bad[i] ? 0 : 1;
        }
        return good;
    }
}
