package org.xingvo.adql;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

class QueriesCubeIT extends QueriesContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @BeforeAll
    static void fill() throws SQLException {
        TestSky.fill(POSTGRES.dataSource(), POSTGRES.dialect());
        CorpusSky.fill(POSTGRES.dataSource(), POSTGRES.dialect());
    }

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }
}
