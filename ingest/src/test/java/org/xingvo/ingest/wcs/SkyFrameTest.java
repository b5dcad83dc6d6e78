package org.xingvo.ingest.wcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkyFrameTest {
    @Test
    void everyFrameAgreesWithAstropyToATenthOfAMilliarcsecond() throws IOException {
        List<List<String>> rows = Oracle.rows("frame-oracle.tsv");
        assertThat(rows).hasSize(40);
        for (List<String> row : rows) {
            SkyFrame frame = new SkyFrame(SkyFrame.Kind.valueOf(row.get(0)), Double.parseDouble(row.get(1)));
            LonLat found = frame.toIcrs(new LonLat(Double.parseDouble(row.get(2)), Double.parseDouble(row.get(3))));
            LonLat expected = new LonLat(Double.parseDouble(row.get(4)), Double.parseDouble(row.get(5)));
            assertThat(found.separationDeg(expected) * 3.6e6).as(row.toString()).isLessThan(0.1);
        }
    }

    @Test
    void theEclipticPoleIsInDraco() {
        LonLat pole = new SkyFrame(SkyFrame.Kind.ECLIPTIC, 2000).toIcrs(new LonLat(0, 90));
        assertThat(pole.separationDeg(new LonLat(270, 66.5607))).isLessThan(1e-4);
    }

    @Test
    void theFrameOfAHeaderFollowsPaperTwo() {
        assertThat(SkyFrame.equatorial(null, null)).isEqualTo(SkyFrame.ICRS);
        assertThat(SkyFrame.equatorial(" fk5 ", null)).isEqualTo(SkyFrame.FK5_J2000);
        assertThat(SkyFrame.equatorial(null, 1950.0)).isEqualTo(SkyFrame.FK4_B1950);
        assertThat(SkyFrame.equatorial(null, 2000.0)).isEqualTo(SkyFrame.FK5_J2000);
        assertThat(SkyFrame.equatorial("FK4", null)).isEqualTo(SkyFrame.FK4_B1950);
        assertThat(SkyFrame.equatorial("FK5", 1950.0)).isEqualTo(new SkyFrame(SkyFrame.Kind.FK5, 1950));
        assertThat(SkyFrame.equatorial("GAPPT", 2000.0)).isNull();
    }
}
