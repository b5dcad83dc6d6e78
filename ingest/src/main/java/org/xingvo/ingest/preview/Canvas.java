package org.xingvo.ingest.preview;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture in the making, and what all pictures have in common. One thread at a time. */
final class Canvas {
    static final Color NIGHT = new Color(0x0f1b2d);
    static final Color EDGE = new Color(0x3a5473);
    static final Color BRIGHT = new Color(0xe6edf5);
    static final Color DIM = new Color(0x93a9c1);
    static final Color AMBER = new Color(0xffc857);

    final BufferedImage image;
    final Graphics2D g;

    Canvas(int width, int height, Color ground) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(ground);
        g.fillRect(0, 0, width, height);
    }

    void text(String text, double x, double y, double capital, Color color) {
        g.setColor(color);
        StrokeFont.PLAIN.draw(g, text, x, y, capital);
    }

    /** Text around a point, which is at its left for an alignment of 0, in its middle for 0.5, at its right for 1. */
    void text(String text, double x, double y, double capital, Color color, double align) {
        text(text, x - align * StrokeFont.PLAIN.width(text, capital), y, capital, color);
    }

    /** Text that runs upwards, its middle or its start at the point. */
    void upwards(String text, double x, double y, double capital, Color color, double align) {
        var before = g.getTransform();
        g.rotate(-Math.PI / 2, x, y);
        text(text, x, y, capital, color, align);
        g.setTransform(before);
    }

    void line(double x1, double y1, double x2, double y2, double width, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    byte[] png() {
        g.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        // in memory: the default writes a file to the system's temporary folder
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
