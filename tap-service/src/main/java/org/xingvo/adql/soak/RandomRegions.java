package org.xingvo.adql.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Conditions on positions in columns {@code ra}, {@code dec} with a size {@code r} in degrees, and what they mean. */
public final class RandomRegions {
    private final Random random;

    public RandomRegions(long seed) {
        this.random = new Random(seed);
    }

    /** How far inside a row is. */
    public interface Depth {
        /**
         * In radians; negative: outside.
         *
         * @param r of the row
         */
        double of(double[] point, double r);
    }

    /** A condition in ADQL and its meaning. */
    public record Question(String condition, Depth depth) {}

    public Question next() {
        return switch (random.nextInt(7)) {
            case 0 -> cone();
            case 1 -> distance();
            case 2 -> box();
            case 3 -> sized();
            case 4 -> circles();
            default -> polygon();
        };
    }

    private double radius() {
        return switch (random.nextInt(4)) {
            case 0 -> Math.pow(10, 2 - 5 * random.nextDouble());
            case 1 -> random.nextInt(181);
            case 2 -> 180 * random.nextDouble();
            default -> 3 * random.nextDouble();
        };
    }

    private String pick(String... forms) {
        return forms[random.nextInt(forms.length)];
    }

    private Question cone() {
        double[] c = Sphere.position(random);
        double r = Math.min(180, radius());
        String condition = pick(
                        "1=CONTAINS(POINT('ICRS',ra,dec),CIRCLE('ICRS',%s,%s,%s))",
                        "CONTAINS(POINT(%s,%s),CIRCLE(ra,dec,%s))=1",
                        "0 <> INTERSECTS(CIRCLE(%s,%s,%s),POINT(ra,dec))",
                        "CONTAINS(POINT(ra,dec),CIRCLE(POINT(%s,%s),%s)) > 0")
                .formatted(c[0], c[1], r);
        return new Question(condition, (p, size) -> Sphere.inCircle(p, c, r));
    }

    private Question distance() {
        double[] c = Sphere.position(random);
        double r = radius();
        String condition = switch (random.nextInt(5)) {
            case 0 -> "DISTANCE(ra,dec,%s,%s) <= %s".formatted(c[0], c[1], r);
            case 1 -> "%s > DISTANCE(POINT(%s,%s),POINT(ra,dec))".formatted(r, c[0], c[1]);
            case 2 -> "DISTANCE(POINT(ra,dec),POINT(%s,%s)) * 3600 < %s".formatted(c[0], c[1], r * 3600);
            case 3 -> "IN_UNIT(DISTANCE(%s,%s,ra,dec),'arcmin') <= %s".formatted(c[0], c[1], r * 60);
            default -> "DISTANCE(ra,dec,%s,%s) BETWEEN 0 AND %s".formatted(c[0], c[1], r);
        };
        return new Question(condition, (p, size) -> Sphere.inCircle(p, c, r));
    }

    private Question sized() {
        double[] c = Sphere.position(random);
        String condition = pick(
                        "1=CONTAINS(POINT(%s,%s),CIRCLE(ra,dec,r))",
                        "DISTANCE(%s,%s,ra,dec) <= r", "INTERSECTS(POINT(%s,%s),CIRCLE(POINT(ra,dec),r))=1")
                .formatted(c[0], c[1]);
        return new Question(condition, (p, size) -> Sphere.inCircle(p, c, size));
    }

    /** Circles of rows that meet or lie in a circle. */
    private Question circles() {
        double[] c = Sphere.position(random);
        double r = Math.min(180, radius());
        String circle = "CIRCLE(%s,%s,%s)".formatted(c[0], c[1], r);
        return switch (random.nextInt(3)) {
            case 0 ->
                new Question(
                        "1=INTERSECTS(CIRCLE(ra,dec,r)," + circle + ")",
                        (p, size) -> Math.toRadians(r + size) - Sphere.distance(p, c));
            case 1 ->
                new Question(
                        "1=CONTAINS(CIRCLE(ra,dec,r)," + circle + ")",
                        (p, size) -> r >= 180 ? Math.PI : Math.toRadians(r - size) - Sphere.distance(p, c));
            default ->
                new Question(
                        "CONTAINS(" + circle + ",CIRCLE(ra,dec,r))=1",
                        (p, size) -> size >= 180 ? Math.PI : Math.toRadians(size - r) - Sphere.distance(p, c));
        };
    }

    private Question box() {
        double[] c = Sphere.position(random);
        double w = 0.1 + 100 * random.nextDouble() * random.nextDouble();
        double h = 0.1 + 60 * random.nextDouble() * random.nextDouble();
        String condition = pick(
                        "1=CONTAINS(POINT(ra,dec),BOX(%s,%s,%s,%s))", "INTERSECTS(BOX(%s,%s,%s,%s),POINT(ra,dec))=1")
                .formatted(c[0], c[1], w, h);
        return new Question(condition, (p, size) -> Sphere.inBox(p, c, w, h));
    }

    /** Star-shaped around a position. */
    private Question polygon() {
        double[] c = Sphere.position(random);
        List<double[]> vertices = new ArrayList<>();
        int n = 3 + random.nextInt(6);
        double size = 0.05 + 40 * random.nextDouble() * random.nextDouble();
        for (int i = 0; i < n; i++) {
            double direction = 2 * Math.PI * (i + 0.8 * random.nextDouble()) / n;
            vertices.add(Sphere.towards(c, direction, Math.toRadians(size * (0.3 + 0.7 * random.nextDouble()))));
        }
        StringBuilder numbers = new StringBuilder();
        vertices.forEach(v -> numbers.append(numbers.isEmpty() ? "" : ",").append(v[0] + "," + v[1]));
        String condition = pick("1=CONTAINS(POINT(ra,dec),POLYGON(", "1 = INTERSECTS(POINT('',ra,dec),POLYGON('ICRS',")
                + numbers + "))";
        return new Question(condition, (p, radius) -> Sphere.inPolygon(p, vertices));
    }
}
