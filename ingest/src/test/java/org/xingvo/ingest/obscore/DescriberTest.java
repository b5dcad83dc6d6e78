package org.xingvo.ingest.obscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.ColumnRange;
import org.xingvo.ingest.fits.Grid;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HduHeader.Kind;

class DescriberTest {
    private static final Offset<Double> ARCSEC_HUNDREDTH = within(0.01 / 3600);

    @Test
    void aFibreSpectrumIsAtItsTargetAndItsLocalTimesBecomeUtc() {
        Observation o = describe(hdu(
                0,
                Kind.IMAGE,
                "NAXIS=2;NAXIS1=3904;NAXIS2=5;RA=99.316263/[deg] Right ascension of object;DEC=27.23237;RADECSYS='FK5';"
                        + "EQUINOX=2000.00;SPRA=99.7162;OBS_TYPE='OBJ';TELESCOP='LAMOST';OBSID=381707153;"
                        + "DATE-OBS='2011-10-27T20:02:34.19'/The observation median UTC;"
                        + "DATE-BEG='2011-10-28T03:39:16.0'/The observation start local time;"
                        + "DATE-END='2011-10-28T04:55:27.0'/The observation end local time;MJD=55863;EXPTIME=3600.00;"
                        + "COEFF0=3.5682;COEFF1=0.0001;CRPIX1=-9999;CTYPE1=-9999"));
        assertPosition(o, 99.316256, 27.232376);
        assertThat(o.dataproductType()).isEqualTo("spectrum");
        assertThat(o.obsId()).isEqualTo("381707153");
        assertThat(o.facility()).isEqualTo("LAMOST");
        assertThat(o.tMin()).isCloseTo(55861.81893519, within(1e-7));
        assertThat(o.tMax()).isCloseTo(55861.87184028, within(1e-7));
        assertThat(o.exposureSeconds()).isEqualTo(3600);
        assertThat(o.emMin()).isCloseTo(3.69998531e-7, within(1e-14));
        assertThat(o.emXel()).isEqualTo(3904);
    }

    @Test
    void theRowOfASpectrumsTableWinsOverThePlateCentre() {
        HduHeader row = new HduHeader(
                2,
                Kind.BINTABLE,
                "SPECOBJ",
                List.of(),
                List.of(
                        new Card("PLUG_RA", "147.32107", Card.ValueType.REAL, null),
                        new Card("PLUG_DEC", "-0.0065757249", Card.ValueType.REAL, null)));
        Observation o = describe(
                hdu(
                        0,
                        Kind.IMAGE,
                        "NAXIS=0;RA=145.89219/1st row - Right ascension of telescope boresi;DEC=0.059372;"
                                + "RADECSYS='FK5';COEFF0=3.5785;COEFF1=0.0001"),
                hdu(1, Kind.BINTABLE, "NAXIS2=3842;TFIELDS=2;TTYPE1='flux';TTYPE2='loglam';EXTNAME='COADD'"),
                row);
        assertPosition(o, 147.321070, -0.006576);
        assertThat(o.dataproductType()).isEqualTo("spectrum");
        assertThat(o.emMax()).isCloseTo(9.17487e-7, within(1e-12));
    }

    @Test
    void anImageIsAtItsCentrePixelWhateverItsCardsSay() {
        Observation o = describe(hdu(
                0,
                Kind.IMAGE,
                "NAXIS=2;NAXIS1=101;NAXIS2=101;RA=10.0;DEC=20.0;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRVAL1=150;CRVAL2=0;"
                        + "CRPIX1=51;CRPIX2=51;CDELT1=-0.001;CDELT2=0.001;BUNIT='Jy/beam'"));
        assertPosition(o, 150, 0);
        assertThat(o.region()).hasSize(8);
        assertThat(o.fovDeg()).isCloseTo(0.101 * Math.sqrt(2), within(1e-6));
        assertThat(o.xel1()).isEqualTo(101);
        assertThat(o.pixelScaleArcsec()).isCloseTo(3.6, within(1e-6));
    }

