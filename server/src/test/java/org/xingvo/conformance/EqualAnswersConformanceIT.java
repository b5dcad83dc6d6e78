package org.xingvo.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.PostgresExtension;

/** The embedded database and PostgreSQL with pgSphere give the same answers to the same questions. */
class EqualAnswersConformanceIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    private static PublishedArchive cube;
    private static PublishedArchive pgSphere;

    @BeforeAll
    static void publish() throws Exception {
        cube = PublishedArchive.start(null);
        pgSphere = PublishedArchive.start(
                POSTGRES.jdbcUrl() + "?user=" + POSTGRES.user() + "&password=" + POSTGRES.password());
    }

    @AfterAll
    static void stop() throws Exception {
        if (cube != null) {
            cube.close();
        }
        if (pgSphere != null) {
            pgSphere.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) AS n, COUNT(s_ra) AS placed FROM ivoa.obscore",
                "SELECT obs_publisher_did, s_ra, s_dec, t_min, em_min FROM ivoa.obscore ORDER BY obs_publisher_did",
                "SELECT table_name, column_name, datatype, unit, ucd FROM tap_schema.columns"
                        + " ORDER BY table_name, column_index, column_name",
                "SELECT obs_publisher_did FROM ivoa.obscore WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec),"
                        + " CIRCLE('ICRS', 331, 1, 5)) ORDER BY obs_publisher_did",
                "SELECT obs_publisher_did FROM ivoa.obscore WHERE 0 = CONTAINS(POINT('ICRS', s_ra, s_dec),"
                        + " CIRCLE('ICRS', 10, -89, 120)) ORDER BY obs_publisher_did",
                "SELECT obs_publisher_did FROM ivoa.obscore WHERE 1 = INTERSECTS(s_region,"
                        + " CIRCLE('ICRS', 180, 20, 40)) ORDER BY obs_publisher_did",
                "SELECT obs_publisher_did FROM ivoa.obscore WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec),"
                        + " POLYGON('ICRS', 350, -10, 10, -10, 10, 10, 350, 10)) ORDER BY obs_publisher_did",
                "SELECT a.obs_publisher_did, b.obs_publisher_did AS other FROM ivoa.obscore a JOIN ivoa.obscore b"
                        + " ON DISTANCE(POINT(a.s_ra, a.s_dec), POINT(b.s_ra, b.s_dec)) < 0.01"
                        + " WHERE a.obs_publisher_did < b.obs_publisher_did ORDER BY 1, 2",
                "SELECT obs_publisher_did, ROUND(DISTANCE(POINT(s_ra, s_dec), POINT(100, 27)), 9) AS d"
                        + " FROM ivoa.obscore WHERE s_ra IS NOT NULL ORDER BY 1",
                "SELECT reason, COUNT(*) AS n FROM xing.rejects GROUP BY reason ORDER BY reason"
            })
    void areEqual(String adql) throws Exception {
        String answer = cube.csv(adql);
        assertThat(pgSphere.csv(adql)).isEqualTo(answer);
        assertThat(answer.lines().count()).isGreaterThan(1);
    }
}
