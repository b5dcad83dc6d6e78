package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xingvo.adql.soak.Sphere;
import org.xingvo.schemas.SkySql;
import org.xingvo.testing.PostgresExtension;

/** Positions and radii from columns, rows that are no positions; random queries are for {@code AdqlSoakIT}. */
abstract class GeometryContract {
    private static final int ROWS = 3000;

    private static final TableDescription POINTS = new TableDescription(
            "data",
            "points",
            "data",
            "points",
            List.of(
                    ColumnDescription.of("id", "int", null),
                    ColumnDescription.of("ra", "double", null),
                    ColumnDescription.of("dec", "double", null),
                    ColumnDescription.of("r", "double", null)),
            0,
            true);
    private static final TableDescription MAPS = new TableDescription(
            "data",
            "maps",
            "data",
            "maps",
            List.of(
                    ColumnDescription.of("id", "int", null),
                    new ColumnDescription("moc", "moc", "char", "*", "moc", null, null, null, null, null)),
            0,
            false);
    private static final Catalogue CATALOGUE = Catalogue.of(List.of(POINTS, MAPS));

    abstract PostgresExtension postgres();

    private List<double[]> points = List.of();

    /** Everywhere, but more of them near the poles, the meridian and each other. */
    private static List<double[]> randomPoints(Random random) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            points.add(Sphere.position(random));
        }
        return points;
    }

    void fill(DataSource owner, Random random) throws SQLException {
        points = randomPoints(random);
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            double[] p = points.get(i);
            values.append(i == 0 ? "" : ",").append("(%d,%s,%s,%d,0)".formatted(i, p[0], p[1], i % 181));
        }
        TestSky.execute(
                owner,
                "drop table if exists data.points",
                "create table data.points (id integer, ra float8, dec float8, r float8, access_class integer not null)",
                "insert into data.points values " + values,
                "insert into data.points values (-1, null, 5, 1, 0), (-2, 5, null, 1, 0), (-3, 'NaN', 5, 1, 0),"
                        + " (-4, 5, 'Infinity', 1, 0), (-5, 5e-324, 5e-324, 5e-324, 0), (-6, 5, 95, 1, 0),"
                        + " (-7, 1e300, 5, -1, 0), (-8, 5, 5, 'NaN', 0)",
                SkySql.of(postgres().dialect()).pointIndex("data.points", "ra", "dec"),
                "grant select on data.points to xingvo_reader",
                "analyze data.points");
    }

    private Set<Integer> ids(String condition) throws SQLException {
        CompiledQuery query = Adql.compile(
                "SELECT id FROM points WHERE id >= 0 AND " + condition,
                CATALOGUE,
                TestSky.asPublic(postgres().dialect()));
        Set<Integer> ids = new TreeSet<>();
        for (List<@Nullable Object> row : TestSky.rows(postgres().readerDataSource(), query)) {
            ids.add((Integer) row.getFirst());
        }
        return ids;
    }

    @Test
    void radiiFromColumnsReachBeyondHalfTheSphere() throws SQLException {
        fill(postgres().dataSource(), new Random(4));
        double[] c = {10, 20};
        Set<Integer> found = ids("1=CONTAINS(POINT(10,20),CIRCLE(ra,dec,r))");
        Set<Integer> near = ids("DISTANCE(ra,dec,10,20) <= r");
        for (int i = 0; i < points.size(); i++) {
            double inside = Math.toRadians(i % 181) - Sphere.distance(points.get(i), c);
            if (Math.abs(inside) > Sphere.MAS) {
                assertThat(found.contains(i)).as("row %d", i).isEqualTo(inside > 0);
                assertThat(near.contains(i)).as("row %d", i).isEqualTo(inside > 0);
            }
        }
    }

    /** Nulls, NaN, infinities, numbers too small to multiply, declinations of 95: no error, no answer. */
    @Test
    void rowsThatAreNoPositionsAreNowhere() throws SQLException {
        fill(postgres().dataSource(), new Random(5));
        for (String condition : List.of(
                "1=CONTAINS(POINT(ra,dec),CIRCLE(5,5,180))",
                "0=CONTAINS(POINT(ra,dec),CIRCLE(5,5,180))",
                "1=CONTAINS(POINT(5,5),CIRCLE(ra,dec,r))",
                "1=CONTAINS(POINT(ra,dec),CIRCLE(ra,dec,r))",
                "DISTANCE(ra,dec,5,5) < 190",
                "1=CONTAINS(POINT(ra,dec),POLYGON(0,0,10,0,10,10,0,10))",
                "1=CONTAINS(POINT(5,5),BOX(ra,dec,r,r))",
                "1=INTERSECTS(CIRCLE(ra,dec,r),BOX(ra,dec,r,r))",
                "AREA(CIRCLE(ra,dec,r)) < 1",
                "COORD1(CENTROID(BOX(ra,dec,r,r))) < 1",
                "ivo_healpix_index(5,ra,dec) >= 0",
                "ivo_healpix_index(29,POINT(ra,dec)) >= 0",
                "COORD1(ivo_geom_transform('ICRS','FK4',POINT(ra,dec))) > -1",
                "AREA(ivo_geom_transform('FK5','GALACTIC',CIRCLE(ra,dec,r))) < 1",
                "COORD1(ivo_epoch_prop_pos(ra,dec,r,r,r,r,2000,2020)) > -1",
                "COORD1(ivo_healpix_center(id,id)) > -1",
                "AREA(MOC(3,CIRCLE(ra,dec,r))) > -1",
                "0=CONTAINS(POINT(ra,dec),MOC('0/0'))",
                "xing_to_timestamp(ra*dec*r) < '1800-01-01'")) {
            CompiledQuery query = Adql.compile(
                    "SELECT id FROM points WHERE id IN (-1,-2,-3,-4,-6,-7) AND " + condition,
                    CATALOGUE,
                    TestSky.asOperator(postgres().dialect()));
            assertThat(TestSky.rows(postgres().readerDataSource(), query))
                    .as(condition)
                    .isEmpty();
        }
    }

    /** What a map of a region holds: every point of the region, and none farther from it than a cell is large. */
    @Test
    void mapsOfRegionsHoldTheRegionAndLittleMore() throws SQLException {
        fill(postgres().dataSource(), new Random(7));
        int tried = 0;
        for (String circle : List.of("10,20,7", "0,90,12", "359,-40,0.5", "45,41.8,30", "180,0,120", "200,-89,89")) {
            for (int order : new int[] {3, 6}) {
                Set<Integer> region = ids("1=CONTAINS(POINT(ra,dec),CIRCLE(" + circle + "))");
                Set<Integer> map = ids("1=CONTAINS(POINT(ra,dec),MOC(" + order + ",CIRCLE(" + circle + ")))");
                double[] c = Arrays.stream(circle.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                Set<Integer> around = ids("1=CONTAINS(POINT(ra,dec),CIRCLE(%s,%s,%s))"
                        .formatted(c[0], c[1], Math.min(180, c[2] + 120.0 / (1 << order))));
                assertThat(map).as("%s in order %d", circle, order).containsAll(region);
                assertThat(around).as("%s in order %d", circle, order).containsAll(map);
                tried += map.size();
            }
        }
        assertThat(tried).isPositive();
        String square = "POLYGON(350,-10,10,-10,10,10,350,10)";
        assertThat(ids("1=CONTAINS(POINT(ra,dec),MOC(5," + square + "))"))
                .containsAll(ids("1=CONTAINS(POINT(ra,dec)," + square + ")"))
                .hasSizeLessThan(ids("1=CONTAINS(POINT(ra,dec),CIRCLE(0,0,25))").size());
    }

    /** A map's cells by its own text against the cells of the points. */
    @Test
    void mapsHoldThePointsOfTheirCells() throws SQLException {
        fill(postgres().dataSource(), new Random(8));
        assertThat(ids("1=CONTAINS(POINT(ra,dec),MOC('2/17 40-43 3/0,700'))"))
                .isEqualTo(ids("(ivo_healpix_index(2,ra,dec)=17 OR ivo_healpix_index(2,ra,dec) BETWEEN 40 AND 43"
                        + " OR ivo_healpix_index(3,ra,dec) IN (0,700))"))
                .isNotEmpty();
        assertThat(ids("0=CONTAINS(POINT(ra,dec),MOC('0/0-11'))")).isEmpty();
        assertThat(ids("1=CONTAINS(POINT(ra,dec),MOC('29/'))")).isEmpty();
    }

    @Test
    void mapsInColumnsAreJoinedComparedAndShownAsTheyAreWritten() throws SQLException {
        fill(postgres().dataSource(), new Random(9));
        TestSky.execute(
                postgres().dataSource(),
                "drop table if exists data.maps",
                "create table data.maps (id integer, moc text)",
                "insert into data.maps values (1, '1/0-3'), (2, ' 4/0 '), (3, 'no map'), (4, null), (5, '0/0 0/11')",
                "grant select on data.maps to xingvo_reader");
        assertThat(maps("SELECT id, moc FROM maps ORDER BY id").toString())
                .isEqualTo("[[1, 1/0-3], [2,  4/0 ], [3, no map], [4, null], [5, 0/0 0/11]]");
        assertThat(maps("SELECT id, m FROM (SELECT id, MOC(moc) AS m FROM maps) AS t ORDER BY id")
                        .toString())
                .isEqualTo("[[1, 0/0], [2, 4/0], [3, null], [4, null], [5, 0/0 11]]");
        assertThat(maps("SELECT a.id, b.id FROM maps a JOIN maps b ON 1=CONTAINS(a.moc, b.moc) WHERE a.id<>b.id"
                                + " ORDER BY 1, 2")
                        .toString())
                .isEqualTo("[[1, 5], [2, 1], [2, 5]]");
        assertThat(maps("SELECT id FROM maps WHERE 1=INTERSECTS(moc, MOC(6, CIRCLE(45, 2, 0.5))) ORDER BY id")
                        .toString())
                .isEqualTo("[[1], [2], [5]]");
        assertThat(maps("SELECT m.id, COUNT(*) AS n FROM maps m JOIN points p ON 1=CONTAINS(POINT(p.ra,p.dec), m.moc)"
                                + " WHERE p.id >= 0 GROUP BY m.id ORDER BY m.id")
                        .size())
                .isBetween(2, 3);
    }

    private List<List<@Nullable Object>> maps(String adql) throws SQLException {
        return TestSky.rows(
                postgres().readerDataSource(),
                Adql.compile(adql, CATALOGUE, TestSky.asPublic(postgres().dialect())));
    }

    @Test
    void aMapIsLookedUpByTheIndexOfThePoints() throws SQLException {
        fill(postgres().dataSource(), new Random(10));
        CompiledQuery query = Adql.compile(
                "SELECT id FROM points WHERE 1=CONTAINS(POINT(ra,dec),MOC('8/1000-1010'))",
                CATALOGUE,
                TestSky.asPublic(postgres().dialect()));
        assertThat(TestSky.plan(postgres().readerDataSource(), query)).containsPattern("Index Cond: .*(spoint|cube)");
    }

    @Test
    void theSamePredicateWithPolygonsFromColumnsAgrees() throws SQLException {
        fill(postgres().dataSource(), new Random(6));
        for (String numbers : List.of("350,-10,10,-10,10,10,350,10", "0,80,120,80,240,80", "5,5,25,5,25,40,15,20")) {
            String moved = numbers.replaceFirst("^([0-9]+)", "$1+0*id");
            Set<Integer> constant = ids("1=CONTAINS(POINT(ra,dec),POLYGON(" + numbers + "))");
            assertThat(ids("1=CONTAINS(POINT(ra,dec),POLYGON(" + moved + "))")).isEqualTo(constant);
            assertThat(constant).isNotEmpty();
        }
        assertThat(ids("0=CONTAINS(POINT(ra,dec),CIRCLE(0,0,180))")).isEmpty();
    }
}
