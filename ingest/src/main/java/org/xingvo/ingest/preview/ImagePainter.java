package org.xingvo.ingest.preview;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Draws an image with its frame, caption, arrows to north and east and a bar that tells its scale. */
final class ImagePainter {
    private static final int MARGIN = 8;
    private static final int CAPTION = 26;
    /** Smaller pictures have no words. */
    private static final int LEAST_FOR_WORDS = 200;
    /** Longer images are drawn wider than they are, so that there is something to see. */
    private static final double MAX_ASPECT = 6;
    /** Where nothing is known. */
    private static final int NO_DATA = 0x22344c;

    private static final int SAMPLE = 10_000;

    private final int size;

    /** @param size of the longer side of the picture [pixels] */
    ImagePainter(int size) {
        this.size = size;
    }

    /** Side of the image within its frame. */
    private int inner() {
        return size - 2 * MARGIN;
    }

    /** Shown pixels for each of the image. */
    private double factor(Plane plane) {
        double caption = size >= LEAST_FOR_WORDS ? CAPTION : 0;
        return Math.min(inner() / (double) plane.width(), (inner() - caption) / plane.height());
    }

    /** A grid that is no larger than can be shown. */
    Grid grid(Plane plane) {
        long w = plane.width();
        long h = plane.height();
        double shrink = Math.min(1, factor(plane));
        double least = inner() / MAX_ASPECT;
        int width = (int) Math.max(w * shrink + 0.5, Math.min((double) w, least));
        int height = (int) Math.max(h * shrink + 0.5, Math.min((double) h, least));
        return new Grid(w, h, Math.max(1, width), Math.max(1, height));
    }

    byte[] draw(Plane plane, Grid grid, @Nullable Compass compass, String title, String file) throws NoPreview {
        double[] values = grid.values();
        Shades shades = Shades.of(sample(values));
        int width = shown(plane.width() * factor(plane));
        int height = shown(plane.height() * factor(plane));
        boolean words = size >= LEAST_FOR_WORDS;
        Canvas canvas = new Canvas(width + 2 * MARGIN, height + 2 * MARGIN + (words ? CAPTION : 0), Canvas.NIGHT);
        boolean blocks = width >= 3 * grid.width;
        canvas.g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                blocks
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.g.drawImage(pixels(grid, values, shades), MARGIN, MARGIN, width, height, null);
        canvas.g.setColor(Canvas.EDGE);
        canvas.g.drawRect(MARGIN - 1, MARGIN - 1, width + 1, height + 1);
        double stretch = (width / (double) plane.width()) / (height / (double) plane.height());
        if (compass != null && Math.abs(stretch - 1) < 0.05 && Math.min(width, height) > 60) {
            arrows(canvas, compass, width, height, words);
            if (words) {
                bar(canvas, compass.arcsecPerPixel() * plane.width() / width, width, height);
            }
        }
        if (words) {
            caption(canvas, title, file, width, MARGIN + height + 19);
        }
        return canvas.png();
    }

    private int shown(double pixels) {
        return (int) Math.max(1, Math.round(Math.max(pixels, inner() / MAX_ASPECT)));
    }

    private static double[] sample(double[] values) throws NoPreview {
        // an odd step does not fall on the same column again and again
        int step = values.length / SAMPLE | 1;
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double[] sample = IntStream.range(0, (finite.length + step - 1) / step)
                .mapToDouble(i -> finite[i * step])
                .toArray();
        if (sample.length == 0) {
            throw new NoPreview("The image has no pixel with a value.");
        }
        return sample;
    }

    private static BufferedImage pixels(Grid grid, double[] values, Shades shades) {
        BufferedImage image = new BufferedImage(grid.width, grid.height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < grid.height; y++) {
            for (int x = 0; x < grid.width; x++) {
                double v = values[(grid.height - 1 - y) * grid.width + x];
                int grey = shades.grey(v);
                image.setRGB(x, y, Double.isNaN(v) ? NO_DATA : grey << 16 | grey << 8 | grey);
            }
        }
        return image;
    }

