package org.xingvo.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers as STILTS 3.4.7 gives them with healpixNestIndex. */
class HealpixTest {
    @Test
    void pixelsAreThoseOfOtherPrograms() {
        assertThat(Healpix.nested(13, 10.5, -20.25)).isEqualTo(273_661_555L);
        assertThat(Healpix.nested(13, 180, 89.9999)).isEqualTo(201_326_591L);
        assertThat(Healpix.nested(13, 359.99999, -89.5)).isEqualTo(738_201_877L);
        assertThat(Healpix.nested(13, 123.456, 41.81)).isEqualTo(107_304_601L);
        assertThat(Healpix.nested(13, 123.456, 41.82)).isEqualTo(107_304_606L);
        assertThat(Healpix.nested(13, 266.4, -29)).isEqualTo(472_353_075L);
        assertThat(Healpix.nested(13, 83.633, 22.0145)).isEqualTo(396_256_589L);
        assertThat(Healpix.nested(13, 300, -41.8103)).isEqualTo(778_462_822L);
        assertThat(Healpix.nested(3, 300, -41.8103)).isEqualTo(742);
    }

    @Test
    void longitudesGoAround() {
        assertThat(Healpix.nested(13, -10, 30)).isEqualTo(Healpix.nested(13, 350, 30));
        assertThat(Healpix.nested(13, 360, 30)).isEqualTo(Healpix.nested(13, 0, 30));
    }

    @Test
    void whatIsNoPositionIsNowhere() {
        assertThat(Healpix.pixel(Double.NaN, 0)).isEqualTo(Healpix.NOWHERE);
        assertThat(Healpix.pixel(10, 90.1)).isEqualTo(Healpix.NOWHERE);
        assertThat(Healpix.pixel(10, -90)).isLessThan(Healpix.NOWHERE);
    }

    @Test
    void everyPixelOfLowOrderIsMet() {
        boolean[] met = new boolean[12 * 64];
        for (double dec = -89.75; dec < 90; dec += 0.5) {
            for (double ra = 0.25; ra < 360; ra += 0.5) {
                met[(int) Healpix.nested(3, ra, dec)] = true;
            }
        }
        assertThat(met).doesNotContain(false);
    }

    @Test
    void blocksStayInOrderAndHoldAboutAThousandRows() {
        assertThat(Healpix.blockOrder(2_200_000)).isEqualTo(4);
        assertThat(Healpix.blockOrder(100)).isZero();
        int[] near = {Healpix.pixel(10, 20), Healpix.pixel(10.01, 20.01), Healpix.pixel(200, -40)};
        int block = 2 * (Healpix.ORDER - 4);
        for (int pixel : near) {
            assertThat(Healpix.blocked(pixel, 4) >> block).isEqualTo(pixel >> block);
        }
        assertThat(Healpix.blocked(Healpix.NOWHERE, 4)).isEqualTo(Healpix.NOWHERE);
    }
}
