package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

final class MigrationsPgSphereIT extends MigrationsContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }

    @Override
    Preference preference() {
        return Preference.PGSPHERE;
    }

    @Test
    void aConeUsesPgSphere() throws SQLException {
        String cone = "select spoint(radians(10.0), radians(20.0)) <@ scircle(spoint(radians(10.1), radians(20)),"
                + " radians(0.2))";

        assertThat(column(POSTGRES.readerDataSource(), cone)).containsExactly("t");
    }

    @Test
    void coverageMapsWork() throws SQLException {
        assertThat(column(POSTGRES.readerDataSource(), "select (smoc('3/0-5') | smoc('3/6'))::text"))
                .containsExactly("2/0 3/4-6");
    }
}
