package org.xingvo.schemas;

import java.util.List;
import java.util.Locale;

/**
 * The geometry functions in schema {@code sky}, which have the same names and answers in both dialects, and the
 * index that a position or region column needs to be found by them. Immutable.
 */
public final class SkySql {
    private final SkyDialect dialect;

    private SkySql(SkyDialect dialect) {
        this.dialect = dialect;
    }

    public static SkySql of(SkyDialect dialect) {
        return new SkySql(dialect);
    }

    /** The resources that define the functions, to be run in this order; each is safe to run again. */
    public List<String> scripts() {
        return List.of(
                "sql/sky/shared.sql",
                "sql/sky/" + dialect.name().toLowerCase(Locale.ROOT) + ".sql",
                "sql/sky/functions.sql",
                "sql/sky/moc.sql");
    }

    /**
     * The statement that makes cones on two columns fast. Rows whose columns are null or no position stay out.
     *
     * @param table as it stands in SQL, with schema and quotes
     * @param raColumn ICRS degrees; the bare name
     * @param decColumn ICRS degrees; the bare name
     */
    public String pointIndex(String table, String raColumn, String decColumn) {
        return "create index on " + table + " using gist (sky.point(" + quoted(raColumn) + ", " + quoted(decColumn)
                + "))";
    }

    /**
     * The statement that makes CONTAINS and INTERSECTS on a column of regions fast.
     *
     * @param table as it stands in SQL, with schema and quotes
     * @param column {@code double precision[]}: 3 numbers a circle, else polygon vertices; the bare name
     */
    public String regionIndex(String table, String column) {
        return "create index on " + table + " using gist (sky.region_box(" + quoted(column) + "))";
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
