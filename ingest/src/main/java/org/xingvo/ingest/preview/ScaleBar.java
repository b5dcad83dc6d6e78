package org.xingvo.ingest.preview;

/**
 * A round angle and how long it is in a picture. Immutable.
 *
 * @param label such as 30" or 5'
 * @param pixels its length
 */
record ScaleBar(String label, double pixels) {
    private static final double[] ROUND_ARCSEC = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000, 36_000, 72_000, 108_000
    };

    /** The longest round angle that is no longer than so many pixels. */
    static ScaleBar within(double arcsecPerPixel, double maxPixels) {
        double best = ROUND_ARCSEC[0];
        for (double arcsec : ROUND_ARCSEC) {
            if (arcsec <= arcsecPerPixel * maxPixels) {
                best = arcsec;
            }
        }
        return new ScaleBar(label(best), best / arcsecPerPixel);
    }

    private static String label(double arcsec) {
        double value = arcsec >= 3600 ? arcsec / 3600 : arcsec >= 60 ? arcsec / 60 : arcsec;
        String unit = arcsec >= 3600 ? "°" : arcsec >= 60 ? "'" : "\"";
        return (value < 1 ? Double.toString(value) : Long.toString(Math.round(value))) + unit;
    }
}