    @Test
    void theObjectsCardsComeBeforeThoseOfTheTelescopeInEveryHdu() {
        Observation o = describe(
                hdu(0, Kind.IMAGE, "NAXIS=0;RA_PNT=10.0;DEC_PNT=20.0;RA_OBJ=0.0;DEC_OBJ=0.0"),
                hdu(1, Kind.BINTABLE, "EXTNAME='EVENTS';NAXIS2=10;RA_OBJ=11.5;DEC_OBJ=21.5;RADECSYS='ICRS'"));
        assertPosition(o, 11.5, 21.5);
        assertThat(o.dataproductType()).isEqualTo("event");
    }

    @Test
    void positionsOf1950BecomeIcrs() {
        assertPosition(
                describe(hdu(
                        0,
                        Kind.IMAGE,
                        "NAXIS=1;NAXIS1=100;RA='4:11:11.54';DEC='48:17:16.80';EQUINOX='B1950.0';" + "EPOCH=1994.25")),
                63.718180,
                48.413241);
    }

    @Test
    void aPositionInIcrsIsNotRounded() {
        assertThat(describe(hdu(0, Kind.IMAGE, "NAXIS=1;NAXIS1=100;RA=1.0;DEC=-2.3"))
                        .position())
                .isEqualTo(new SkyPosition(1.0, -2.3));
    }

    @Test
    void aNameWithItsEquinoxAndAFrameWithItsEquinoxNeedNoOther() {
        String pair = "NAXIS=1;NAXIS1=100;RA2000='04:15:00';DEC2000='48:24:00';";
        assertPosition(describe(hdu(0, Kind.IMAGE, pair + "EQUINOX=2015.5")), 63.749988, 48.400004);
        assertPosition(describe(hdu(0, Kind.IMAGE, pair + "RADESYS='FK5';EQUINOX=1950")), 63.749988, 48.400004);
        String cards = "NAXIS=1;NAXIS1=100;RA='4:11:11.54';DEC='48:17:16.80';";
        assertPosition(describe(hdu(0, Kind.IMAGE, cards + "RADESYS='B1950.0'")), 63.718180, 48.413241);
    }

    @Test
    void anEquinoxOfZeroAndAnEpochThatIsADateSayNothing() {
        assertPosition(
                describe(hdu(0, Kind.IMAGE, "NAXIS=1;NAXIS1=100;RA=10.5;DEC=-20.5;EQUINOX=0.0;EPOCH=2011.94")),
                10.5,
                -20.5);
    }

    @Test
    void anEpochThatSaysItIsOfTheCoordinatesIsTheirEquinox() {
        String cards = "NAXIS=1;NAXIS1=100;RA='12:00:00.0';DEC='+10:00:00';EPOCH=2012.5/";
        assertPosition(describe(hdu(0, Kind.IMAGE, cards + "epoch of RA & DEC")), 179.839827, 10.069591);
        assertPosition(describe(hdu(0, Kind.IMAGE, cards + "epoch of observation")), 180, 10);
    }

    @Test
    void aSpectrumWithoutCardsIsWhereItsShortSkyAxesAre() {
        assertPosition(
                describe(
                        hdu(
                                0,
                                Kind.IMAGE,
                                "NAXIS=3;NAXIS1=500;NAXIS2=1;NAXIS3=1;CTYPE1='FREQ';CRVAL1=1.4e9;CDELT1=1e4;"
                                        + "CTYPE2='RA---GLS';CTYPE3='DEC--GLS';CRVAL2=246.6;CRVAL3=-24.4;CRPIX2=1;CRPIX3=1;CDELT2=1;CDELT3=1")),
                246.6,
                -24.4);
    }

