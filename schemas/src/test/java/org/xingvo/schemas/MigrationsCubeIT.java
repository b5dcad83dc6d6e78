package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

final class MigrationsCubeIT extends MigrationsContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.cube();

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }

    @Override
    Preference preference() {
        return Preference.CUBE;
    }

    @Test
    void cubeIsThere() throws SQLException {
        assertThat(column(POSTGRES.readerDataSource(), "select cube(array[1.0, 0, 0]) <-> cube(array[0, 0, 0])"))
                .containsExactly("1");
    }
}
