package org.xingvo.ingest.preview;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text drawn with a pen, from letters of our own: Java's text needs fontconfig and fonts of the system, which a server
 * may lack, and a picture shall look the same everywhere. "^" raises the digits and the sign that follow. What has no
 * letter is drawn as a small box. Immutable and thread-safe.
 */
final class StrokeFont {
    private static final double CAPITAL = 14;
    private static final double GAP = 3.2;
    private static final double BLANK = 3.6;
    private static final double RAISED = 0.68;
    private static final Pattern COMMAND = Pattern.compile("([MLCZ])([^MLCZ]*)");
    private static final Pattern BETWEEN = Pattern.compile("[ ,]+");

    static final StrokeFont PLAIN = load();

    private record Glyph(double width, Path2D path) {}

    private final Map<Integer, Glyph> glyphs;
    private final Glyph box;

    private StrokeFont(Map<Integer, Glyph> glyphs) {
        this.glyphs = glyphs;
        this.box = new Glyph(6, path("M0,0 L6,0 L6,10 L0,10 Z"));
    }

    private static StrokeFont load() {
        Map<Integer, Glyph> glyphs = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(StrokeFont.class.getResourceAsStream("strokes.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                boolean comment = line.startsWith("# ") && !Character.isDigit(line.charAt(2));
                if (line.isBlank() || comment) {
                    continue;
                }
                int letter = line.codePointAt(0);
                int space = line.indexOf(' ', 2);
                glyphs.put(
                        letter, new Glyph(Double.parseDouble(line.substring(2, space)), path(line.substring(space))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new StrokeFont(Map.copyOf(glyphs));
    }

    private static Path2D path(String text) {
        Path2D path = new Path2D.Double();
        Matcher commands = COMMAND.matcher(text);
        while (commands.find()) {
            String arguments = commands.group(2).strip();
            double[] n = arguments.isEmpty()
                    ? new double[0]
                    : BETWEEN.splitAsStream(arguments)
                            .mapToDouble(Double::parseDouble)
                            .toArray();
            switch (commands.group(1)) {
                case "M" -> path.moveTo(n[0], n[1]);
                case "L" -> path.lineTo(n[0], n[1]);
                case "C" -> path.curveTo(n[0], n[1], n[2], n[3], n[4], n[5]);
                default -> path.closePath();
            }
        }
        return path;
    }

    boolean has(int letter) {
        return letter == ' ' || glyphs.containsKey(letter);
    }

    /** Width of a text whose capital letters are so high [pixels]. */
    double width(String text, double capital) {
        return run(null, text, 0, 0, capital);
    }

    /** Draws with the present colour from the left end of the base line. */
    void draw(Graphics2D g, String text, double x, double y, double capital) {
        draw(g, text, x, y, capital, Math.max(1.05, capital * 0.135));
    }

    /** The same with a pen of this width [pixels]. */
    void draw(Graphics2D g, String text, double x, double y, double capital, double pen) {
        Stroke before = g.getStroke();
        g.setStroke(new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        run(g, text, x, y, capital);
        g.setStroke(before);
    }

    /** The text, shortened in its middle if it is wider than it may be. */
    String fit(String text, double capital, double width) {
        if (width(text, capital) <= width) {
            return text;
        }
        for (int keep = text.length() - 1; keep >= 2; keep--) {
            String shorter = text.substring(0, (keep + 1) / 2) + "..." + text.substring(text.length() - keep / 2);
            if (width(shorter, capital) <= width) {
                return shorter;
            }
        }
        return "";
    }

    private double run(@Nullable Graphics2D g, String text, double x, double y, double capital) {
        double scale = capital / CAPITAL;
        double at = x;
        boolean raised = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '^' && i + 1 < text.length() && isExponent(text.charAt(i + 1))) {
                raised = true;
                continue;
            }
            raised &= c < 128 && isExponent((char) c);
            double size = raised ? scale * RAISED : scale;
            if (c == ' ') {
                at += (BLANK + GAP) * size;
                continue;
            }
            Glyph glyph = glyphs.getOrDefault(c, box);
            if (g != null) {
                AffineTransform to = AffineTransform.getTranslateInstance(at, y - (raised ? capital * 0.55 : 0));
                to.scale(size, -size);
                g.draw(glyph.path.createTransformedShape(to));
            }
            at += (glyph.width + GAP) * size;
        }
        return at - x;
    }

    private static boolean isExponent(char c) {
        return c == '-' || c == '+' || (c >= '0' && c <= '9');
    }
}
