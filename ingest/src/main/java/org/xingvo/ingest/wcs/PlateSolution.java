package org.xingvo.ingest.wcs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.NoSkyWcs.Kind;

/**
 * The plate solution of the Digitized Sky Survey: polynomials AMDX and AMDY from millimetres on the plate to standard
 * coordinates in arcseconds. Pure functions. Source: the survey's header guide (STScI), Lasker et al. 1990.
 */
final class PlateSolution {
    private static final int TERMS = 13;

    private PlateSolution() {}

    static SkyWcs read(HduHeader hdu, @Nullable SkyFrame frame, List<Long> lengths) {
        Double ra = sexagesimal(hdu, "PLTRAH", "PLTRAM", "PLTRAS");
        Double dec = sexagesimal(hdu, "PLTDECD", "PLTDECM", "PLTDECS");
        Double cornerX = hdu.number("CNPIX1");
        Double cornerY = hdu.number("CNPIX2");
        Double sizeX = hdu.number("XPIXELSZ");
        Double sizeY = hdu.number("YPIXELSZ");
        Double ppo3 = hdu.number("PPO3");
        Double ppo6 = hdu.number("PPO6");
        if (ra == null
                || dec == null
                || cornerX == null
                || cornerY == null
                || sizeX == null
                || sizeY == null
                || ppo3 == null
                || ppo6 == null
                || sizeX == 0
                || sizeY == 0
                || frame == null
                || dec > 90) {
            return new NoSkyWcs(Kind.INCOMPLETE, "a plate solution with cards missing");
        }
        String sign = hdu.value("PLTDECSN");
        double decDeg = sign != null && sign.strip().equals("-") ? -dec : dec;
        double[] reference = {ppo3 / sizeX - cornerX + 0.5, ppo6 / sizeY - cornerY + 0.5};
        LinearPart millimetres = new LinearPart(
                reference, new double[] {-sizeX / 1000, 0}, new double[] {0, sizeY / 1000}, 0, 1, null, null);
        double[] a = terms(hdu, "AMDX");
        double[] b = terms(hdu, "AMDY");
        Distortion plate = (x, y) -> new double[] {arcsec(a, x, y) / 3600, arcsec(b, y, x) / 3600};
        Projection tan = Projection.of("TAN", m -> Double.NaN, decDeg);
        NativePole pole = NativePole.of(ra * 15, decDeg, 0, 90, null, null);
        return tan == null || pole == null
                ? new NoSkyWcs(Kind.INCOMPLETE, "a plate solution off the sphere")
                : new CelestialWcs(millimetres, tan, plate, pole, frame, lengths);
    }

    private static double[] terms(HduHeader hdu, String name) {
        double[] terms = new double[TERMS + 1];
        for (int i = 1; i <= TERMS; i++) {
            Double value = hdu.number(name + i);
            terms[i] = value == null ? 0 : value;
        }
        return terms;
    }

    /** The polynomial of one coordinate, x being its own axis. */
    private static double arcsec(double[] k, double x, double y) {
        double r2 = x * x + y * y;
        return k[1] * x
                + k[2] * y
                + k[3]
                + k[4] * x * x
                + k[5] * x * y
                + k[6] * y * y
                + k[7] * r2
                + k[8] * x * x * x
                + k[9] * x * x * y
                + k[10] * x * y * y
                + k[11] * y * y * y
                + k[12] * x * r2
                + k[13] * x * r2 * r2;
    }

    private static @Nullable Double sexagesimal(HduHeader hdu, String first, String minutes, String seconds) {
        Double a = hdu.number(first);
        Double b = hdu.number(minutes);
        Double c = hdu.number(seconds);
        return a == null || b == null || c == null ? null : (Double) (a + b / 60 + c / 3600);
    }
}
