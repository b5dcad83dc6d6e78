package org.xingvo.ingest.preview;

import java.util.Arrays;

/**
 * Values to shades of grey, linear between two limits. Immutable. The limits are those of {@link Zscale}, unless most of
 * the image is one value, as in maps of counts: then a line through the sample says nothing, and the limits are
 * percentiles with the square root of what is between them.
 */
record Shades(double low, double high, boolean root) {
    static Shades of(double[] sample) {
        Zscale zscale = Zscale.of(sample);
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double min = sorted[0];
        double max = sorted[sorted.length - 1];
        double middle = sorted[sorted.length / 2];
        long same = Arrays.stream(sorted).filter(v -> v == middle).count();
        boolean flat = !(zscale.high() > zscale.low()) || same > sorted.length * 0.5;
        if (!flat || max == min) {
            return new Shades(zscale.low(), zscale.high(), false);
        }
        double low = sorted[(int) (sorted.length * 0.005)];
        double high = sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * 0.998))];
        return high > low ? new Shades(low, high, true) : new Shades(min, max, true);
    }

    int grey(double value) {
        if (!(high > low)) {
            return 128;
        }
        double t = Math.clamp((value - low) / (high - low), 0, 1);
        return (int) Math.round(255 * (root ? Math.sqrt(t) : t));
    }
}
