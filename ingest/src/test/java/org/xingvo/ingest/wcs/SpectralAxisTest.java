package org.xingvo.ingest.wcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.ColumnRange;

class SpectralAxisTest {
    private static final Offset<Double> FEMTOMETRE = within(1e-15);

    @Test
    void coefficientsOfLog10AngstromsWinOverFillers() {
        assertRange(
                "NAXIS=2;NAXIS1=3909;NAXIS2=5;COEFF0=3.5682;COEFF1=0.0001;CRPIX1=-9999;CTYPE1='-9999';CRVAL1=3.5682",
                3.699985311728596E-7,
                9.099132726322518E-7);
    }

    @Test
    void anIrafAxisHasItsUnitInWatAndBeginsAtPixelOne() {
        assertRange(
                "NAXIS=1;NAXIS1=11;CTYPE1='LINEAR';CRVAL1=4000;CD1_1=10;DC-FLAG=0;"
                        + "WAT1_001='wtype=linear label=Wavelength units=angstroms'",
                4e-7,
                4.1e-7);
        assertRange(
                "NAXIS=1;NAXIS1=1001;CTYPE1='LINEAR';CRVAL1=3.5;CRPIX1=1;CDELT1=1e-4;DC-FLAG=1;CUNIT1='Angstrom'",
                3.16227766e-7,
                3.98107171e-7);
    }

    @Test
    void frequenciesEnergiesAndVelocitiesBecomeWavelengths() {
        assertRange(
                "NAXIS=1;NAXIS1=2;CTYPE1='FREQ';CRVAL1=1.42e9;CRPIX1=1;CDELT1=1e6",
                299792458 / 1.421e9,
                299792458 / 1.42e9);
        assertRange(
                "NAXIS=1;NAXIS1=2;CTYPE1='ENER';CUNIT1='keV';CRVAL1=1;CRPIX1=1;CDELT1=1",
                1.239841984e-9 / 2,
                1.239841984e-9);
        assertRange(
                "NAXIS=1;NAXIS1=2;CTYPE1='VRAD';CRVAL1=0;CRPIX1=1;CDELT1=1e6;RESTFRQ=1e9",
                0.299792458,
                0.299792458 / (1 - 1e6 / 299792458));
        assertRange(
                "NAXIS=1;NAXIS1=3;CTYPE1='WAVE-LOG';CUNIT1='nm';CRVAL1=500;CRPIX1=1;CDELT1=50",
                5e-7,
                5e-7 * Math.exp(0.2));
        assertRange("NAXIS=1;NAXIS1=2;CTYPE1='WAVN';CUNIT1='cm-1';CRVAL1=2000;CRPIX1=1;CDELT1=500", 4e-6, 5e-6);
        assertRange(
                "NAXIS=1;NAXIS1=2;CTYPE1='WAVE';CUNIT1='nm';CRVAL1=400;CRPIX1=1;CDELT1=100;PC1_1=0.5", 4e-7, 4.5e-7);
        assertRange("NAXIS=1;NAXIS1=2;CTYPE1='WAVE';CRVAL1=4e-7;CRPIX1=1;CDELT1=1e-7", 4e-7, 5e-7);
    }

    /** The numbers of polynomials are numpy's; the spline is a real file's, whose w1 and dw name its end. */
    @Test
    void theLinesOfAMultispecImageHaveDispersionsOfTheirOwn() {
        assertRange(multispec("", "1 1 0 4000. 0.5 1001 0. 1 9", "2 2 0 4490. 0.5 1001 0. 1 9"), 4e-7, 4.9895e-7);
        assertRange(multispec("", "1 1 1 3.6 1e-4 1000 0.01 INDEF INDEF"), 3.941655153995e-7, 4.961107369180e-7);
        String polynomial = "1 1 2 3979.45 0.99 2048 0. 1 9 1. 5. %d 4 1. 2048. 5000.3 1010.1 -12.5 3.25";
        assertRange(multispec(";NAXIS1=2048", polynomial.formatted(1)), 3.97945e-7, 6.00615e-7);
        assertRange(multispec(";LTV1=-100", polynomial.formatted(1)), 4.0852849824693e-7, 5.0914614866456e-7);
        assertRange(multispec(";LTV1=-100", polynomial.formatted(2)), 4.0833057966406e-7, 5.0856031507894e-7);
        // a mean, weighted three to one, of straight lines
        String mean = "1 1 2 4000 1 1000 0. 1 9 3. 0. 4 1 1. 1000. 4000 5000 1. 10. 1 2 1. 1000. 4490 500";
        assertRange(multispec("", mean), 4e-7, 5e-7);
        String cubic = "1 1 2 1. 1.5294526773739 4142 0. 200.00 300.00 1. 0. 3 3 1. 4142. 673.302958448945"
                + " 769.958411073237 866.679509463350 962.383482681301 1056.20438804969 1147.26250212511";
        assertRange(multispec(";NAXIS1=4142", cubic), 4.619816112205e-7, 6.334463537005e-7);
    }

    private static String multispec(String more, String... lines) {
        StringBuilder text = new StringBuilder("wtype=multispec");
        for (int i = 0; i < lines.length; i++) {
            text.append(" spec").append(i + 1).append(" = \"").append(lines[i]).append('"');
        }
        String length = more.startsWith(";NAXIS1") ? more.substring(1) : "NAXIS1=1000" + more;
        StringBuilder cards =
                new StringBuilder("NAXIS=2;" + length + ";NAXIS2=2;CTYPE1='MULTISPE';WAT0_001='system=multispec';"
                        + "WAT1_001='wtype=multispec label=Wavelength units=angstroms'");
        for (int at = 0; at < text.length(); at += 68) {
            // as in a card: blanks at its end are lost
            String piece = text.substring(at, Math.min(text.length(), at + 68)).stripTrailing();
            cards.append(";WAT2_%03d='%s'".formatted(at / 68 + 1, piece));
        }
        return cards.toString();
    }

