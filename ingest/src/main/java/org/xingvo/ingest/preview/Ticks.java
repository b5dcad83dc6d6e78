package org.xingvo.ingest.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Marks of an axis at round numbers. Immutable.
 *
 * @param at where, rising
 * @param labels one for each, divided by ten to the {@code exponent}
 * @param step between two
 * @param exponent 0 unless the numbers are very large or small
 */
record Ticks(List<Double> at, List<String> labels, double step, int exponent) {

    /** Round numbers within a range, about so many. */
    static Ticks of(double min, double max, int about) {
        double rough = (max - min) / Math.max(1, about);
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double leading = rough / power;
        double step = power * (leading < 1.5 ? 1 : leading < 3.5 ? 2 : leading < 7.5 ? 5 : 10);
        double top = Math.max(Math.abs(min), Math.abs(max));
        int magnitude = (int) Math.floor(Math.log10(top));
        int exponent = magnitude >= 5 || magnitude < -2 ? magnitude : 0;
        double unit = Math.pow(10, exponent);
        int decimals = (int) Math.clamp(-Math.floor(Math.log10(step / unit) + 1e-9), 0, 9);
        List<Double> at = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
            at.add(i * step);
            labels.add(String.format(Locale.ROOT, "%." + decimals + "f", i * step / unit)
                    .replace('-', '−'));
        }
        return new Ticks(List.copyOf(at), List.copyOf(labels), step, exponent);
    }
}
