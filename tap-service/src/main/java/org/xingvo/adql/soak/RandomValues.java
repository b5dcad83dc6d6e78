package org.xingvo.adql.soak;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.xingvo.adql.soak.RandomQueries.Kind;
import org.xingvo.adql.soak.RandomQueries.Named;

/** Random values and conditions. */
final class RandomValues {
    private static final int DEEPEST = 4;
    private static final List<String> TEXTS = List.of(
            "'star'",
            "'it''s'",
            "''",
            "'\\'",
            "'%a_'",
            "'étoile'",
            "'; DROP TABLE soak.objects; --'",
            "'object 7'",
            "'$1 ?'");
    private static final List<String> ONE_NUMBER = List.of(
            "ABS",
            "CEILING",
            "FLOOR",
            "DEGREES",
            "RADIANS",
            "SIN",
            "COS",
            "ATAN",
            "EXP",
            "SQRT",
            "LOG",
            "ROUND",
            "TRUNCATE");

    private final Random random;
    private final RandomQueries queries;

    RandomValues(Random random, RandomQueries queries) {
        this.random = random;
        this.queries = queries;
    }

    Kind kind() {
        return random.nextInt(10) < 6 ? Kind.NUMBER : random.nextInt(10) < 6 ? Kind.TEXT : any(List.of(Kind.values()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A column of that kind if there is one, else a literal. */
    String column(Kind kind, List<Named> scope) {
        List<Named> fitting = scope.stream().filter(c -> c.kind() == kind).toList();
        return fitting.isEmpty() ? literal(kind) : any(fitting).text();
    }

    private String literal(Kind kind) {
        return switch (kind) {
            case NUMBER -> number();
            case TEXT -> any(TEXTS);
            case TIME ->
                "CAST('20%02d-0%d-1%dT0%d:30:00' AS TIMESTAMP)"
                        .formatted(random.nextInt(30), 1 + random.nextInt(9), random.nextInt(9), random.nextInt(9));
            case TRUTH -> chance(50) ? "TRUE" : "FALSE";
            case POINT -> "POINT(" + position() + ")";
            case SHAPE -> "CIRCLE(" + position() + ", " + random.nextInt(180) + ")";
            case ARRAY -> "ivo_geom_transform('ICRS', 'GALACTIC', POINT(" + position() + "))";
        };
    }

    private String number() {
        return switch (random.nextInt(5)) {
            case 0 -> String.valueOf(random.nextInt(200));
            case 1 -> String.format(Locale.ROOT, "%.3f", random.nextDouble() * 100);
            case 2 -> "-" + random.nextInt(50);
            case 3 -> "1e" + (random.nextInt(12) - 6);
            default -> String.valueOf(random.nextInt(9) + 1);
        };
    }

    private String position() {
        return String.format(Locale.ROOT, "%.4f, %.4f", random.nextDouble() * 360, random.nextDouble() * 180 - 90);
    }

    String value(Kind kind, List<Named> scope, int depth) {
        if (depth >= DEEPEST || chance(45)) {
            return chance(75) ? column(kind, scope) : literal(kind);
        }
        return switch (kind) {
            case NUMBER -> numeric(scope, depth + 1);
            case TEXT -> text(scope, depth + 1);
            case TIME -> column(kind, scope);
            case TRUTH -> column(kind, scope);
            case POINT -> point(scope, depth + 1);
            case SHAPE -> shape(scope, depth + 1);
            case ARRAY -> column(kind, scope);
        };
    }

    private String numeric(List<Named> scope, int depth) {
        String a = value(Kind.NUMBER, scope, depth);
        return switch (random.nextInt(15)) {
            case 0, 1, 2 ->
                "(" + a + " " + any(List.of("+", "-", "*", "/", "%")) + " " + value(Kind.NUMBER, scope, depth) + ")";
            case 3, 4 -> any(ONE_NUMBER) + "(" + a + ")";
            case 5 -> "DISTANCE(" + value(Kind.POINT, scope, depth) + ", " + value(Kind.POINT, scope, depth) + ")";
            case 6 ->
                "CASE WHEN " + condition(scope, depth) + " THEN " + a + " ELSE " + value(Kind.NUMBER, scope, depth)
                        + " END";
            case 7 -> "COALESCE(" + a + ", " + number() + ")";
            case 8 -> "(" + queries.scalar(Kind.NUMBER, scope, depth, true) + ")";
            case 9 -> "CAST(" + a + " AS " + any(List.of("REAL", "DOUBLE PRECISION", "BIGINT", "INTEGER")) + ")";
            case 10 ->
                "ivo_healpix_index(" + random.nextInt(20) + ", " + a + ", " + value(Kind.NUMBER, scope, depth) + ")";
            case 11 -> "CONTAINS(" + value(Kind.POINT, scope, depth) + ", " + value(Kind.SHAPE, scope, depth) + ")";
            case 12 -> "AREA(" + value(Kind.SHAPE, scope, depth) + ")";
            case 13 -> any(List.of("ivo_to_mjd(", "ivo_to_jd(")) + value(Kind.TIME, scope, depth) + ")";
            default -> "- " + a;
        };
    }

    private String text(List<Named> scope, int depth) {
        String a = value(Kind.TEXT, scope, depth);
        return switch (random.nextInt(5)) {
            case 0 -> any(List.of("LOWER", "UPPER")) + "(" + a + ")";
            case 1 -> "(" + a + " || " + value(Kind.TEXT, scope, depth) + ")";
            case 2 -> "CAST(" + value(Kind.NUMBER, scope, depth) + " AS VARCHAR(" + (1 + random.nextInt(20)) + "))";
            case 3 -> "COALESCE(" + a + ", " + any(TEXTS) + ")";
            default -> "(" + queries.scalar(Kind.TEXT, scope, depth, true) + ")";
        };
    }

    private String point(List<Named> scope, int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> "CENTROID(" + value(Kind.SHAPE, scope, depth) + ")";
            case 1 -> "ivo_healpix_center(" + random.nextInt(10) + ", " + random.nextInt(12) + ")";
            default -> "POINT(" + value(Kind.NUMBER, scope, DEEPEST) + ", " + column(Kind.NUMBER, scope) + ")";
        };
    }

    private String shape(List<Named> scope, int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> "CIRCLE(" + value(Kind.POINT, scope, depth) + ", " + column(Kind.NUMBER, scope) + ")";
            case 1 -> "BOX(" + position() + ", " + (1 + random.nextInt(100)) + ", " + (1 + random.nextInt(60)) + ")";
            case 2 -> "POLYGON('ICRS', 10, 10, 20, 10, 15, " + (11 + random.nextInt(40)) + ")";
            default -> literal(Kind.SHAPE);
        };
    }

    String condition(List<Named> scope, int depth) {
        if (depth >= DEEPEST) {
            return column(Kind.NUMBER, scope) + any(List.of(" > ", " <= ", " <> ")) + number();
        }
        int below = depth + 1;
        return switch (random.nextInt(18)) {
            case 0, 1 -> "(" + condition(scope, below) + any(List.of(" AND ", " OR ")) + condition(scope, below) + ")";
            case 2 -> "NOT (" + condition(scope, below) + ")";
            case 3 ->
                value(Kind.NUMBER, scope, below) + " BETWEEN " + number() + " AND " + value(Kind.NUMBER, scope, below);
            case 4 ->
                value(Kind.NUMBER, scope, below) + any(List.of(" IN (", " NOT IN (")) + number() + ", " + number()
                        + ")";
            case 5 -> column(Kind.NUMBER, scope) + " IN (" + queries.scalar(Kind.NUMBER, scope, below, false) + ")";
            case 6 -> value(Kind.TEXT, scope, below) + any(List.of(" LIKE ", " NOT LIKE ", " ILIKE ")) + any(TEXTS);
            case 7 -> value(Kind.TEXT, scope, below) + any(List.of(" IS NULL", " IS NOT NULL"));
            case 8 -> "EXISTS (" + queries.scalar(Kind.NUMBER, scope, below, false) + ")";
            case 9 ->
                any(List.of("1 = ", "0 = ", "0 < ")) + any(List.of("CONTAINS(", "INTERSECTS("))
                        + value(Kind.POINT, scope, below) + ", " + value(Kind.SHAPE, scope, below) + ")";
            case 10 ->
                "INTERSECTS(" + value(Kind.SHAPE, scope, below) + ", " + value(Kind.SHAPE, scope, below) + ")"
                        + any(List.of(" = 1", " <> 0", " = 0"));
            case 11 ->
                "DISTANCE(" + value(Kind.POINT, scope, below) + ", " + value(Kind.POINT, scope, below) + ")"
                        + any(List.of(" < ", " <= ", " * 3600 < ", " > ")) + Math.abs(random.nextInt(200));
            case 12 -> value(Kind.TEXT, scope, below) + " = " + value(Kind.TEXT, scope, below);
            case 13 -> truth(scope);
            case 14 -> time(scope, below);
            case 15 -> column(Kind.ARRAY, scope) + "[" + (1 + random.nextInt(3)) + "] > " + number();
            default ->
                value(Kind.NUMBER, scope, below)
                        + any(List.of(" = ", " < ", " >= ", " != "))
                        + value(Kind.NUMBER, scope, below);
        };
    }

    private String time(List<Named> scope, int depth) {
        String time = value(Kind.TIME, scope, depth);
        return switch (random.nextInt(4)) {
            case 0 -> time + " > '2020-05-01'";
            case 1 -> time + " <= " + literal(Kind.TIME);
            case 2 -> time + " BETWEEN '2020-03-01' AND " + literal(Kind.TIME);
            default -> time + " IN ('2020-02-01T00:00:00', " + literal(Kind.TIME) + ")";
        };
    }

    /** A column of truth values alone, or beside whatever reads as one. */
    private String truth(List<Named> scope) {
        String truth = column(Kind.TRUTH, scope);
        return switch (random.nextInt(4)) {
            case 0 -> truth;
            case 1 -> truth + any(List.of(" = 1", " <> 'f'", " = TRUE", " < 1", " IS NULL", " = 'true'"));
            case 2 -> truth + any(List.of(" IN (0, TRUE)", " NOT IN ('t')", " IN (" + column(Kind.TRUTH, scope) + ")"));
            default -> truth + any(List.of(" BETWEEN 0 AND 1", " NOT BETWEEN 'f' AND TRUE", " BETWEEN FALSE AND 1"));
        };
    }
}
