package org.xingvo.adql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xingvo.testing.PostgresExtension;

class GeometryPgSphereIT extends GeometryContract {
    @RegisterExtension
    static final PostgresExtension POSTGRES = PostgresExtension.pgsphere();

    /** Maps are not pgSphere's here, as they have to do without it elsewhere; it says whether they are right. */
    @Test
    void mapsHoldWhatPgSpheresMapsHold() throws SQLException {
        fill(POSTGRES.dataSource(), new Random(11));
        String map = "2/17 40-43 3/0 700 9/1000000-2000000";
        try (Connection connection = POSTGRES.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*), count(*) filter (where sky.in_moc(ra, dec, sky.moc('"
                                + map + "'))), count(*) filter (where sky.in_moc(ra, dec, sky.moc('" + map
                                + "')) <> (sky.point(ra, dec) <@ '" + map + "'::smoc)), sky.moc_area(sky.moc('" + map
                                + "')) - degrees(degrees(area('" + map + "'::smoc))) from data.points where id >= 0"
                                // a point on the edge of two cells may be in either
                                + " and (ra not in (0, 90, 180, 270, 360) or dec not in (-90, -45, 0, 45, 90))")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(2)).isBetween(1, row.getInt(1) - 1);
            assertThat(row.getInt(3)).isZero();
            assertThat(row.getDouble(4)).isCloseTo(0, within(1e-6));
        }
    }

    @Override
    PostgresExtension postgres() {
        return POSTGRES;
    }
}
