package org.xingvo.ingest.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCardException;
import nom.tam.fits.ImageData;

/** The file of one star: five rows of flux, inverse variance, wavelength and two masks, and the header. Stateless. */
final class DemoSpectrum {
    static final int PIXELS = 3909;

    private static final double LOG_FIRST = 3.5682;
    private static final double LOG_STEP = 1e-4;
    /** Vacuum wavelengths [Angstrom] of hydrogen, calcium, magnesium, sodium. */
    private static final double[] LINES = {3934.8, 3969.6, 4102.9, 4341.7, 4862.7, 5176.6, 5895.6, 6564.6, 8544.4};

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.0");
    private static final LocalDate MJD_ZERO = LocalDate.of(1858, 11, 17);

    private DemoSpectrum() {}

    static BasicHDU<?> hdu(long seed, DemoStar star, int pixels) throws FitsException {
        BasicHDU<?> hdu = ImageData.from(pixels(seed, star, pixels)).toHDU();
        describe(hdu.getHeader(), seed, star);
        return hdu;
    }

    private static float[][] pixels(long seed, DemoStar star, int pixels) {
        SplittableRandom random = DemoStar.random(seed ^ 0x466c7578L, star.number());
        float[][] rows = new float[5][pixels];
        double level = StrictMath.pow(10, 0.4 * (18 - star.magnitude())) * 10;
        double sigma = level / Math.max(1, star.snr()[2]);
        for (int i = 0; i < pixels; i++) {
            double wavelength = StrictMath.pow(10, LOG_FIRST + LOG_STEP * i);
            double rest = wavelength / (1 + star.redshift());
            double x = 1.4388e8 / (rest * star.kind().kelvin);
            double continuum = StrictMath.pow(5500 / rest, 5)
                    / StrictMath.expm1(x)
                    * StrictMath.expm1(1.4388e8 / (5500 * star.kind().kelvin));
            double flux = level * continuum * lines(star, rest) + sigma * random.nextGaussian();
            rows[0][i] = (float) flux;
            rows[1][i] = (float) (1 / (sigma * sigma));
            rows[2][i] = (float) wavelength;
        }
        return rows;
    }

    private static double lines(DemoStar star, double rest) {
        double factor = 1;
        double width = star.kind() == DemoStar.Kind.QSO ? 60 : 6;
        double depth = star.kind() == DemoStar.Kind.QSO || star.kind() == DemoStar.Kind.GALAXY ? 1.5 : -0.5;
        for (double line : LINES) {
            double offset = (rest - line) / width;
            if (Math.abs(offset) < 5) {
                factor += depth * StrictMath.exp(-0.5 * offset * offset);
            }
        }
        return factor;
    }