    private static void arrows(Canvas canvas, Compass compass, int width, int height, boolean words) {
        double length = Math.clamp(Math.min(width, height) * 0.13, 14, 44);
        // the outermost points of both arrows, their letters among them, touch the corner's margin
        double far = length + (words ? 18 : 4);
        double rightmost = Math.max(words ? 8 : 2, far * Math.max(compass.northX(), compass.eastX()));
        double lowest = Math.max(words ? 8 : 2, -far * Math.min(compass.northY(), compass.eastY()));
        double cx = MARGIN + width - 8 - rightmost;
        double cy = MARGIN + height - 8 - lowest;
        for (Color color : new Color[] {new Color(0, 0, 0, 170), Canvas.AMBER}) {
            double pen = color.getAlpha() < 255 ? 4.6 : 1.8;
            arrow(canvas, cx, cy, compass.northX() * length, compass.northY() * length, pen, color);
            arrow(canvas, cx, cy, compass.eastX() * length, compass.eastY() * length, pen, color);
        }
        if (words) {
            letter(canvas, "N", cx + compass.northX() * (length + 11), cy - compass.northY() * (length + 11));
            letter(canvas, "E", cx + compass.eastX() * (length + 11), cy - compass.eastY() * (length + 11));
        }
    }

    /** @param dy upwards */
    private static void arrow(Canvas canvas, double x, double y, double dx, double dy, double pen, Color color) {
        double tipX = x + dx;
        double tipY = y - dy;
        canvas.line(x, y, tipX, tipY, pen, color);
        double head = 0.24;
        for (int side : new int[] {-1, 1}) {
            double bx = -dx * head - side * dy * head * 0.62;
            double by = -dy * head + side * dx * head * 0.62;
            canvas.line(tipX, tipY, tipX + bx, tipY - by, pen, color);
        }
    }

    private static void letter(Canvas canvas, String text, double x, double y) {
        halo(canvas, text, x - StrokeFont.PLAIN.width(text, 9.5) / 2 + 1, y + 4.75, 9.5);
    }

    private static void bar(Canvas canvas, double arcsecPerPixel, int width, int height) {
        ScaleBar bar = ScaleBar.within(arcsecPerPixel, width / 4.0);
        double x = MARGIN + 12;
        double y = MARGIN + height - 13.0;
        if (bar.pixels() < 8 || bar.pixels() > width / 2.0) {
            return;
        }
        for (Color color : new Color[] {new Color(0, 0, 0, 170), Canvas.AMBER}) {
            double pen = color.getAlpha() < 255 ? 4.6 : 1.8;
            canvas.line(x, y, x + bar.pixels(), y, pen, color);
            canvas.line(x, y - 3, x, y + 3, pen, color);
            canvas.line(x + bar.pixels(), y - 3, x + bar.pixels(), y + 3, pen, color);
        }
        halo(canvas, bar.label(), x + 1, y - 8, 9.5);
    }

    /** Text that can be read on any ground. */
    private static void halo(Canvas canvas, String text, double x, double y, double capital) {
        canvas.g.setColor(new Color(0, 0, 0, 150));
        StrokeFont.PLAIN.draw(canvas.g, text, x, y, capital, 4.6);
        canvas.text(text, x, y, capital, Canvas.AMBER);
    }

    private static void caption(Canvas canvas, String title, String file, int width, double y) {
        StrokeFont font = StrokeFont.PLAIN;
        String left = font.fit(title, 10, file.isEmpty() ? width : width * 0.5);
        double used = left.isEmpty() ? 0 : font.width(left, 10) + 14;
        String right = font.fit(file, 8.5, width - used);
        canvas.text(left, MARGIN + 1, y, 10, Canvas.BRIGHT);
        canvas.text(right, MARGIN + width, y, 8.5, Canvas.DIM, 1);
    }
}
