package org.xingvo.ingest.preview;

import java.util.Arrays;

/**
 * An image made smaller while it is read: every value is shared out among the cells that its pixel covers, so that a
 * cell is the mean of its area. NaN and infinite values count for nothing. One thread at a time.
 */
final class Grid {
    final int width;
    final int height;
    private final long sourceWidth;
    private final long sourceHeight;
    private final double[] sum;
    private final double[] weight;

    /** Cells, no more than there are pixels. */
    Grid(long sourceWidth, long sourceHeight, int width, int height) {
        this.sourceWidth = sourceWidth;
        this.sourceHeight = sourceHeight;
        this.width = width;
        this.height = height;
        this.sum = new double[width * height];
        this.weight = new double[width * height];
    }

    /** Adds values of one row, which begin at {@code x}; pixels count from 0, rows from the bottom. */
    void add(long x, long y, double[] values, int count) {
        double top = (y + 1) * (double) height / sourceHeight;
        double bottom = y * (double) height / sourceHeight;
        int first = (int) Math.min(bottom, height - 1);
        int last = (int) Math.min(Math.ceil(top) - 1, height - 1);
        for (int row = first; row <= last; row++) {
            double share = Math.min(top, row + 1) - Math.max(bottom, row);
            if (share > 1e-9) {
                addRow(x, row, share, values, count);
            }
        }
    }

    private void addRow(long x, int row, double share, double[] values, int count) {
        double step = width / (double) sourceWidth;
        int base = row * width;
        for (int i = 0; i < count; i++) {
            double v = values[i];
            if (!Double.isFinite(v)) {
                continue;
            }
            double left = (x + i) * step;
            double right = left + step;
            int cell = (int) Math.min(left, width - 1);
            if (right <= cell + 1 || cell == width - 1) {
                sum[base + cell] += v * step * share;
                weight[base + cell] += step * share;
            } else {
                double here = cell + 1 - left;
                double there = right - cell - 1;
                sum[base + cell] += v * here * share;
                weight[base + cell] += here * share;
                sum[base + cell + 1] += v * there * share;
                weight[base + cell + 1] += there * share;
            }
        }
    }

    /** The means, row by row from the bottom; NaN where nothing is known. */
    double[] values() {
        double[] values = new double[sum.length];
        Arrays.setAll(values, i -> weight[i] > 1e-9 ? sum[i] / weight[i] : Double.NaN);
        return values;
    }
}
