package org.xingvo.adql;

import java.util.List;
import org.xingvo.adql.QueriesContract.Example;

/** Queries on {@link TestSky} as people write them, with their answers for the public. */
final class Examples {
    static final List<Example> ALL = List.of(
            of("SELECT TOP 3 id FROM data.stars ORDER BY id", "[[1], [2], [3]]"),
            of("select top 2 * from spectra order by obs", "[[1, 0, GALAXY, 0.001], [2, 1, QSO, 0.002]]"),
            of("SELECT id, id+1 AS following FROM stars WHERE id BETWEEN 3 AND 4 ORDER BY 1 DESC", "[[4, 5], [3, 4]]"),
            of("SELECT 7/2 AS q, 7/2.0 AS r, -7/2 AS s FROM stars WHERE id=1", "[[3, 3.5, -3]]"),
            of("SELECT flag+flag, n*2, mag FROM stars WHERE id=3", "[[6, 6, 10.3]]"),
            of(
                    "SELECT COUNT(*), COUNT(note), MIN(id), MAX(name), SUM(flag), AVG(flag) FROM stars WHERE id<10",
                    "[[9, 3, 1, star 9, 20, 2.2222222222222223]]"),
            of(
                    "SELECT flag, COUNT(*) AS c FROM stars GROUP BY flag HAVING COUNT(*) > 100 ORDER BY c DESC, flag",
                    "[[1, 200], [2, 200], [3, 200], [4, 200]]"),
            of(
                    "SELECT FLOOR(id/100.0) AS bin, COUNT(*) FROM stars GROUP BY FLOOR(id/100.0) ORDER BY bin OFFSET 9",
                    "[[9.0, 90], [10.0, 0]]".replace(", [10.0, 0]", "")),
            of(
                    "SELECT FLOOR(id/100.0)*100 AS bin, COUNT(*) AS n FROM stars WHERE id<300 GROUP BY bin ORDER BY bin",
                    "[[0.0, 90], [100.0, 90], [200.0, 90]]"),
            of(
                    "SELECT FLOOR(id/100.0)*100 AS b, COUNT(*) FROM stars WHERE id<300 GROUP BY FLOOR(id/100.0) ORDER BY b",
                    "[[0.0, 90], [100.0, 90], [200.0, 90]]"),
            of("SELECT DISTINCT class FROM spectra ORDER BY class", "[[GALAXY], [QSO], [STAR]]"),
            of(
                    "SELECT s.id, p.class FROM stars AS s JOIN spectra p ON s.id=p.id WHERE s.id=5 ORDER BY p.obs",
                    "[[5, GALAXY], [5, QSO]]"),
            of("SELECT id, class FROM stars NATURAL JOIN spectra WHERE id=5 ORDER BY class", "[[5, GALAXY], [5, QSO]]"),
            of(
                    "SELECT id, class FROM stars JOIN spectra USING (id) WHERE id=5 ORDER BY class",
                    "[[5, GALAXY], [5, QSO]]"),
            of(
                    "SELECT s.id, p.obs FROM stars s LEFT OUTER JOIN spectra p ON s.id=p.id AND p.obs<0 WHERE s.id<3"
                            + " ORDER BY s.id",
                    "[[1, null], [2, null]]"),
            of("SELECT COUNT(*) FROM stars FULL JOIN spectra USING (id)", "[[1104]]"),
            of("SELECT COUNT(*) FROM stars RIGHT JOIN spectra USING (id)", "[[429]]"),
            of("SELECT COUNT(*) FROM stars, spectra", "[[386100]]"),
            of(
                    "SELECT id FROM stars WHERE id IN (SELECT id FROM spectra WHERE class='QSO') AND id<8 ORDER BY id",
                    "[[1], [2], [4], [5]]"),
            of(
                    "SELECT id FROM stars s WHERE EXISTS (SELECT * FROM spectra p WHERE p.id=s.id AND z>0.495) ORDER BY id",
                    "[[248], [249]]"),
            of(
                    "SELECT q.a FROM (SELECT id AS a, mag FROM stars WHERE mag<10.3) AS q WHERE a<200 ORDER BY a",
                    "[[1], [2], [101], [102]]"),
            of(
                    "SELECT id, (SELECT MAX(z) FROM spectra p WHERE p.id=s.id) AS zmax FROM stars s WHERE id<3 ORDER BY id",
                    "[[1, 0.003], [2, 0.005]]"),
            of(
                    "WITH a AS (SELECT id FROM stars WHERE id<4), b AS (SELECT id FROM a WHERE id>1)"
                            + " SELECT a.id FROM a JOIN b ON a.id=b.id ORDER BY a.id",
                    "[[2], [3]]"),
            of(
                    "SELECT id FROM stars WHERE id<3 UNION SELECT obs FROM spectra WHERE obs<5 ORDER BY id",
                    "[[1], [2], [3], [4]]"),
            of("SELECT id FROM stars WHERE id<4 EXCEPT SELECT obs FROM spectra WHERE obs<3", "[[3]]"),
            of("SELECT id FROM stars WHERE id<4 INTERSECT ALL SELECT obs FROM spectra WHERE obs>2", "[[3]]"),
            of(
                    "(SELECT TOP 1 id FROM stars ORDER BY id) UNION ALL (SELECT TOP 1 z FROM spectra ORDER BY z DESC)"
                            + " ORDER BY 1",
                    "[[0.5], [1.0]]"),
            of(
                    "SELECT CASE WHEN id<2 THEN 'low' ELSE 'high' END AS c FROM stars WHERE id<3 ORDER BY id",
                    "[[low], [high]]"),
            of(
                    "SELECT CASE flag WHEN 1 THEN 1 WHEN 2 THEN 2.5 END FROM stars WHERE id<4 ORDER BY id",
                    "[[1.0], [2.5], [null]]"),
            of("SELECT COALESCE(note, name) FROM stars WHERE id IN (2, 3) ORDER BY id", "[[star 2], [étoile]]"),
            of(
                    "SELECT CAST(mag AS INTEGER), CAST(id AS VARCHAR(1)), CAST('2.5' AS REAL) FROM stars WHERE id=12",
                    "[[11, 1, 2.5]]"),
            of(
                    "SELECT seen FROM stars WHERE seen < '2020-01-04' ORDER BY seen",
                    "[[2020-01-02 00:00:00.0], [2020-01-03 00:00:00.0]]"),
            of(
                    "SELECT CAST(seen AS CHAR(10)) FROM stars WHERE seen = CAST('2020-01-02T00:00:00Z' AS TIMESTAMP)",
                    "[[2020-01-02]]"),
            of(
                    "SELECT id FROM stars WHERE name LIKE 'star 99_' AND name NOT LIKE '%5' ORDER BY id DESC",
                    "[[999], [998], [997], [996], [994], [993], [992], [991]]"),
            of("SELECT id FROM stars WHERE name ILIKE 'STAR 7'", "[[7]]"),
            of("SELECT name || '''s \\' AS n FROM stars WHERE id=1", "[[star 1's \\]]"),
            of("SELECT UPPER(name), LOWER('ABC') FROM stars WHERE id=1", "[[STAR 1, abc]]"),
            of("SELECT id FROM stars WHERE name LIKE '\\%'", "[]"),
            of("SELECT id FROM stars WHERE note IS NULL AND id<4 ORDER BY id", "[[1], [2]]"),
            of(
                    "SELECT ROUND(SQRT(2), 3), TRUNCATE(-2.7), MOD(7, 3), MOD(7.5, 2), POWER(2, 10), ABS(-3), CEILING(1.2)"
                            + " FROM stars WHERE id=1",
                    "[[1.414, -2.0, 1, 1.5, 1024.0, 3, 2.0]]"),
            of(
                    "SELECT ROUND(DEGREES(PI()), 6), LOG10(1000), LOG(EXP(2)), ROUND(ATAN2(1, 1)*4-PI(), 9)"
                            + " FROM stars WHERE id=1",
                    "[[180.0, 3.0, 2.0, 0.0]]"),
            of(
                    "SELECT \"size\", \"Odd \"\"name\"\"?\", good, flux FROM stars WHERE id=2",
                    "[[3.0, 2, true, [2.0, 2.5]]]"),
            of("SELECT COUNT(*) FROM stars WHERE good = 1", "[[400]]"),
            of(
                    "SELECT column_name, \"size\" FROM tap_schema.columns WHERE column_name = '\"size\"'",
                    "[[\"size\", 4]]"),
            of("SELECT id FROM stars WHERE \"size\" IS NOT NULL AND id < 3 ORDER BY \"size\" DESC", "[[2], [1]]"),
            of("SELECT TOP 1 id FROM stars WHERE n/1 > 0 ORDER BY 1.0/n", "[[999]]"),
            of("SELECT id FROM stars WHERE 1/n > 0", "[[1]]"),
            // geometry
            of(
                    "SELECT POINT('ICRS', 10, -5), CIRCLE(10, -5, 1), POLYGON('', 1,1, 2,1, 2,2) FROM stars WHERE id=1",
                    "[[[10.0, -5.0], [10.0, -5.0, 1.0], [1.0, 1.0, 2.0, 1.0, 2.0, 2.0]]]"),
            of(
                    "SELECT COORD1(POINT(ra, dec)) - ra, COORD2(POINT(1, 2)), COORDSYS(POINT(ra, dec)) FROM stars WHERE id=1",
                    "[[0.0, 2.0, ICRS]]"),
            of(
                    "SELECT ROUND(DISTANCE(POINT(0, 90), POINT(0, -90)), 9), ROUND(DISTANCE(0, 0, 350, 0), 9)"
                            + " FROM stars WHERE id=1",
                    "[[180.0, 10.0]]"),
            of(
                    "SELECT ROUND(AREA(CIRCLE(0, 0, 180)), 3), ROUND(AREA(POLYGON(0, 0, 90, 0, 0, 90)), 3),"
                            + " ROUND(COORD1(CENTROID(BOX(40, 0, 10, 4))), 9) FROM stars WHERE id=1",
                    "[[41252.961, 5156.62, 40.0]]"),
            of(
                    "SELECT CONTAINS(POINT(0, 0), CIRCLE(359.5, 0, 1)), CONTAINS(POINT(0, 0), CIRCLE(2, 0, 1)),"
                            + " INTERSECTS(BOX(0, 0, 2, 2), CIRCLE(1.5, 0, 0.6)) FROM stars WHERE id=1",
                    "[[1, 0, 1]]"),
            of(
                    "SELECT COUNT(*) FROM stars WHERE 1=CONTAINS(POINT('ICRS', ra, dec), CIRCLE('ICRS', 0, 0, 180))",
                    "[[900]]"),
            of(
                    "SELECT COUNT(*) FROM stars WHERE 1=CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 130))"
                            + " OR CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 130)) = 0",
                    "[[900]]"),
            of(
                    "SELECT u.n FROM TAP_UPLOAD.mine u JOIN data.stars s ON 1=CONTAINS(POINT('ICRS', s.ra, s.dec),"
                            + " CIRCLE('ICRS', u.lon, u.lat, 1./3600)) WHERE u.n < 200 ORDER BY u.n",
                    "[[1], [51], [101], [151]]"),
            of(
                    "SELECT u.n, MIN(DISTANCE(u.pos, POINT(s.ra, s.dec))*3600) AS d FROM mine u, stars s"
                            + " WHERE DISTANCE(u.pos, POINT(s.ra, s.dec)) < 0.001 AND u.n < 100 GROUP BY u.n ORDER BY d, u.n",
                    "[[1, 0.0], [51, 0.0]]"),
            of(
                    "SELECT COUNT(*) FROM mine u JOIN stars s ON DISTANCE(u.lon, u.lat, s.ra, s.dec) <= u.err/3600.0",
                    "[[20]]"),
            of(
                    "SELECT COUNT(*) FROM mine u JOIN stars s ON 1=CONTAINS(POINT(u.lon, u.lat),"
                            + " CIRCLE(s.ra, s.dec, s.\"size\"/36000))",
                    "[[20]]"),
            of("SELECT s_region FROM ivoa.obscore WHERE obs_id = 'o4' AND s_region IS NOT NULL AND 1=0", "[]"),
            of("SELECT COUNT(*) FROM ivoa.obscore WHERE 1=INTERSECTS(s_region, CIRCLE(0, 0, 180))", "[[130]]"),
            of("SELECT COUNT(*) FROM ivoa.obscore WHERE 1=CONTAINS(POINT(s_ra, s_dec), s_region)", "[[130]]"),
            of(
                    "SELECT COUNT(*) FROM obscore a JOIN obscore b ON a.obs_id=b.obs_id AND 1=CONTAINS(a.s_region, b.s_region)",
                    "[[130]]"));

    private Examples() {}

    private static Example of(String adql, String answer) {
        return new Example(adql, answer);
    }
}