    private static void describe(Header h, long seed, DemoStar star) throws HeaderCardException {
        double[] centre = DemoStar.plateCentre(seed, star.plate());
        LocalDateTime begin = MJD_ZERO.plusDays(star.localMjd()).atTime(20, 10).plusMinutes(star.plate() % 240);
        LocalDateTime end = begin.plusMinutes(95);
        h.insertCommentStyle("COMMENT", "--------FILE INFORMATION");
        h.addValue("FILENAME", star.fileName(), "");
        h.addValue("OBSID", star.obsId(), "Unique number ID of this spectrum");
        h.addValue("AUTHOR", "LAMOST Pipeline", "Who compiled the information");
        h.addValue("DATA_V", "LAMOST DR2", "Data release version");
        h.addValue("EXTEN0", "Flux, Inverse, Wavelength, Andmask, Ormask", "");
        h.addValue("N_EXTEN", 1, "The extension number");
        h.addValue("EXTNAME", "Flux", "The extension name");
        h.addValue("ORIGIN", "NAOC-LAMOST", "Organization responsible for creating this file");
        h.addValue("DATE", "2014-10-08T04:20:11", "Time when this HDU is created (UTC)");
        h.insertCommentStyle("COMMENT", "--------TELESCOPE PARAMETERS");
        h.addValue("TELESCOP", "LAMOST", "GuoShouJing Telescope");
        h.addValue("LONGITUD", 117.580, "[deg] Longitude of site");
        h.addValue("LATITUDE", 40.390, "[deg] Latitude of site");
        h.addValue("FOCUS", 19964, "[mm] Telescope focus");
        h.addValue("CAMPRO", "NEWCAM", "Camera program name");
        h.addValue("CAMVER", "v2.0", "Camera program version");
        h.insertCommentStyle("COMMENT", "--------OBSERVATION PARAMETERS");
        h.addValue("DATE-OBS", SECONDS.format(begin.minusHours(8).plusMinutes(47)), "The observation median UTC");
        h.addValue("DATE-BEG", SECONDS.format(begin), "The observation start local time");
        h.addValue("DATE-END", SECONDS.format(end), "The observation end local time");
        h.addValue("LMJD", star.localMjd(), "Local Modified Julian Day");
        h.addValue("MJD", star.localMjd() - 1, "Modified Julian Day");
        h.addValue("LMJMLIST", "80441496-80441524-80441552", "Local Modified Julian Minute list");
        h.addValue("PLANID", star.planId(), "Plan ID in use");
        h.addValue("RA", star.raDeg(), "[deg] Right ascension of object");
        h.addValue("DEC", star.decDeg(), "[deg] Declination of object");
        h.addValue("DESIG", star.designation(), "Designation of LAMOST target");
        h.addValue("FIBERID", star.fiber(), "Fiber ID of Object");
        h.addValue("CELL_ID", String.format(Locale.ROOT, "F%04d", star.fiber()), "Fiber Unit ID on the focal plane");
        h.addValue(
                "X_VALUE",
                DemoStar.rounded((star.raDeg() - centre[0]) * 350, 6),
                "[mm] X coordinate of object on the focal plane");
        h.addValue(
                "Y_VALUE",
                DemoStar.rounded((star.decDeg() - centre[1]) * 350, 6),
                "[mm] Y coordinate of object on the focal plane");
        h.addValue("OBJNAME", Long.toString(1_237_000_000_000_000_000L + star.number()), "Name of object");
        h.addValue("OBJTYPE", star.kind().objectClass.toLowerCase(Locale.ROOT), "Object type from input catalog");
        h.addValue("OBJSOURC", "DEMO", "Name of input catalog");
        h.addValue("T_INFO", "NULL", "Target information");
        h.addValue("T_FROM", "NULL", "Target catalog");
        h.addValue("FIBERTYP", "Obj", "Fiber type of object");
        h.addValue("MAGTYPE", "ugriz", "Magnitude type of object");
        double[] colours = {1.6, 0.5, 0, -0.2, -0.3};
        for (int i = 0; i < 7; i++) {
            double magnitude = i < 5 ? DemoStar.rounded(star.magnitude() + colours[i], 2) : 99.0;
            h.addValue("MAG" + (i + 1), magnitude, "[mag] Mag" + (i + 1) + " of object");
        }
        h.addValue("OBS_TYPE", "OBJ", "The type of target (OBJ, FLAT, ARC or BIAS)");
        h.addValue("OBSCOMM", "Science", "Science, Test");
        h.addValue("RADECSYS", "FK5", "Equatorial coordinate system");
        h.addValue("EQUINOX", 2000.0, "Equinox in years");
        instrument(h, star, centre);
        reduction(h, star);
    }

    private static void instrument(Header h, DemoStar star, double[] centre) throws HeaderCardException {
        h.insertCommentStyle("COMMENT", "--------SPECTROGRAPH PARAMETERS");
        h.addValue("SPID", star.spectrograph(), "Spectrograph ID");
        h.addValue("SPRA", centre[0], "[deg] Average RA of this spectrograph");
        h.addValue("SPDEC", centre[1], "[deg] Average DEC of this spectrograph");
        h.addValue("SLIT_MOD", "x2/3", "Slit mode, x1 ,x2/3 or x1/2");
        h.insertCommentStyle("COMMENT", "--------WEATHER CONDITION");
        h.addValue("TEMPCCDB", -126.8, "[deg] The temperature of blue CCD");
        h.addValue("TEMPCCDR", -132.3, "[deg] The temperature of red CCD");
        h.addValue("SEEING", 2.0 + star.plate() % 20 / 10.0, "[arcsecond] Seeing during exposure");
        h.addValue("MOONPHA", star.plate() % 30 * 0.98, "[day] Moon phase for a 29.53 days period");
        h.addValue("TEMP_AIR", 6.21, "[deg] Temperature outside dome");
        h.addValue("DEWPOINT", -0.38, "[deg]");
        h.addValue("DUST", "", "Reservation");
        h.addValue("HUMIDITY", 0.63, "");
        h.addValue("WINDD", 79.22, "[deg] Wind direction");
        h.addValue("WINDS", 0.9, "[m/s] Wind speed");
        h.addValue("SKYLEVEL", "", "Reservation");
    }