    @Test
    void whatIsNoPlaceHasAReason() {
        assertReason("NAXIS=1;NAXIS1=9;RA=0.0;DEC=0.0", "placeholder");
        assertReason("NAXIS=1;NAXIS1=9;RA=-9999;DEC=-9999", "placeholder");
        assertReason("NAXIS=1;NAXIS1=9;RA='N/A';DEC='N/A'", "placeholder");
        assertReason("NAXIS=1;NAXIS1=9;RA=1117.786;DEC=513.4501", "out-of-range");
        assertReason("NAXIS=1;NAXIS1=9;RA='north';DEC='up'", "not-an-angle");
        assertReason("NAXIS=1;NAXIS1=9;RA=10.0;DEC=20.0;RADESYS='GAPPT'", "frame-unknown");
        assertReason("NAXIS=1;NAXIS1=9;RA=10.0;DEC=20.0;EQUINOX='Current'", "frame-unknown");
        assertReason("NAXIS=1;NAXIS1=9;RA=10.0;DEC=20.0;RADESYS='FK5';EQUINOX='of date'", "frame-unknown");
        assertReason("NAXIS=1;NAXIS1=9;RA='20:30:42';DEC='-30:18:21';OBSTYPE='COMP'", "calibration");
        assertReason("NAXIS=2;NAXIS1=9;NAXIS2=9;RA=53.0;DEC=-27.8;OBSCLASS='dayCal';OBSTYPE='OBJECT'", "calibration");
        assertReason("NAXIS=2;NAXIS1=9;NAXIS2=9;IMAGETYP='Dark Frame';RA=1.0;DEC=2.0", "calibration");
        for (String axes : List.of("HPLN-TAN", "MALN-CAR", "SALN-SIN", "HLON-CAR")) {
            String latitude = axes.replace("LN", "LT").replace("LON", "LAT");
            assertReason(
                    "NAXIS=2;NAXIS1=9;NAXIS2=9;CTYPE1='" + axes + "';CTYPE2='" + latitude + "';RA=1.0;DEC=2.0",
                    "not-sky");
        }
        assertReason(
                "NAXIS=2;NAXIS1=9;NAXIS2=9;CTYPE1='RA---XPH';CTYPE2='DEC--XPH';CRVAL1=1;CRVAL2=2;CDELT1=1;CDELT2=1;RA=1.0;DEC=2.0",
                "wcs-unsupported");
        assertReason("NAXIS=1;NAXIS1=9", "no-position");
    }

    @Test
    void theTwilightSkyAndStandardsAreOnTheSky() {
        assertPosition(describe(hdu(0, Kind.IMAGE, "NAXIS=1;NAXIS1=9;RA=1.0;DEC=2.0;OBSTYPE='SKY FLAT'")), 1, 2);
        assertPosition(
                describe(hdu(0, Kind.IMAGE, "NAXIS=1;NAXIS1=9;RA=1.0;DEC=2.0;HIERARCH ESO DPR TYPE='STD'")), 1, 2);
    }

    @Test
    void aWcsWithoutReferenceValuesIsAsNone() {
        assertPosition(
                describe(hdu(
                        0, Kind.IMAGE, "NAXIS=2;NAXIS1=9;NAXIS2=9;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';RA=1.0;DEC=2.0")),
                1,
                2);
    }

    @Test
    void aSpectrumInTablesReachesOverAllArms() {
        String table = "EXTNAME='COADD_B';NAXIS2=4151;TFIELDS=2;TTYPE1='FLUX';TTYPE2='LOGLAM'";
        Observation o = describe(
                hdu(0, Kind.IMAGE, "NAXIS=0;RA=292.058716;DEC=43.925304;SPEC_RES=7500"),
                withRange(hdu(1, Kind.BINTABLE, table), new ColumnRange("LOGLAM", null, 3.69018, 3.73168, 4151)),
                withRange(
                        hdu(2, Kind.BINTABLE, table.replace("_B", "_R")),
                        new ColumnRange("LOGLAM", null, 3.8, 3.8372, 3726)));
        assertThat(o.dataproductType()).isEqualTo("spectrum");
        assertThat(o.emMin()).isCloseTo(Math.pow(10, 3.69018) * 1e-10, within(1e-17));
        assertThat(o.emMax()).isCloseTo(Math.pow(10, 3.8372) * 1e-10, within(1e-17));
        assertThat(o.emXel()).isEqualTo(4151);
        assertThat(o.resolvingPower()).isEqualTo(7500);
    }

