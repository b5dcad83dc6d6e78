package org.xingvo.adql.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.xingvo.adql.Adql;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.TableDescription;

/**
 * Queries by the grammar of ADQL 2.1 on {@link SoakTables}, typed, so that nearly all of them mean something. One in
 * fifty names a table that is not published.
 */
public final class RandomQueries {
    private static final int DEEPEST = 3;

    /** Kinds of values, as far as they can be exchanged. */
    enum Kind {
        NUMBER,
        TEXT,
        TIME,
        TRUTH,
        POINT,
        SHAPE,
        ARRAY
    }

    /** A column that can be named at a place, as it is written. */
    record Named(String text, Kind kind) {}

    private final Random random;
    private final RandomValues values;
    private int aliases;

    public RandomQueries(long seed) {
        this.random = new Random(seed);
        this.values = new RandomValues(random, this);
    }

    /** Some that the compiler takes. */
    public static List<String> accepted(long seed, int count, CompileOptions options) {
        RandomQueries random = new RandomQueries(seed);
        List<String> queries = new ArrayList<>();
        while (queries.size() < count) {
            String query = random.next();
            try {
                Adql.compile(query, SoakTables.CATALOGUE, options);
                queries.add(query);
            } catch (AdqlException e) {
                // names what is not published, or means nothing
            }
        }
        return queries;
    }

    /** The next one. */
    public String next() {
        aliases = 0;
        return query(kinds(), List.of(), 0, true);
    }

