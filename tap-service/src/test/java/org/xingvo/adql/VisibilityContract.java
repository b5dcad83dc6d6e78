package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.schemas.SkySql;
import org.xingvo.testing.PostgresExtension;

/** A row that a caller may not see is not told by an answer, a count, an error; and the indexes are used all the same. */
abstract class VisibilityContract {
    abstract PostgresExtension postgres();

    private CompiledQuery compile(String adql) {
        return Adql.compile(adql, TestSky.CATALOGUE, TestSky.asPublic(postgres().dialect()));
    }

    private String ask(String adql) throws SQLException {
        return TestSky.rows(postgres().readerDataSource(), compile(adql)).toString();
    }

    /** Every hidden star has n = 0; nobody else has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) FROM stars WHERE 1/n >= 0",
                "SELECT COUNT(*) FROM stars WHERE 1/n >= 0 AND n < 100000",
                "SELECT COUNT(*) FROM stars WHERE n/n = 1 AND MOD(5, n) >= 0 AND LOG(n) >= 0 AND SQRT(n-1) >= 0",
                "SELECT COUNT(*) FROM stars WHERE POWER(n, -0.5) >= 0 AND MOD(7, n) >= 0",
                "SELECT COUNT(*) FROM stars WHERE CASE WHEN n > 5 THEN 1/n ELSE 1/n END >= 0",
                "SELECT COUNT(*) FROM stars WHERE COALESCE(1/n, 0) >= 0",
                "SELECT COUNT(*) FROM stars WHERE 1/n IN (0, 1)",
                "SELECT COUNT(*) FROM stars WHERE 1/n BETWEEN 0 AND 1",
                "SELECT COUNT(*) FROM stars WHERE NOT 1/n < 0",
                "SELECT COUNT(*) FROM stars WHERE CAST(30000/n AS SMALLINT) >= 0",
                "SELECT COUNT(*) FROM stars WHERE DISTANCE(ra, dec, 0, 0) < 200/n + 180",
                "SELECT COUNT(*) FROM stars WHERE 1=CONTAINS(POINT(ra, dec), CIRCLE(0, 0, 180+0/n))",
                "SELECT COUNT(*) FROM (SELECT 1/n AS q FROM stars) AS s WHERE q >= 0",
                "SELECT COUNT(*) FROM (SELECT n FROM stars) AS s WHERE 1/n >= 0",
                "SELECT COUNT(*) FROM (SELECT n, COUNT(*) AS c FROM stars GROUP BY n) AS s WHERE 1/n >= 0",
                "SELECT COUNT(*) FROM (SELECT 1/n AS q, n FROM stars GROUP BY n) AS s WHERE q >= 0",
                "SELECT COUNT(*) FROM (SELECT n FROM stars GROUP BY n HAVING 1/n >= 0) AS s",
                "SELECT COUNT(*) FROM (SELECT id FROM stars GROUP BY id, 1/n HAVING 1/n >= 0) AS s",
                "SELECT COUNT(*) FROM (SELECT DISTINCT n FROM stars) AS s WHERE 1/n >= 0",
                "SELECT COUNT(*) FROM (SELECT n FROM stars UNION SELECT n FROM stars) AS s WHERE 1/n >= 0",
                "WITH s AS (SELECT n FROM stars) SELECT COUNT(*) FROM s WHERE 1/n >= 0",
                "WITH s AS (SELECT 1/n AS q FROM stars) SELECT COUNT(*) FROM s WHERE q >= 0",
                "SELECT COUNT(*) FROM stars s JOIN stars t ON s.id = t.id AND 1/s.n = 1/t.n",
                "SELECT COUNT(*) FROM stars s LEFT JOIN stars t ON s.id = t.id AND 1/t.n >= 0",
                "SELECT COUNT(*) FROM stars s LEFT JOIN stars t ON s.id = t.id WHERE 1/t.n >= 0",
                "SELECT COUNT(*) FROM stars s WHERE EXISTS (SELECT * FROM stars t WHERE t.id = s.id AND 1/s.n >= 0)",
                "SELECT COUNT(*) FROM stars s WHERE id IN (SELECT t.id FROM stars t WHERE 1/(s.n*t.n) >= 0)",
                "SELECT COUNT(*) FROM stars WHERE 1 IN (SELECT n/n FROM stars t) AND (SELECT MIN(1/n) FROM stars) = 0",
                "SELECT COUNT(*) FROM stars s WHERE (SELECT t.id FROM stars t WHERE t.id = s.id) > 0",
                "SELECT COUNT(*) FROM stars s WHERE (SELECT MAX(t.id/s.n) FROM stars t WHERE t.id < 9) >= 0",
            })
    void anOperationThatFailsForHiddenRowsTellsNothing(String adql) throws SQLException {
        assertThat(ask(adql)).isEqualTo("[[900]]");
        underOtherPlans(adql);
    }

    /** The same with the planner pushed to other plans. */
    private void underOtherPlans(String adql) throws SQLException {
        CompiledQuery query = compile(adql);
        try (var connection = postgres().readerDataSource().getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.execute("set enable_seqscan = off");
                statement.execute("set enable_hashjoin = off");
                statement.execute("set enable_hashagg = off");
                var rows = statement.executeQuery(query.inlined());
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(900);
            } finally {
                connection.createStatement().execute("reset all; set role xingvo_reader");
            }
        }
    }

    @Test
    void hiddenRowsAreNotJoinedCountedOrListed() throws SQLException {
        assertThat(ask("SELECT id FROM stars WHERE id IN (10, 11)")).isEqualTo("[[11]]");
        assertThat(ask("SELECT COUNT(*) FROM spectra p WHERE p.id NOT IN (SELECT id FROM stars)"))
                .isEqualTo("[[43]]");
        assertThat(ask("SELECT p.obs, s.id FROM spectra p LEFT JOIN stars s ON p.id = s.id WHERE p.obs = 20"))
                .isEqualTo("[[20, null]]");
        assertThat(ask("SELECT COUNT(*) FROM stars s FULL JOIN stars t ON s.id = t.id"))
                .isEqualTo("[[900]]");
        assertThat(ask("SELECT COUNT(*), SUM(n-n) FROM ivoa.obscore o, stars s WHERE s.id = 1"))
                .isEqualTo("[[180, 0]]");
    }

    @Test
    void membersSeeTheirRowsAndOperatorsAll() throws SQLException {
        String adql = "SELECT COUNT(*) FROM stars";
        for (CompileOptions options : List.of(
                TestSky.asMember(postgres().dialect()),
                TestSky.asOperator(postgres().dialect()))) {
            assertThat(TestSky.rows(postgres().readerDataSource(), Adql.compile(adql, TestSky.CATALOGUE, options)))
                    .hasToString("[[1000]]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM stars WHERE 1=CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 10, 20, 0.5))",
                "SELECT id FROM stars WHERE CONTAINS(POINT(10, 20), CIRCLE(ra, dec, 1)) = 1 AND 1/n > 0",
                "SELECT id FROM stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) < 0.5",
                "SELECT id FROM stars WHERE 0.5 >= DISTANCE(10, 20, ra, dec)",
                "SELECT id FROM stars WHERE 1=CONTAINS(POINT(ra, dec), POLYGON(10, 10, 11, 10, 11, 11))",
                "SELECT id FROM stars WHERE 1=CONTAINS(POINT(ra, dec), BOX(10, 10, 1, 1))",
                "SELECT s.id FROM TAP_UPLOAD.mine u, stars s WHERE 1=CONTAINS(POINT(s.ra, s.dec), CIRCLE(u.lon, u.lat, 0.01))",
                "SELECT s.id FROM TAP_UPLOAD.mine u, stars s WHERE 1=CONTAINS(POINT(u.lon, u.lat), CIRCLE(s.ra, s.dec, 0.01))",
                "SELECT s.id FROM mine u JOIN stars s ON 1=CONTAINS(POINT(s.ra, s.dec), CIRCLE(u.lon, u.lat, u.err/3600.))",
                "SELECT s.id FROM mine u JOIN stars s ON DISTANCE(u.pos, POINT(s.ra, s.dec)) < 1/3600.",
                "SELECT s.id FROM mine u LEFT JOIN stars s ON DISTANCE(s.ra, s.dec, u.lon, u.lat) < 0.001",
                "SELECT t.id FROM stars s JOIN stars t ON DISTANCE(s.ra, s.dec, t.ra, t.dec) < s.mag/3600 WHERE s.id = 7",
                "SELECT obs_id FROM ivoa.obscore WHERE 1=CONTAINS(POINT(s_ra, s_dec), CIRCLE(1, 2, 3))",
                "SELECT obs_id FROM ivoa.obscore WHERE 1=CONTAINS(POINT(1, 2), s_region)",
                "SELECT obs_id FROM ivoa.obscore WHERE 1=INTERSECTS(CIRCLE(1, 2, 0.5), s_region)",
                "SELECT obs_id FROM mine u, ivoa.obscore WHERE 1=CONTAINS(POINT(u.lon, u.lat), s_region)",
                "SELECT id FROM stars WHERE 1=CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 130))",
                "SELECT id FROM stars WHERE 1=CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 180))",
                "SELECT id FROM stars WHERE CONTAINS(POINT(ra, dec), CIRCLE(POINT(10, 20), 1)) > 0",
                "SELECT id FROM stars WHERE 0 <> INTERSECTS(POINT(ra, dec), CIRCLE(10, 20, 1))",
                "SELECT id FROM stars WHERE INTERSECTS(POLYGON(10, 10, 11, 10, 11, 11), POINT(ra, dec)) = 1",
                "SELECT id FROM stars WHERE 1=CONTAINS(POINT(ra, dec), BOX(0, 90, 10, 10))",
                "SELECT id FROM stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) * 3600 < 5",
                "SELECT id FROM stars WHERE 5 > 3600 * DISTANCE(ra, dec, 10, 20)",
                "SELECT id FROM stars WHERE DISTANCE(ra, dec, 10, 20) / 2 <= 0.1",
                "SELECT id FROM stars WHERE IN_UNIT(DISTANCE(10, 20, ra, dec), 'arcsec') < 5",
                "SELECT id FROM stars WHERE DISTANCE(ra, dec, 10, 20) BETWEEN 0.1 AND 0.5",
                "SELECT id FROM stars WHERE DISTANCE(POINT(ra, dec), ivo_geom_transform('GALACTIC', 'ICRS', POINT(1, 2))) < 1",
            })
    void aPositionIsFoundByTheIndex(String adql) throws SQLException {
        CompiledQuery query = compile(adql);
        try (var connection = postgres().readerDataSource().getConnection();
                var statement = connection.createStatement()) {
            // tables of this size are read whole unless that is dear; an index that cannot be used is not used even so
            statement.execute("set enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            var rows = statement.executeQuery("explain (costs off) " + query.inlined());
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            statement.execute("reset enable_seqscan");
            assertThat(plan.toString()).containsPattern("Index Cond: .*(spoint|cube|region_box)");
            assertThat(plan.toString()
                            .lines()
                            .filter(l -> l.contains("Seq Scan"))
                            .toList())
                    .hasSizeLessThanOrEqualTo(adql.contains("mine") || adql.contains("JOIN") ? 1 : 0);
        }
    }

    /** At a size where it counts, without pushing the planner. */
    @Test
    void aConeOnALargeTableUsesTheIndexBesideThePredicate() throws SQLException {
        TestSky.execute(
                postgres().dataSource(),
                "create table data.large as select i as id, random() * 360 as ra,"
                        + " degrees(asin(2 * random() - 1)) as dec, 0 as access_class from generate_series(1, 100000) i",
                SkySql.of(postgres().dialect()).pointIndex("data.large", "ra", "dec"),
                "grant select on data.large to xingvo_reader",
                "analyze data.large");
        TableDescription large = new TableDescription(
                "data",
                "large",
                "data",
                "large",
                List.of(
                        ColumnDescription.of("id", "int", null),
                        ColumnDescription.of("ra", "double", null),
                        ColumnDescription.of("dec", "double", null)),
                0,
                true);
        CompiledQuery query = Adql.compile(
                "SELECT * FROM large WHERE 1=CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 1)) AND ra/dec > 0",
                Catalogue.of(List.of(large)),
                TestSky.asPublic(postgres().dialect()));
        assertThat(TestSky.plan(postgres().readerDataSource(), query))
                .contains("Index Cond")
                .doesNotContain("Seq Scan");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE data.stars; --",
                "\\'; DROP TABLE data.stars; --",
                "\\",
                "''",
                "'' OR 1=1 --",
                "$$; DROP TABLE data.stars; $$",
                "?",
                "${x} {fn now()} {d '2020-01-01'}",
                "/* */ -- \n DROP TABLE data.stars",
                "\u2019 OR 1=1",
                "E'\\047'",
                "%s%n%x",
            })
    void textComesBackAsItWasWritten(String text) throws SQLException {
        String literal = "'" + text.replace("'", "''") + "'";
        String name = '"' + text.replace("\"", "\"\"") + '"';
        CompiledQuery query = compile("SELECT " + literal + " AS " + name + ", COUNT(*) AS c FROM stars AS " + name
                + " WHERE name <> " + literal + " AND " + name + ".id > 0 GROUP BY " + literal);
        assertThat(TestSky.rows(postgres().readerDataSource(), query)).isEqualTo(List.of(List.of(text, 900L)));
        assertThat(TestSky.literalRows(postgres().readerDataSource(), query)).isEqualTo(List.of(List.of(text, 900L)));
        assertThat(query.columns().getFirst().name()).isEqualTo(text);
    }
}
