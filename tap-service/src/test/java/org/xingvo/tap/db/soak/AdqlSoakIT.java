package org.xingvo.tap.db.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

/** What {@code xing soak adql} does, with a small budget: both geometries beside each other. */
class AdqlSoakIT {
    @RegisterExtension
    static final PostgresExtension CUBE = PostgresExtension.cube();

    @RegisterExtension
    static final PostgresExtension PGSPHERE = PostgresExtension.pgsphere();

    private static final long SEED = Long.getLong("xingvo.test.seed", System.nanoTime());

    private static List<SoakDatabase> databases() {
        return List.of(
                new SoakDatabase(CUBE.dataSource(), CUBE.readerDataSource(), CUBE.dialect()),
                new SoakDatabase(PGSPHERE.dataSource(), PGSPHERE.readerDataSource(), PGSPHERE.dialect()));
    }

    @Test
    void bothGeometriesAgreeWithArithmetic() throws SQLException {
        System.out.println("AdqlSoakIT seed " + SEED);
        GeometrySoak.Result result =
                new GeometrySoak(databases(), SEED).run(Integer.getInteger("xingvo.test.adql.regions", 100), 400);
        assertThat(result.inside()).isPositive();
        assertThat(result.atEdges()).isLessThan(result.answers() / 1000 + 10);
    }

    @Test
    void whatIsAcceptedRunsAndReadsWhatIsPublished() throws SQLException {
        System.out.println("AdqlSoakIT seed " + SEED);
        GrammarSoak.Result result =
                new GrammarSoak(databases(), SEED, 2).run(Integer.getInteger("xingvo.test.adql.queries", 60));
        assertThat(result.accepted()).isGreaterThan(result.queries() * 4 / 5);
        assertThat(result.timedOut()).isLessThan(result.queries() / 10 + 1);
    }
}