    @Test
    void theSpectrumOfASingleDishHasItsAxisInItsRow() {
        HduHeader table =
                hdu(1, Kind.BINTABLE, "EXTNAME='SINGLE DISH';NAXIS2=1;TFIELDS=1;TTYPE1='DATA';TFORM1='1024E'");
        List<Card> row = List.of(
                new Card("CTYPE1", "FREQ-OBS", Card.ValueType.STRING, null),
                new Card("CRVAL1", "3.05E10", Card.ValueType.REAL, null),
                new Card("CRPIX1", "513.0", Card.ValueType.REAL, null),
                new Card("CDELT1", "-1464843.75", Card.ValueType.REAL, null),
                new Card("FREQRES", "2929687.5", Card.ValueType.REAL, null));
        Observation o = describe(
                hdu(0, Kind.IMAGE, "NAXIS=0"), new HduHeader(1, Kind.BINTABLE, "SINGLE DISH", table.cards(), row));
        assertThat(o.emMin()).isCloseTo(299792458 / (3.05e10 + 512 * 1464843.75), within(1e-12));
        assertThat(o.emMax()).isCloseTo(299792458 / (3.05e10 - 511 * 1464843.75), within(1e-12));
        assertThat(o.emXel()).isEqualTo(1024);
        assertThat(o.resolvingPower()).isCloseTo(10410, within(10.0));
    }

    @Test
    void channelsOfCountsHaveTheEnergiesThatEboundsSays() {
        HduHeader counts =
                hdu(1, Kind.BINTABLE, "EXTNAME='SPECTRUM';NAXIS2=256;TFIELDS=2;TTYPE1='CHANNEL';TTYPE2='COUNTS'");
        HduHeader bounds = hdu(2, Kind.BINTABLE, "EXTNAME='EBOUNDS';NAXIS2=256;TFIELDS=3");
        HduHeader read = new HduHeader(
                2,
                Kind.BINTABLE,
                "EBOUNDS",
                bounds.cards(),
                List.of(),
                List.of(
                        new ColumnRange("E_MIN", "keV", 0.3, 9.9, 256),
                        new ColumnRange("E_MAX", "keV", 0.4, 10.0, 256)),
                null);
        Observation o = describe(hdu(0, Kind.IMAGE, "NAXIS=0"), counts, read);
        assertThat(o.emMin()).isCloseTo(1.239841984e-9 / 10, within(1e-18));
        assertThat(o.emMax()).isCloseTo(1.239841984e-9 / 0.3, within(1e-18));
        assertThat(describe(hdu(0, Kind.IMAGE, "NAXIS=0"), counts).emMin()).isNull();
    }

    @Test
    void aCatalogueWithAColumnOfWavelengthsHasNoSpectralRange() {
        HduHeader lines = hdu(1, Kind.BINTABLE, "NAXIS2=12;TFIELDS=2;TTYPE1='NAME';TTYPE2='WAVE'");
        Observation o = describe(
                hdu(0, Kind.IMAGE, "NAXIS=0"), withRange(lines, new ColumnRange("WAVE", "Angstrom", 3700, 6700, 12)));
        assertThat(o.dataproductType()).isEqualTo("measurements");
        assertThat(o.emMin()).isNull();
    }