    @Test
    void whatIsAmbiguousHasNoRange() {
        for (String cards : new String[] {
            "NAXIS=1;NAXIS1=100;CTYPE1='LINEAR';CRVAL1=3465;CD1_1=0.4",
            "NAXIS=1;NAXIS1=100;CTYPE1='VELO-LSR';CRVAL1=1e7;CDELT1=1e3",
            "NAXIS=1;NAXIS1=100;CTYPE1='MULTISPE';WAT0_001='system=multispec'",
            "NAXIS=1;NAXIS1=100;CTYPE1='WAVE-TAB';CRVAL1=1;CDELT1=1",
            "NAXIS=1;NAXIS1=100;CTYPE1='WAVE';CUNIT1='nm';CRVAL1=400;CDELT1=0;CRPIX1=1",
            "NAXIS=1;NAXIS1=100;CTYPE1='WAVE';CRVAL1=4000;CDELT1=1;CRPIX1=1",
            "NAXIS=1;NAXIS1=100;CTYPE1='WAVN';CRVAL1=2000;CDELT1=1;CRPIX1=1",
            "NAXIS=1;NAXIS1=100;CTYPE1='VOPT-F2W';CRVAL1=1e7;CDELT1=1e3;CRPIX1=1;RESTFRQ=1e9",
            multispec("", "1 1 2 1 1 1000 0. 1 9 1. 0. 6 2 1. 1000. 4000 5000").replace("=1000;", "=100;"),
            multispec("", "1 1 2 1 1 1000 0. 1 9 1. 0. 1 3 1. 100. 5000 0 100").replace("=1000;", "=100;"),
            multispec("", "1 1 0 4000. 0.5 1001 0. 1 9", "2 2 0 4490.").replace("=1000;", "=100;"),
            multispec("", "1 1 -1 1 1 1001 0. 1 9").replace("=1000;", "=100;"),
            "NAXIS=1;NAXIS1=100;CTYPE1='WAVE';CUNIT1='Angstrom';CRVAL1=-50;CDELT1=1;CRPIX1=1"
        }) {
            SpectralAxis axis = Objects.requireNonNull(SpectralAxis.of(Oracle.header(cards)), cards);
            assertThat(axis.minMetres()).as(cards).isNull();
            assertThat(axis.pixels()).isEqualTo(100);
        }
        assertThat(SpectralAxis.of(Oracle.header("NAXIS=2;NAXIS1=10;NAXIS2=10;CTYPE1='RA---TAN';CTYPE2='DEC--TAN'")))
                .isNull();
    }

    @Test
    void columnsOfTablesBecomeWavelengthsWhereTheirUnitIsKnown() {
        assertColumn("LOGLAM", null, 3.5, 3.75, 3.16227766e-7, 5.62341325e-7);
        assertColumn("LOGLAM", "log10(nm)", 2.5, 2.75, 3.16227766e-7, 5.62341325e-7);
        assertColumn("WAVELENGTH", "nm", 400, 500, 4e-7, 5e-7);
        assertColumn("WAVE", null, 3690, 9100, 3.69e-7, 9.1e-7);
        assertColumn("WAVE_AIR", "Angstrom", 4000, 5000, 4e-7 * 1.000277, 5e-7 * 1.000277);
        assertColumn("ENERG_LO", "keV", 1, 2, 1.239841984e-9 / 2, 1.239841984e-9);
        assertColumn("FREQUENCY", "GHz", 1, 2, 0.149896229, 0.299792458);
        assertThat(SpectralAxis.ofColumn(new ColumnRange("WAVE", null, 1, 2.5, 9)))
                .as("micrometres?")
                .isNull();
        assertThat(SpectralAxis.ofColumn(new ColumnRange("WAVE", "pixel", 3690, 9100, 9)))
                .isNull();
        assertThat(SpectralAxis.ofColumn(new ColumnRange("LOGLAM", null, 3690, 9100, 9)))
                .isNull();
        assertThat(SpectralAxis.ofColumn(new ColumnRange("FREQ", null, 1, 2, 9)))
                .isNull();
        assertThat(SpectralAxis.ofColumn(new ColumnRange("ENERGY", null, 1, 2, 9)))
                .isNull();
    }

    private static void assertColumn(
            String name, @Nullable String unit, double low, double high, double min, double max) {
        SpectralAxis axis =
                Objects.requireNonNull(SpectralAxis.ofColumn(new ColumnRange(name, unit, low, high, 9)), name);
        assertThat(axis.minMetres()).as(name).isNotNull().isCloseTo(min, within(min * 1e-8));
        assertThat(axis.maxMetres()).as(name).isNotNull().isCloseTo(max, within(max * 1e-8));
        assertThat(axis.pixels()).isEqualTo(9);
    }

    private static void assertRange(String cards, double min, double max) {
        SpectralAxis axis = Objects.requireNonNull(SpectralAxis.of(Oracle.header(cards)), cards);
        assertThat(axis.minMetres()).as(cards).isNotNull().isCloseTo(min, FEMTOMETRE);
        assertThat(axis.maxMetres()).as(cards).isNotNull().isCloseTo(max, FEMTOMETRE);
    }
}
