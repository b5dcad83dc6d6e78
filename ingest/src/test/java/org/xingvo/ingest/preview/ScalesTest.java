package org.xingvo.ingest.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScalesTest {
    @Test
    void zscaleOfARampIsTheWholeRamp() {
        double[] ramp = new double[1000];
        Arrays.setAll(ramp, i -> i);
        // slope 1, over the contrast 4: beyond the data on both sides
        assertThat(Zscale.of(ramp)).isEqualTo(new Zscale(0, 999));
    }

    @Test
    void zscaleStretchesTheLineThroughTheMedianBeyondStars() {
        // a sky of 0 to 899 and 100 stars of a million
        double[] field = new double[1000];
        Arrays.setAll(field, i -> i < 900 ? i : 1e6);
        Zscale z = Zscale.of(field);
        // the median is 499.5 at rank 499; white is 500 ranks further at slope 4
        assertThat(z.low()).isEqualTo(0);
        assertThat(z.high()).isCloseTo(499.5 + 500 * 4, within(1e-6));
    }

    @Test
    void zscaleOfOneValueIsThatValueAndNaNsCountForNothing() {
        double[] same = new double[100];
        Arrays.fill(same, 7);
        assertThat(Zscale.of(same)).isEqualTo(new Zscale(7, 7));
        assertThat(Zscale.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY}))
                .isEqualTo(new Zscale(0, 0));
    }

    @Test
    void aCellIsTheMeanOfItsArea() {
        Grid grid = new Grid(3, 2, 2, 1);
        grid.add(0, 0, new double[] {1, 2, 3}, 3);
        grid.add(0, 1, new double[] {1, Double.NaN, 5}, 3);
        // left: 1, 1 and half of 2; right: 3, 5 and half of 2
        assertThat(grid.values()).containsExactly(new double[] {3 / 2.5, 9 / 2.5}, within(1e-12));
    }

    @Test
    void aGridKeepsItsMeanWhateverItsSize() {
        int width = 701;
        int height = 353;
        Grid grid = new Grid(width, height, 97, 50);
        double[] row = new double[width];
        Arrays.fill(row, 42);
        for (int y = 0; y < height; y++) {
            grid.add(0, y, row, width);
        }
        assertThat(Arrays.stream(grid.values()).allMatch(v -> Math.abs(v - 42) < 1e-9))
                .isTrue();
    }

    @Test
    void ticksAreRound() {
        Ticks optical = Ticks.of(3700, 9100, 7);
        assertThat(optical.labels()).containsExactly("4000", "5000", "6000", "7000", "8000", "9000");
        Ticks small = Ticks.of(0, 2.6e-17, 5);
        assertThat(small.exponent()).isEqualTo(-17);
        assertThat(small.labels()).containsExactly("0.0", "0.5", "1.0", "1.5", "2.0", "2.5");
        assertThat(Ticks.of(-0.5, 0.5, 4).labels()).containsExactly("−0.4", "−0.2", "0.0", "0.2", "0.4");
    }

    @Test
    void unitsAreThoseOfTheRange() {
        assertThat(Quantity.WAVELENGTH.shownIn(3.7e-7, 9e-7, "").label()).isEqualTo("Wavelength [Å]");
        assertThat(Quantity.WAVELENGTH.shownIn(1e-6, 2.5e-6, "").label()).isEqualTo("Wavelength [µm]");
        assertThat(Quantity.ENERGY.shownIn(300, 1e4, "").label()).isEqualTo("Energy [keV]");
        assertThat(Quantity.FREQUENCY.shownIn(1.42e9, 1.43e9, "").label()).isEqualTo("Frequency [GHz]");
        assertThat(Quantity.unit("0.1 nm")).isEqualTo(new Quantity.Unit(Quantity.WAVELENGTH, 1e-10));
    }

    @Test
    void aScaleBarIsARoundAngle() {
        assertThat(ScaleBar.within(1.0, 130).label()).isEqualTo("2'");
        assertThat(ScaleBar.within(0.05, 100)).isEqualTo(new ScaleBar("5\"", 100));
    }

    @Test
    void everyLetterOfALabelIsThere() {
        String used = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~°×−Åµαβγδλ";
        assertThat(used.codePoints().filter(c -> !StrokeFont.PLAIN.has(c)).toArray())
                .isEmpty();
    }
}
