package org.xingvo.ingest.preview;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws values over an axis, with the lines of the fitted class. */
final class SpectrumPainter {
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x24364b);
    private static final Color FAINT = new Color(0x66788c);
    private static final Color GRID = new Color(0xe4eaf1);
    private static final Color CURVE = new Color(0x1b5a9c);
    private static final Color SCATTER = new Color(0x1b, 0x5a, 0x9c, 70);
    private static final Color MARK = new Color(0xc9, 0x4a, 0x2e, 150);
    private static final Color MARK_NAME = new Color(0xb03a20);
    private static final int LEAST_FOR_WORDS = 200;
    private static final double HEIGHT = 0.62;

    private final int size;
    private final Canvas canvas;
    private final double left;
    private final double right;
    private final double top;
    private final double bottom;
    private double x0;
    private double x1;
    private double y0;
    private double y1;

    SpectrumPainter(int size) {
        this.size = size;
        int height = (int) Math.round(size * HEIGHT);
        canvas = new Canvas(size, height, PAPER);
        boolean words = words();
        left = words ? 58 : 4;
        right = size - (words ? 14 : 4);
        top = words ? 32 : 4;
        bottom = height - (words ? 44 : 4);
    }

    private boolean words() {
        return size >= LEAST_FOR_WORDS;
    }

    byte[] draw(Spectrum spectrum, @Nullable Lines lines, String title, String file) throws NoPreview {
        double[] range = limits(spectrum);
        Quantity.Shown shown = spectrum.quantity().shownIn(range[0], range[1], spectrum.axisLabel());
        x0 = range[0] / shown.size();
        x1 = range[1] / shown.size();
        y0 = range[2];
        y1 = range[3];
        axes(shown, spectrum.valueLabel());
        if (lines != null && spectrum.quantity() == Quantity.WAVELENGTH) {
            marks(lines, range, shown.size());
        }
        Shape all = canvas.g.getClip();
        canvas.g.setClip(new Rectangle2D.Double(left, top, right - left, bottom - top));
        for (Spectrum.Trace trace : spectrum.traces()) {
            curve(trace, shown.size());
        }
        canvas.g.setClip(all);
        canvas.g.setColor(FAINT);
        canvas.g.setStroke(new BasicStroke(1));
        canvas.g.draw(new Rectangle2D.Double(left, top, right - left, bottom - top));
        if (words()) {
            StrokeFont font = StrokeFont.PLAIN;
            String words = lines == null ? title : title.isEmpty() ? lines.words() : title + "   " + lines.words();
            String name = font.fit(words, 10.5, (right - left) * (file.isEmpty() ? 1 : 0.62));
            canvas.text(name, left, 21, 10.5, INK);
            double rest = right - left - font.width(name, 10.5) - (name.isEmpty() ? 0 : 16);
            canvas.text(font.fit(file, 8.5, rest), right, 20.5, 8.5, FAINT, 1);
        }
        return canvas.png();
    }

    /** x from, x to, y from, y to; y by percentiles, so that a few wild values do not flatten all others. */
    private static double[] limits(Spectrum spectrum) throws NoPreview {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        List<Double> values = new ArrayList<>();
        for (Spectrum.Trace trace : spectrum.traces()) {
            for (int i = 0; i < trace.x().length; i++) {
                if (Double.isFinite(trace.x()[i]) && Double.isFinite(trace.y()[i])) {
                    min = Math.min(min, trace.x()[i]);
                    max = Math.max(max, trace.x()[i]);
                    values.add(trace.y()[i]);
                }
            }
        }
        if (values.size() < 2 || !(max > min)) {
            throw new NoPreview("The spectrum has less than two values.");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double low = percentile(sorted, 0.004);
        double high = percentile(sorted, 0.996);
        double span = high - low;
        // what sticks out a little is shown, what sticks out far is cut
        low = sorted[0] > low - 0.35 * span ? sorted[0] : low - 0.08 * span;
        high = sorted[sorted.length - 1] < high + 0.35 * span ? sorted[sorted.length - 1] : high + 0.12 * span;
        span = high - low;
        if (!(span > 0)) {
            double half = high == 0 ? 1 : Math.abs(high) * 0.1;
            return new double[] {min, max, low - half, high + half};
        }
        double floor = low >= 0 && low < 0.35 * high ? 0 : low - 0.05 * span;
        return new double[] {min, max, floor, high + 0.09 * span};
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private double px(double x) {
        return left + (x - x0) / (x1 - x0) * (right - left);
    }

    private double py(double y) {
        return bottom - (y - y0) / (y1 - y0) * (bottom - top);
    }

    private void axes(Quantity.Shown shown, String valueLabel) {
        Ticks xs = Ticks.of(x0, x1, size >= 400 ? 7 : 4);
        Ticks ys = Ticks.of(y0, y1, 5);
        for (int i = 0; i < xs.at().size(); i++) {
            double x = px(xs.at().get(i));
            canvas.line(x, top, x, bottom, 1, GRID);
            if (words()) {
                canvas.line(x, bottom, x, bottom + 4, 1, FAINT);
                canvas.text(xs.labels().get(i), x, bottom + 17, 8.5, INK, 0.5);
            }
        }
        for (int i = 0; i < ys.at().size(); i++) {
            double y = py(ys.at().get(i));
            canvas.line(left, y, right, y, 1, GRID);
            if (words()) {
                canvas.line(left - 4, y, left, y, 1, FAINT);
                canvas.text(ys.labels().get(i), left - 7, y + 4.2, 8.5, INK, 1);
            }
        }
        if (words()) {
            String power = xs.exponent() == 0 ? "" : "  × 10^" + xs.exponent();
            canvas.text(shown.label() + power, (left + right) / 2, bottom + 36, 9.5, INK, 0.5);
            String label = ys.exponent() == 0 ? valueLabel : valueLabel + "  × 10^" + ys.exponent();
            String fitting = StrokeFont.PLAIN.fit(label, 9.5, bottom - top + 20);
            canvas.upwards(fitting, 15, (top + bottom) / 2, 9.5, INK, 0.5);
        }
    }

    private void marks(Lines lines, double[] range, double unit) {
        BasicStroke dashes = new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 5, new float[] {3, 3}, 0);
        List<Double> taken = new ArrayList<>();
        for (Lines.Line line : lines.within(range[0], range[1])) {
            double x = px(line.metres() / unit);
            canvas.g.setColor(MARK);
            canvas.g.setStroke(dashes);
            canvas.g.draw(new java.awt.geom.Line2D.Double(x, top + 1, x, bottom - 1));
            boolean free = taken.stream().allMatch(other -> Math.abs(other - x) > 12);
            if (words() && free && x - 4 > left + 8) {
                double width = StrokeFont.PLAIN.width(line.name(), 8);
                canvas.g.setColor(new Color(255, 255, 255, 200));
                canvas.g.fill(new Rectangle2D.Double(x - 12.5, top + 3, 11, width + 2));
                canvas.upwards(line.name(), x - 3.5, top + 4, 8, MARK_NAME, 1);
                taken.add(x);
            }
        }
    }

    /** A line through the means of the pixels' columns, before the range of their values. */
    private void curve(Spectrum.Trace trace, double unit) {
        int columns = (int) Math.ceil(right - left);
        double[] sum = new double[columns];
        int[] count = new int[columns];
        double[] low = new double[columns];
        double[] high = new double[columns];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        int used = 0;
        for (int i = 0; i < trace.x().length; i++) {
            double y = trace.y()[i];
            double x = px(trace.x()[i] / unit) - left;
            if (Double.isFinite(x) && Double.isFinite(y)) {
                int c = (int) Math.clamp(x, 0, columns - 1.0);
                used += count[c] == 0 ? 1 : 0;
                sum[c] += y;
                count[c]++;
                low[c] = Math.min(low[c], y);
                high[c] = Math.max(high[c], y);
            }
        }
        if (used < columns * 0.8 && trace.x().length < 2 * columns) {
            polyline(trace, unit);
            return;
        }
        Path2D line = new Path2D.Double();
        for (int c = 0; c < columns; c++) {
            if (count[c] > 0) {
                double x = left + c + 0.5;
                canvas.line(x, clip(low[c]), x, clip(high[c]), 1, SCATTER);
                point(line, x, clip(sum[c] / count[c]));
            }
        }
        stroke(line);
    }

    private void polyline(Spectrum.Trace trace, double unit) {
        Path2D line = new Path2D.Double();
        for (int i = 0; i < trace.x().length; i++) {
            double x = px(trace.x()[i] / unit);
            if (Double.isFinite(x) && Double.isFinite(trace.y()[i])) {
                point(line, x, clip(trace.y()[i]));
            }
        }
        stroke(line);
    }

    /** Not far outside of the picture: Java2D does not like paths of a million pixels. */
    private double clip(double y) {
        return Math.clamp(py(y), top - 50, bottom + 50);
    }

    private static void point(Path2D line, double x, double y) {
        if (line.getCurrentPoint() == null) {
            line.moveTo(x, y);
        } else {
            line.lineTo(x, y);
        }
    }

    private void stroke(Path2D line) {
        canvas.g.setColor(CURVE);
        canvas.g.setStroke(new BasicStroke(1.15f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.g.draw(line);
    }
}