    private static void reduction(Header h, DemoStar star) throws HeaderCardException {
        h.insertCommentStyle("COMMENT", "--------DATA REDUCTION PARAMETERS");
        h.addValue("LAMPLIST", "lamphgcdne.dat", "Arc lamp emission line list");
        h.addValue("SKYLIST", "skylines.dat", "Sky emission line list");
        for (int i = 1; i <= 3; i++) {
            h.addValue(
                    "EXPID0" + i,
                    String.format(Locale.ROOT, "%02db-%05d-%d", star.spectrograph(), star.localMjd(), i),
                    "ID string for exposure " + i);
        }
        h.addValue("NEXP", 3, "Number of valid exposures");
        h.addValue("NEXP_B", 3, "Number of valid blue exposures");
        h.addValue("NEXP_R", 3, "Number of valid red exposures");
        h.addValue("EXPT_B", 4500.0, "[s] Blue exposure duration time");
        h.addValue("EXPT_R", 4500.0, "[s] Red exposure duration time");
        h.addValue("EXPTIME", 4500.0, "[s] Minimum of exposure time for all cameras");
        h.addValue("BESTEXP", 80441496, "MJM of the best exposure");
        h.addValue("SCAMEAN", 5.13, "[ADU] Mean level of scatter light");
        h.addValue("EXTRACT", "aperture", "Extraction method");
        h.addValue("SFLATTEN", true, "Super flat has been applied");
        h.addValue("PCASKYSB", true, "PCA sky-subtraction has been applied");
        h.addValue("NSKIES", 21, "Sky fiber number");
        h.addValue("SKYCHI2", 2.51, "Mean chi^2 of sky-subtraction");
        h.addValue("SCHI2MIN", 1.72, "Minimum chi^2 of sky-subtraction");
        h.addValue("SCHI2MAX", 3.41, "Maximum chi^2 of sky-subtraction");
        h.addValue("NSTD", 5, "Number of (good) standard stars");
        h.addValue("FSTAR", "81-92-97-128-180", "Fiber ID of flux standard stars");
        h.addValue("FCBY", "auto", "Standard stars origin (auto, manual or catalog)");
        h.addValue("HELIO", true, "Heliocentric correction");
        h.addValue("HELIO_RV", -26.4 + star.plate() % 50, "[km/s] Heliocentric correction");
        h.addValue("VACUUM", true, "Wavelengths are in vacuum");
        h.addValue("NWORDER", 2, "Number of linear-log10 coefficients");
        h.addValue("WFITTYPE", "LOG-LINEAR", "Linear-log10 dispersion");
        h.addValue("COEFF0", LOG_FIRST, "Central wavelength (log10) of first pixel");
        h.addValue("COEFF1", LOG_STEP, "Log10 dispersion per pixel");
        h.addValue("WAT0_001", "system=linear", "");
        h.addValue("WAT1_001", "wtype=linear label=Wavelength units=Angstroms", "");
        h.addValue("CRVAL1", LOG_FIRST, "Central wavelength (log10) of first pixel");
        h.addValue("CD1_1", LOG_STEP, "Log10 dispersion per pixel");
        h.addValue("CRPIX1", 1, "Starting pixel (1-indexed)");
        h.addValue("CTYPE1", "LINEAR", "");
        h.addValue("DC-FLAG", 1, "Log-linear flag");
        h.insertCommentStyle("COMMENT", "--------SPECTRA ANALYSIS RESULTS");
        h.addValue("VERSPIPE", "v2.7.5", "Version of Pipeline");
        h.addValue("CLASS", star.kind().objectClass, "Class of object");
        h.addValue("SUBCLASS", star.kind().subclass, "Subclass of object");
        h.addValue("Z", star.redshift(), "Redshift of object");
        h.addValue("Z_ERR", 4.7e-5, "Redshift error of object");
        String bands = "URGIZ";
        int[] order = {0, 2, 1, 3, 4};
        for (int i = 0; i < 5; i++) {
            char band = bands.charAt(order[i]);
            h.addValue("SNR" + band, star.snr()[i], "SNR of " + Character.toLowerCase(band) + " filter");
        }
    }
}
