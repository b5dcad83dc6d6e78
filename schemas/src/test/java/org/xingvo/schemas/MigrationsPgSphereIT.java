package org.xingvo.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
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

    @Test
    void indexesFollowAChangeOfTheGeometryThereAndBack() throws SQLException {
        execute(POSTGRES.dataSource(), "create table data.stars (ra float8, decl float8, access_class integer)");
        execute(POSTGRES.dataSource(), SkySql.of(SkyDialect.PGSPHERE).pointIndex("data.stars", "ra", "decl"));

        assertThat(Migrations.migrate(POSTGRES.dataSource(), Preference.CUBE)).isEqualTo(SkyDialect.CUBE);
        assertThat(indexTypes()).containsExactly("cube");
        assertThat(Migrations.migrate(POSTGRES.dataSource(), Preference.PGSPHERE))
                .isEqualTo(SkyDialect.PGSPHERE);
        assertThat(indexTypes()).containsExactly("spoint");
    }

    private static List<String> indexTypes() throws SQLException {
        return column(POSTGRES.dataSource(), """
                select format_type(c.opcintype, null) from pg_index i
                  join pg_opclass c on c.oid = i.indclass[0] where i.indrelid = 'data.stars'::regclass
                """);
    }
}