    @Test
    void theResolutionOfAPictureIsWhatItsCardsSayInTheUnitTheySay() {
        assertThat(resolution("FWHM=2.5/Median FWHM in pixels")).isCloseTo(9.0, within(1e-6));
        assertThat(resolution("SEEING=1.41/[arcsec] Seeing")).isEqualTo(1.41);
        assertThat(resolution("SEEING=1.2")).isEqualTo(1.2);
        assertThat(resolution("FWHM=1.2")).as("of what unit?").isNull();
        assertThat(resolution("SEEING=-1.0/DIMM seeing [arcsec]")).isNull();
        assertThat(resolution("BMAJ=0.01;BMIN=0.0025;BUNIT='Jy/beam'")).isCloseTo(18, within(1e-9));
        assertThat(resolution("OBJECT='M1'")).as("pixels are no resolution").isNull();
    }

    private static @Nullable Double resolution(String cards) {
        return describe(hdu(
                        0,
                        Kind.IMAGE,
                        "NAXIS=2;NAXIS1=101;NAXIS2=101;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRVAL1=150;CRVAL2=0;"
                                + "CRPIX1=51;CRPIX2=51;CDELT1=-0.001;CDELT2=0.001;" + cards))
                .resolutionArcsec();
    }

    @Test
    void aTimeThatIsMissingOrDoubtfulSaysWhy() {
        assertTime("OBJECT='x'", null, "no-time");
        assertTime("DATE-OBS='yesterday'", null, "not-a-date");
        assertTime("DATE-OBS='2020-01-02T03:00:00'/local time at start", null, "local-time");
        assertTime("DATE-OBS='2020-01-02T03:00:00';TIMESYS='LOCAL'", null, "local-time");
        assertTime("DATE-OBS='2020-01-02T03:00:00';TIMESYS='MST'", null, "local-time");
        assertTime("DATE-OBS='2020-01-02T12:00:00';TIMESYS='UTC approximate'", 58850.5, null);
        assertTime("DATE-OBS='2020-01-02'", 58850.0, "day-only");
        assertTime("DATE-OBS='15/04/03';TIME-OBS='12:00:00'", 16219.5, "century");
        assertTime("DATE-OBS='04/05/2003';TIME-OBS='12:00:00'", 52763.5, "day-or-month");
        assertTime("DATE-OBS='15/04/88';TIME-OBS='12:00:00'", 47266.5, null);
        assertTime("DATE-OBS='2020-01-02T12:00:00Z'", 58850.5, null);
        assertTime("DATE-OBS='2020-01-02T05:00:00-0700'", 58850.5, null);
        assertTime("DATE-OBS='2020-01-02T20:00:00+08'", 58850.5, null);
    }

    @Test
    void anMjdCardThatContradictsTheDateIsTold() {
        assertTime("MJD-OBS=58850.499;DATE-OBS='2020-01-02T12:00:00'", 58850.499, null);
        assertTime("MJD-OBS=58851.5;DATE-OBS='2020-01-02T12:00:00'", 58850.5, "contradiction");
        assertTime("MJD-OBS=58850.6;DATE-OBS='2020-01-02T12:00:00';EXPTIME=10000", 58850.6, null);
        assertTime("MJD-OBS=58850;DATE-OBS='2020-01-02T12:00:00'", 58850.5, null);
        assertTime("MJD-OBS=58860.25;DATE-OBS='2020-01-02'", 58860.25, "contradiction");
    }

    @Test
    void anEventListIsFromTstartToTstop() {
        String clock = "EXTNAME='EVENTS';NAXIS2=10;MJDREFI=51910;MJDREFF=7.428703703703703e-4;TIMESYS='TT';TSTART=2e8;";
        String[] dates = {"", "DATE-OBS='2007-05-04';", "DATE-OBS='2007-05-04T19:34:24';"};
        for (String date : dates) {
            Observation o =
                    describe(hdu(0, Kind.IMAGE, "NAXIS=0"), hdu(1, Kind.BINTABLE, clock + date + "TSTOP=200003600"));
            // astropy: 2007-05-04T19:33:19 UTC
            assertThat(o.tMin()).as(date).isCloseTo(54224.814803, within(2.0 / 86400));
            assertThat(o.tMax()).as(date).isCloseTo(54224.814803 + 3600 / 86400.0, within(2.0 / 86400));
        }
    }

