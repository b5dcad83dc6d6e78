package org.xingvo.ingest.obscore;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.SpectralAxis;

/**
 * Spatial and spectral resolution as cards say them. Sampling is not resolution: nothing is made from the size of
 * pixels. Pure functions.
 */
final class Resolution {
    private static final String[] FWHM = {"PSF_FWHM", "PSFFWHM", "MEDFWHM", "FWHMSEX", "FWHM", "SEEING", "SEEING1"};
    private static final String[] POWER = {"SPEC_RES", "SPEC_RP", "SPECRP", "RESPOWER", "RESPOW", "RESPWR", "RESOLVPW"};
    private static final double MAX_ARCSEC = 36_000;
    private static final double MAX_POWER = 1e7;
    private static final double LIGHT = 299_792_458;

    private Resolution() {}

    /**
     * FWHM of a point source in a picture [arcsec], or null: of the beam, else of stars, else the seeing.
     *
     * @param pixelScale [arcsec], for values in pixels; or null
     */
    static @Nullable Double arcsec(Header header, @Nullable Double pixelScale) {
        Double major = header.number("BMAJ");
        Double minor = header.number("BMIN");
        if (major != null && major > 0) {
            Card card = header.card("BMAJ");
            String words =
                    card == null || card.comment() == null ? "" : card.comment().toLowerCase(Locale.ROOT);
            double scale = words.contains("arcsec") ? 1 : words.contains("arcmin") ? 60 : 3600;
            return sane(Math.sqrt(major * (minor != null && minor > 0 ? minor : major)) * scale);
        }
        for (String keyword : FWHM) {
            Card card = header.card(keyword);
            Double value = card == null ? null : header.number(keyword);
            if (card != null && value != null && value > 0) {
                return sane(value * unit(keyword, card, pixelScale));
            }
        }
        return null;
    }

    /** Arcseconds for one unit of a card; NaN when it is not said. Seeing is in arcseconds if nothing else is said. */
    private static double unit(String keyword, Card card, @Nullable Double pixelScale) {
        String words = card.comment() == null ? "" : card.comment().toLowerCase(Locale.ROOT);
        if (words.matches(".*\\bpix(els?)?\\b.*")) {
            return pixelScale == null ? Double.NaN : pixelScale;
        }
        boolean arcsec = words.contains("arcsec") || keyword.startsWith("SEEING");
        return arcsec ? 1 : Double.NaN;
    }

    private static @Nullable Double sane(double arcsec) {
        return arcsec > 0 && arcsec < MAX_ARCSEC ? arcsec : null;
    }

    /** Wavelength over its resolution, or null: as a card says it, or from the resolution in frequency [Hz]. */
    static @Nullable Double power(Header header, @Nullable SpectralAxis axis) {
        if (axis == null) {
            return null;
        }
        Double power = header.number(POWER);
        if (power != null && power >= 1 && power < MAX_POWER) {
            return power;
        }
        Double frequency = header.number("FREQRES");
        for (HduHeader hdu : header.hdus()) {
            frequency = frequency == null ? Spectral.cell(hdu, "FREQRES") : frequency;
        }
        if (frequency == null || frequency <= 0 || axis.minMetres() == null || axis.maxMetres() == null) {
            return null;
        }
        double middle = LIGHT / ((axis.minMetres() + axis.maxMetres()) / 2);
        double ratio = middle / frequency;
        return ratio >= 1 && ratio < MAX_POWER ? ratio : null;
    }
}
