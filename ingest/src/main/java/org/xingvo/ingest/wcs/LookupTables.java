package org.xingvo.ingest.wcs;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Grid;
import org.xingvo.ingest.fits.HduHeader;

/**
 * Corrections of pixel coordinates by tables in extensions of the same file: D2IMDISj from the detector to the image,
 * then CPDISj beside SIP. Bilinear between samples, the outermost sample beyond. Immutable. Source: draft of paper IV
 * (Calabretta et al. 2004), section 3.4, as the Hubble archive writes it.
 *
 * @param detector shifts of the first two axes [pixel]
 * @param image the same for CPDIS
 */
record LookupTables(Pair detector, Pair image) {
    private static final int AXES = 2;

    /** The tables of the first two axes; null where there is none. */
    record Pair(@Nullable Table first, @Nullable Table second) {
        boolean isEmpty() {
            return first == null && second == null;
        }

        double[] at(double x, double y) {
            return new double[] {first == null ? 0 : first.at(x, y), second == null ? 0 : second.at(x, y)};
        }
    }

    /** A header asks for a table that is not known or not there. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    /**
     * Samples and where they are: sample s (from 0) of an axis is at pixel 1 + crval + (s - crpix) * cdelt. That is not
     * what CRPIX means elsewhere, but what the tables are written for.
     */
    record Table(Grid grid, double[] crpix, double[] crval, double[] cdelt) {
        double at(double x, double y) {
            double u = sample(0, x, grid.width());
            double v = sample(1, y, grid.height());
            int i = (int) Math.min(Math.floor(u), Math.max(0, grid.width() - 2));
            int j = (int) Math.min(Math.floor(v), Math.max(0, grid.height() - 2));
            double a = value(i, j) + (u - i) * (value(i + 1, j) - value(i, j));
            double b = value(i, j + 1) + (u - i) * (value(i + 1, j + 1) - value(i, j + 1));
            return a + (v - j) * (b - a);
        }

        private double sample(int axis, double pixel, int length) {
            double s = (pixel - 1 - crval[axis]) / cdelt[axis] + crpix[axis];
            return Math.max(0, Math.min(length - 1.0, s));
        }

        private double value(int i, int j) {
            int column = Math.min(i, grid.width() - 1);
            int line = Math.min(j, grid.height() - 1);
            return grid.values()[line * grid.width() + column];
        }
    }

    /** The tables that a header asks for, or null when it asks for none. */
    static @Nullable LookupTables of(HduHeader hdu, List<HduHeader> file) throws Missing {
        Pair detector = pair(hdu, file, "D2IMDIS", "D2IM", "D2IMARR");
        Pair image = pair(hdu, file, "CPDIS", "DP", "WCSDVARR");
        return detector.isEmpty() && image.isEmpty() ? null : new LookupTables(detector, image);
    }

    private static Pair pair(HduHeader hdu, List<HduHeader> file, String keyword, String parameters, String extname)
            throws Missing {
        return new Pair(
                table(hdu, file, keyword + "1", parameters + "1", extname),
                table(hdu, file, keyword + "2", parameters + "2", extname));
    }

    private static @Nullable Table table(
            HduHeader hdu, List<HduHeader> file, String keyword, String parameters, String extname) throws Missing {
        String kind = hdu.value(keyword);
        if (kind == null || kind.isBlank()) {
            return null;
        }
        if (!kind.strip().equalsIgnoreCase("LOOKUP")) {
            throw new Missing("distortion " + keyword + " = " + kind.strip());
        }
        Double version = parameter(hdu, parameters, "EXTVER");
        if (!plain(parameter(hdu, parameters, "AXIS.1"), 1) || !plain(parameter(hdu, parameters, "AXIS.2"), 2)) {
            throw new Missing("distortion " + keyword + " on exchanged axes");
        }
        double wanted = version == null ? 1 : version;
        for (HduHeader other : file) {
            Grid grid = other.grid();
            Double found = other.number("EXTVER");
            if (grid != null && extname.equalsIgnoreCase(name(other)) && (found == null ? 1 : found) == wanted) {
                return new Table(
                        grid, numbers(other, "CRPIX", 0), numbers(other, "CRVAL", 0), numbers(other, "CDELT", 1));
            }
        }
        throw new Missing("distortion %s by table %s %s, which is not in the file or too large"
                .formatted(keyword, extname, Math.round(wanted)));
    }

    private static String name(HduHeader hdu) {
        return hdu.extname() == null ? "" : hdu.extname().strip();
    }

    private static boolean plain(@Nullable Double axis, int expected) {
        return axis == null || axis == expected;
    }

    private static double[] numbers(HduHeader hdu, String keyword, double otherwise) {
        double[] numbers = new double[AXES];
        for (int axis = 0; axis < AXES; axis++) {
            Double value = hdu.number(keyword + (axis + 1));
            numbers[axis] = value == null || (otherwise == 1 && value == 0) ? otherwise : value;
        }
        return numbers;
    }

    /** A record-valued card: DP1 = 'EXTVER: 1.0', or DP1.EXTVER = 1.0 in a long keyword. */
    private static @Nullable Double parameter(HduHeader hdu, String keyword, String field) {
        for (Card card : hdu.cards()) {
            String value = card.value();
            if (value != null && card.keyword().equals(keyword)) {
                int colon = value.indexOf(':');
                boolean same = colon > 0
                        && value.substring(0, colon)
                                .strip()
                                .toUpperCase(Locale.ROOT)
                                .equals(field);
                Double number = same ? number(value.substring(colon + 1).strip()) : null;
                if (number != null) {
                    return number;
                }
            }
        }
        return hdu.number("HIERARCH " + keyword + "." + field);
    }

    private static @Nullable Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The pixel of the image that a pixel of the detector is; shifts of both axes are taken at the same place. */
    double[] toImage(double x, double y) {
        double[] shift = detector.at(x, y);
        return new double[] {x + shift[0], y + shift[1]};
    }

    /** What CPDIS adds at a pixel of the image [pixel]. */
    double[] imageShift(double x, double y) {
        return image.at(x, y);
    }
}
