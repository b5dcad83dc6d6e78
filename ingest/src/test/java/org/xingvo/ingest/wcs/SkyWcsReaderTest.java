package org.xingvo.ingest.wcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SkyWcsReaderTest {
    private static final double MILLIARCSEC = 1e-3;

    @Test
    void everyProjectionAgreesWithAstropyToAMilliarcsecond() throws IOException {
        List<List<String>> rows = Oracle.rows("wcs-oracle.tsv");
        assertThat(rows).hasSizeGreaterThan(700);
        for (List<String> row : rows) {
            CelestialWcs wcs = wcs(row.get(1));
            LonLat found = Objects.requireNonNull(wcs.toIcrs(number(row.get(2)), number(row.get(3))), row.get(1));
            LonLat expected = new LonLat(number(row.get(4)), number(row.get(5)));
            // wcslib computes CSC in single precision
            assertThat(found.separationDeg(expected) * 3.6e6)
                    .as(row.get(0) + " " + row.get(1))
                    .isLessThan(limitMas(row.get(0)));
        }
    }

    @Test
    void theFirstRowOfEachHeaderIsItsCentre() throws IOException {
        String last = "";
        for (List<String> row : Oracle.rows("wcs-oracle.tsv")) {
            if (!row.get(1).equals(last)) {
                LonLat centre = centre(wcs(row.get(1)));
                assertThat(centre.separationDeg(new LonLat(number(row.get(4)), number(row.get(5)))))
                        .as(row.get(1))
                        .isLessThan(1e-9 + limitMas(row.get(0)) / 3.6e6);
            }
            last = row.get(1);
        }
    }

    @Test
    void aCubeWithTheSkyOnAxesTwoAndThreeIsPlaced() {
        CelestialWcs wcs = wcs(
                "NAXIS=3;NAXIS1=50;NAXIS2=11;NAXIS3=21;CTYPE1='FREQ';CTYPE2='RA---SIN';CTYPE3='DEC--SIN';"
                        + "CRVAL1=1.4e9;CRPIX1=1;CDELT1=1e6;CRVAL2=83.63;CRVAL3=22.01;CRPIX2=6;CRPIX3=11;CDELT2=-0.01;CDELT3=0.01");
        LonLat centre = centre(wcs);
        assertThat(centre.lonDeg()).isCloseTo(83.63, within(1e-9));
        assertThat(centre.latDeg()).isCloseTo(22.01, within(1e-9));
        assertThat(wcs.lonPixels()).isEqualTo(11);
        assertThat(wcs.latPixels()).isEqualTo(21);
    }

    @Test
    void axesMayBeSwapped() {
        String rest = "NAXIS=2;NAXIS1=11;NAXIS2=21;CRPIX1=6;CRPIX2=11;CDELT1=0.01;CDELT2=0.01;";
        CelestialWcs swapped = wcs(rest + "CTYPE1='DEC--TAN';CTYPE2='RA---TAN';CRVAL1=22.01;CRVAL2=83.63");
        LonLat north = Objects.requireNonNull(swapped.toIcrs(7, 11));
        assertThat(north.lonDeg()).isCloseTo(83.63, within(1e-9));
        assertThat(north.latDeg()).isCloseTo(22.02, within(1e-6));
        assertThat(swapped.lonPixels()).isEqualTo(21);
        assertThat(swapped.latPixels()).isEqualTo(11);
    }

    @Test
    void aWavelengthAxisIsNotTheSky() {
        SkyWcs wcs = read("NAXIS=2;NAXIS1=500;NAXIS2=20;CTYPE1='WAVE';CTYPE2='LINEAR';CRVAL1=5000;CRVAL2=12;CRPIX1=1;"
                + "CRPIX2=1;CDELT1=1;CDELT2=1;CUNIT1='Angstrom'");
        assertThat(wcs)
                .isInstanceOfSatisfying(
                        NoSkyWcs.class, no -> assertThat(no.kind()).isEqualTo(NoSkyWcs.Kind.NONE));
    }

    @Test
    void galacticAndEclipticAxesBecomeIcrs() {
        String rest = "NAXIS=2;NAXIS1=3;NAXIS2=3;CRPIX1=2;CRPIX2=2;CDELT1=-0.01;CDELT2=0.01;CRVAL1=0;CRVAL2=0;";
        LonLat galactic = centre(wcs(rest + "CTYPE1='GLON-TAN';CTYPE2='GLAT-TAN'"));
        assertThat(galactic.separationDeg(new LonLat(266.404988, -28.936178))).isLessThan(1e-5);
        LonLat ecliptic = centre(wcs(rest.replace("CRVAL1=0", "CRVAL1=90") + "CTYPE1='ELON-TAN';CTYPE2='ELAT-TAN'"));
        assertThat(ecliptic.separationDeg(new LonLat(90, 23.439291))).isLessThan(1e-4);
    }

    @Test
    void aPlateSolutionWinsOverItsLinearApproximationButNotOverAResampledImage() {
        String plate = "NAXIS=2;NAXIS1=177;NAXIS2=177;PLTRAH=17;PLTRAM=15;PLTRAS=19.66819;PLTDECSN='-';PLTDECD=35;"
                + "PLTDECM=3;PLTDECS=21.27128;EQUINOX=2000.0;CNPIX1=4336;CNPIX2=5907;XPIXELSZ=25.28445;YPIXELSZ=25.28445;"
                + "PPO3=177474.71555;PPO6=177474.71555;AMDX1=67.2;AMDY1=67.2";
        LonLat solved = centre(wcs(plate));
        String linear = ";CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRPIX1=89;CRPIX2=89;CDELT1=-0.0005;CDELT2=0.0005;CRVAL1=";
        double dec = solved.latDeg() + 0.5 / 3600;
        LonLat near = centre(wcs(plate + linear + solved.lonDeg() + ";CRVAL2=" + dec));
        assertThat(near.separationDeg(solved)).isLessThan(1e-9);
        LonLat far = centre(wcs(plate + linear + solved.lonDeg() + ";CRVAL2=-34.0"));
        assertThat(far.latDeg()).isCloseTo(-34, within(1e-4));
    }

    @Test
    void theFootprintRunsCounterClockwiseWhateverTheParityOfTheImage() {
        for (String sign : List.of("-", "")) {
            CelestialWcs wcs =
                    wcs("NAXIS=2;NAXIS1=101;NAXIS2=51;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRVAL1=10;CRVAL2=0;"
                            + "CRPIX1=51;CRPIX2=26;CDELT1=" + sign + "0.001;CDELT2=0.001");
            List<LonLat> polygon = wcs.footprint();
            assertThat(polygon).hasSize(4);
            double area = 0;
            for (int i = 0; i < 4; i++) {
                LonLat a = polygon.get(i);
                LonLat b = polygon.get((i + 1) % 4);
                area += a.lonDeg() * b.latDeg() - b.lonDeg() * a.latDeg();
            }
            // longitude grows to the left on the sky, so counter-clockwise is negative here
            assertThat(area / 2).isCloseTo(-101 * 51 * 1e-6, within(1e-6));
            assertThat(wcs.pixelScaleArcsec()).isCloseTo(3.6, within(1e-6));
        }
    }

    @Test
    void headersWithoutAPlaceSayWhy() {
        assertThat(read("NAXIS=2;NAXIS1=5;NAXIS2=5;CTYPE1='LINEAR'"))
                .isInstanceOfSatisfying(
                        NoSkyWcs.class, no -> assertThat(no.kind()).isEqualTo(NoSkyWcs.Kind.NONE));
        assertThat(read("NAXIS=2;NAXIS1=5;NAXIS2=5;CTYPE1='HPLN-TAN';CTYPE2='HPLT-TAN';CRVAL1=0;CRVAL2=0"))
                .isInstanceOfSatisfying(
                        NoSkyWcs.class, no -> assertThat(no.kind()).isEqualTo(NoSkyWcs.Kind.NOT_SKY));
        assertThat(
                        read(
                                "NAXIS=2;NAXIS1=5;NAXIS2=5;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRPIX1=3;CRPIX2=3;CDELT1=1;CDELT2=1"))
                .isInstanceOfSatisfying(
                        NoSkyWcs.class, no -> assertThat(no.kind()).isEqualTo(NoSkyWcs.Kind.INCOMPLETE));
        assertThat(
                        read(
                                "NAXIS=2;NAXIS1=5;NAXIS2=5;CTYPE1='RA---XPH';CTYPE2='DEC--XPH';CRVAL1=1;CRVAL2=2;CDELT1=1;CDELT2=1"))
                .isInstanceOfSatisfying(
                        NoSkyWcs.class, no -> assertThat(no.kind()).isEqualTo(NoSkyWcs.Kind.UNSUPPORTED));
    }

    @Test
    void aTnxSurfaceShiftsTheProjectedPoint() {
        String tan = "NAXIS=2;NAXIS1=3;NAXIS2=3;CRVAL1=100;CRVAL2=0;CRPIX1=2;CRPIX2=2;CDELT1=-0.001;CDELT2=0.001;";
        String first = "wtype=tnx axtype=ra lngcor = \"3. 2. 2. 0. -1. 1. -1. 1. 0.01 0. 0. \"";
        String second = "wtype=tnx axtype=dec latcor = \"3. 2. 2. 0. -1. 1. -1. 1. 0.02 0. 0. \"";
        LonLat centre = centre(
                wcs(tan + "CTYPE1='RA---TNX';CTYPE2='DEC--TNX';WAT1_001='" + first + "';WAT2_001='" + second + "'"));
        assertThat(centre.lonDeg()).isCloseTo(100.01, within(1e-6));
        assertThat(centre.latDeg()).isCloseTo(0.02, within(1e-6));
    }

    @Test
    void aPlateSolutionAgreesWithWcslib() {
        CelestialWcs wcs =
                wcs("NAXIS=2;NAXIS1=1059;NAXIS2=1059;PLTRAH=8;PLTRAM=55;PLTRAS=55.04834;PLTDECSN='+';PLTDECD=11;"
                        + "PLTDECM=26;PLTDECS=58.31554;EQUINOX=2000.0;CNPIX1=8734;CNPIX2=7218;XPIXELSZ=25.28445;YPIXELSZ=25.28445;"
                        + "PPO3=174974.71555;PPO6=174974.71555;AMDX1=67.24608;AMDX2=0.7103704;AMDX3=-66.94035;AMDX4=-9.574964e-06;"
                        + "AMDX5=-8.615729e-06;AMDX12=2.058013e-06;AMDY1=67.26229;AMDY2=-0.7113677;AMDY3=-136.6796;"
                        + "AMDY4=-3.408405e-05;AMDY5=1.250545e-06;AMDY12=2.122284e-06");
        LonLat centre = centre(wcs);
        assertThat(centre.separationDeg(new LonLat(132.833947, 11.811828)) * 3600)
                .isLessThan(0.01);
    }

    private static double limitMas(String projection) {
        return projection.equals("CSC") ? 50 : MILLIARCSEC * 1000;
    }

    private static CelestialWcs wcs(String cards) {
        SkyWcs wcs = read(cards);
        assertThat(wcs).as(cards).isInstanceOf(CelestialWcs.class);
        return (CelestialWcs) wcs;
    }

    private static LonLat centre(CelestialWcs wcs) {
        return Objects.requireNonNull(wcs.centre(), "no centre");
    }

    private static SkyWcs read(String cards) {
        return SkyWcsReader.read(Oracle.header(cards), List.of(Oracle.header(cards)));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