    private List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            kinds.add(values.kind());
        }
        return kinds;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String query(List<Kind> kinds, List<Named> outer, int depth, boolean ordered) {
        StringBuilder text = new StringBuilder();
        String with = "";
        if (depth == 0 && chance(10)) {
            with = "w" + aliases++;
            text.append("WITH ")
                    .append(with)
                    .append(" AS (")
                    .append(select(List.of(Kind.NUMBER, Kind.TEXT), outer, 1, ""))
                    .append(") ");
        }
        boolean plain = kinds.stream().noneMatch(k -> k == Kind.ARRAY || k == Kind.SHAPE || k == Kind.POINT);
        text.append(select(kinds, outer, depth, with));
        for (int i = 0; i < 2 && plain && chance(12); i++) {
            text.append(List.of(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ", " EXCEPT ALL ")
                            .get(random.nextInt(5)))
                    .append(select(kinds, outer, depth, with));
        }
        if (ordered && chance(30)) {
            text.append(" ORDER BY ").append(1 + random.nextInt(kinds.size())).append(chance(50) ? " DESC" : "");
        }
        if (ordered && chance(10)) {
            text.append(" OFFSET ").append(random.nextInt(20));
        }
        return text.toString();
    }

    /** A sub-query of one column. */
    String scalar(Kind kind, List<Named> outer, int depth, boolean one) {
        return one
                ? "SELECT " + (kind == Kind.NUMBER ? "MAX" : "MIN") + "(" + (kind == Kind.NUMBER ? "id" : "name")
                        + ") FROM soak.objects WHERE " + values.condition(columns(SoakTables.OBJECTS, ""), depth + 1)
                : query(List.of(kind), outer, depth + 1, false);
    }

    private String select(List<Kind> kinds, List<Named> outer, int depth, String with) {
        List<Named> scope = new ArrayList<>();
        String from = from(scope, outer, depth, with);
        boolean grouped = chance(15) && kinds.stream().allMatch(k -> k == Kind.NUMBER || k == Kind.TEXT);
        List<Named> all = new ArrayList<>(scope);
        all.addAll(outer);
        StringBuilder text = new StringBuilder("SELECT ");
        if (chance(10) && !kinds.contains(Kind.ARRAY)) {
            text.append("DISTINCT ");
        }
        if (chance(15)) {
            text.append("TOP ").append(random.nextInt(50)).append(' ');
        }
        List<String> items = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Kind kind : kinds) {
            String value;
            if (!grouped) {
                value = values.value(kind, all, depth + 1);
            } else if (kind == Kind.TEXT && chance(50)) {
                value = "ivo_string_agg(" + values.value(kind, scope, depth + 1) + ", ',')";
            } else if (chance(40)) {
                value = values.column(kind, scope);
                keys.add(value);
            } else {
                value = kind == Kind.TEXT
                        ? "MAX(" + values.value(kind, scope, depth + 1) + ")"
                        : List.of("SUM(", "AVG(", "MIN(", "COUNT(", "COUNT(DISTINCT ", "MAX(")
                                        .get(random.nextInt(6)) + values.value(kind, scope, depth + 1) + ")";
            }
            items.add(value + (chance(40) ? " AS " + alias() : ""));
        }
        text.append(String.join(", ", items)).append(" FROM ").append(from);
        if (chance(65)) {
            text.append(" WHERE ").append(values.condition(all, depth + 1));
        }
        keys.removeIf(k -> k.startsWith("'") || Character.isDigit(k.charAt(0)));
        if (grouped && !keys.isEmpty()) {
            text.append(" GROUP BY ").append(keys.stream().distinct().collect(Collectors.joining(", ")));
        }
        if (grouped && chance(30)) {
            text.append(" HAVING COUNT(*) > ").append(random.nextInt(5));
        }
        return text.toString();
    }

    private String alias() {
        return chance(80) ? "a" + aliases++ : "\"A " + aliases++ + "\"\"'?\"";
    }

    private String from(List<Named> scope, List<Named> outer, int depth, String with) {
        StringBuilder text = new StringBuilder(table(scope, outer, depth, with));
        for (int i = 0; i < 2 && chance(25); i++) {
            String right = table(scope, outer, depth, with);
            switch (random.nextInt(4)) {
                case 0 -> text.append(", ").append(right);
                case 1 -> text.append(" CROSS JOIN ").append(right);
                default ->
                    text.append(List.of(" JOIN ", " LEFT JOIN ", " RIGHT OUTER JOIN ", " INNER JOIN ")
                                    .get(random.nextInt(4)))
                            .append(right)
                            .append(" ON ")
                            .append(values.column(Kind.NUMBER, scope))
                            .append(" = ")
                            .append(values.column(Kind.NUMBER, scope));
            }
        }
        return text.toString();
    }

    private String table(List<Named> scope, List<Named> outer, int depth, String with) {
        String alias = "t" + aliases++;
        if (chance(2)) {
            scope.add(new Named(alias + ".id", Kind.NUMBER));
            return SoakTables.UNPUBLISHED.get(random.nextInt(SoakTables.UNPUBLISHED.size())) + " AS " + alias;
        }
        if (!with.isEmpty() && chance(30)) {
            return "(soak.spectra " + named(SoakTables.SPECTRA, alias, scope) + " JOIN " + with + " AS " + alias
                    + "w ON 1 = 1)";
        }
        if (depth < DEEPEST && chance(12)) {
            List<Named> inner = new ArrayList<>();
            String from = from(inner, outer, depth + 1, "");
            String number = values.value(Kind.NUMBER, inner, depth + 2);
            String word = values.value(Kind.TEXT, inner, depth + 2);
            scope.add(new Named(alias + ".x", Kind.NUMBER));
            scope.add(new Named(alias + ".y", Kind.TEXT));
            return "(SELECT " + number + " AS x, " + word + " AS y FROM " + from + ") AS " + alias;
        }
        TableDescription table = chance(60) ? SoakTables.OBJECTS : SoakTables.SPECTRA;
        return (chance(50) ? "soak." : "") + table.name() + (chance(50) ? " AS " : " ") + named(table, alias, scope);
    }

    private static String named(TableDescription table, String alias, List<Named> scope) {
        scope.addAll(columns(table, alias + "."));
        return alias;
    }

    private static List<Named> columns(TableDescription table, String prefix) {
        return table.columns().stream()
                .map(c -> new Named(prefix + c.name(), kind(c)))
                .toList();
    }

    private static Kind kind(ColumnDescription column) {
        return switch (column.name()) {
            case "name", "kind" -> Kind.TEXT;
            case "good" -> Kind.TRUTH;
            case "seen" -> Kind.TIME;
            case "flux" -> Kind.ARRAY;
            case "pos" -> Kind.POINT;
            case "shape" -> Kind.SHAPE;
            default -> Kind.NUMBER;
        };
    }
}