    private static void assertTime(String cards, @Nullable Double mjd, @Nullable String reason) {
        Observation o = describe(hdu(0, Kind.IMAGE, "NAXIS=1;NAXIS1=9;RA=1.0;DEC=2.0;" + cards));
        assertThat(o.tMin()).as(cards).isEqualTo(mjd);
        if (reason == null) {
            assertThat(o.timeReason()).as(cards).isNull();
        } else {
            assertThat(o.timeReason()).as(cards).startsWith(reason + ": ");
        }
    }

    @Test
    void aDistortionByATableThatIsNotThereLeavesNoPlace() {
        String cards = "NAXIS=2;NAXIS1=9;NAXIS2=9;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRVAL1=150;CRVAL2=2;CRPIX1=5;"
                + "CRPIX2=5;CDELT1=-0.001;CDELT2=0.001;CPDIS1='Lookup';DP1='EXTVER: 2'";
        assertReason(cards, "wcs-unsupported");
        HduHeader table = hdu(1, Kind.IMAGE, "EXTNAME='WCSDVARR';EXTVER=2;CDELT1=4;CDELT2=4;NAXIS=2;NAXIS1=2;NAXIS2=2");
        Observation o = describe(
                hdu(0, Kind.IMAGE, cards),
                new HduHeader(
                        1, Kind.IMAGE, "WCSDVARR", table.cards(), List.of(), List.of(), new Grid(2, 2, new float[] {
                            0, 2, 0, 2
                        })));
        // pixel 5 is sample 1: two pixels to the right, where right ascension falls
        assertPosition(o, 150 - 0.002 / Math.cos(Math.toRadians(2)), 2);
    }

    private static HduHeader withRange(HduHeader hdu, ColumnRange range) {
        return new HduHeader(hdu.index(), hdu.kind(), hdu.extname(), hdu.cards(), List.of(), List.of(range), null);
    }

    private static void assertReason(String cards, String code) {
        Observation o = describe(hdu(0, Kind.IMAGE, cards));
        assertThat(o.position()).as(cards).isNull();
        assertThat(o.positionReason()).as(cards).startsWith(code + ": ");
    }

    private static void assertPosition(Observation o, double ra, double dec) {
        SkyPosition position = Objects.requireNonNull(o.position(), o.positionReason());
        assertThat(position.raDeg()).isCloseTo(ra, ARCSEC_HUNDREDTH);
        assertThat(position.decDeg()).isCloseTo(dec, ARCSEC_HUNDREDTH);
    }

    private static Observation describe(HduHeader... hdus) {
        return Describer.describe(List.of(hdus));
    }

    /** A header written as KEY=value/comment;KEY='text'. */
    private static HduHeader hdu(int index, Kind kind, String cards) {
        List<Card> list = new ArrayList<>();
        String extname = null;
        for (String card : cards.split(";", -1)) {
            int equals = card.indexOf('=');
            String rest = card.substring(equals + 1);
            boolean string = rest.startsWith("'");
            int end = string ? rest.indexOf('\'', 1) + 1 : rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
            String value = string ? rest.substring(1, end - 1) : rest.substring(0, end);
            String comment = end < rest.length() ? rest.substring(end + 1) : null;
            list.add(new Card(
                    card.substring(0, equals), value, string ? Card.ValueType.STRING : Card.ValueType.REAL, comment));
            extname = card.startsWith("EXTNAME=") ? value : extname;
        }
        return new HduHeader(index, kind, extname, list);
    }
}
