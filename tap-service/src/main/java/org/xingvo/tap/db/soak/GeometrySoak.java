package org.xingvo.tap.db.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.xingvo.adql.Adql;
import org.xingvo.adql.Catalogue;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.CompileOptions;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.soak.RandomRegions;
import org.xingvo.adql.soak.RandomRegions.Question;
import org.xingvo.adql.soak.Sphere;
import org.xingvo.dali.auth.Visibility;
import org.xingvo.schemas.SkySql;

/**
 * Random cones, distances, boxes and polygons on every database against {@link Sphere}: poles, the meridian, radii to 180
 * degrees. A row within 1 milliarcsecond of an edge may be in or out; those that are otherwise than the arithmetic has
 * it, or than on the other database, are counted. One thread.
 */
public final class GeometrySoak {
    private static final Catalogue CATALOGUE = Catalogue.of(List.of(new TableDescription(
            "soak",
            "points",
            "soak",
            "points",
            List.of(
                    ColumnDescription.of("id", "int", null),
                    ColumnDescription.of("ra", "double", null),
                    ColumnDescription.of("dec", "double", null),
                    ColumnDescription.of("r", "double", null)),
            0,
            true)));

    private final List<SoakDatabase> databases;
    private final long seed;
    private final List<double[]> points = new ArrayList<>();

    public GeometrySoak(List<SoakDatabase> databases, long seed) {
        this.databases = List.copyOf(databases);
        this.seed = seed;
    }

    /**
     * What was found.
     *
     * @param answers rows that were judged, on all databases together
     * @param inside of these rows
     * @param atEdges rows within 1 milliarcsecond of an edge that are otherwise than the arithmetic has it
     * @param apart rows at edges on which two databases differ
     */
    public record Result(long queries, long answers, long inside, long atEdges, long apart) {}

    /**
     * Runs a number of queries over a number of rows.
     *
     * @throws AssertionError the first row that is wrong, with seed and query
     */
    public Result run(int queries, int rows) throws SQLException {
        fill(rows);
        RandomRegions regions = new RandomRegions(seed + 1);
        long inside = 0;
        long atEdges = 0;
        long apart = 0;
        for (int i = 0; i < queries; i++) {
            Question question = regions.next();
            List<BitSet> found = new ArrayList<>();
            for (SoakDatabase database : databases) {
                found.add(ids(database, question.condition()));
            }
            for (int row = 0; row < rows; row++) {
                double depth = question.depth().of(points.get(row), size(row));
                boolean any = false;
                boolean all = true;
                for (int d = 0; d < found.size(); d++) {
                    boolean in = found.get(d).get(row);
                    any |= in;
                    all &= in;
                    inside += in ? 1 : 0;
                    if (in != depth > 0) {
                        if (Math.abs(depth) > Sphere.MAS) {
                            throw new AssertionError("seed %d, %s, %s: row %d at %s %s size %s is %s, depth %s"
                                    .formatted(
                                            seed,
                                            databases.get(d).dialect(),
                                            question.condition(),
                                            row,
                                            points.get(row)[0],
                                            points.get(row)[1],
                                            size(row),
                                            in ? "in" : "out",
                                            depth));
                        }
                        atEdges++;
                    }
                }
                apart += any != all ? 1 : 0;
            }
        }
        return new Result(queries, (long) queries * rows * databases.size(), inside, atEdges, apart);
    }

    private static double size(int row) {
        return row % 181;
    }

    private void fill(int rows) throws SQLException {
        Random random = new Random(seed);
        StringBuilder values = new StringBuilder();
        points.clear();
        for (int i = 0; i < rows; i++) {
            double[] p = Sphere.position(random);
            points.add(p);
            values.append(i == 0 ? "" : ",").append("(%d,%s,%s,%s,0)".formatted(i, p[0], p[1], size(i)));
        }
        for (SoakDatabase database : databases) {
            database.execute(List.of(
                    "create schema if not exists soak",
                    "drop table if exists soak.points",
                    "create table soak.points (id integer, ra float8, dec float8, r float8, access_class integer not null)",
                    "insert into soak.points values " + values,
                    SkySql.of(database.dialect()).pointIndex("soak.points", "ra", "dec"),
                    "grant usage on schema soak to xingvo_reader",
                    "grant select on soak.points to xingvo_reader",
                    "analyze soak.points"));
        }
    }

    private static BitSet ids(SoakDatabase database, String condition) throws SQLException {
        String sql = Adql.compile(
                        "SELECT id FROM points WHERE " + condition,
                        CATALOGUE,
                        new CompileOptions(database.dialect(), Visibility.PUBLIC_ONLY, CompileOptions.NO_LIMIT))
                .inlined();
        BitSet ids = new BitSet();
        try (Connection connection = database.reader().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    ids.set(rows.getInt(1));
                }
            }
        }
        return ids;
    }
}
