package org.xingvo.ingest.obscore;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.ColumnRange;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.SpectralAxis;

/** The spectral range of a file: of its images' axes, else of its tables' columns. Pure functions. */
final class Spectral {
    private Spectral() {}

    /** The axis of a spectrum or cube, perhaps without a range; null: there is none. */
    static @Nullable SpectralAxis axis(Header header, Product product) {
        if (product.picture() != null) {
            SpectralAxis axis = SpectralAxis.of(product.picture());
            return axis != null && axis.pixels() > 1 && "cube".equals(product.type()) ? axis : null;
        }
        if (!"spectrum".equals(product.type())) {
            return null;
        }
        SpectralAxis found = null;
        for (HduHeader hdu : header.hdus()) {
            SpectralAxis axis = SpectralAxis.of(hdu);
            if (axis != null && axis.minMetres() != null) {
                return axis;
            }
            found = found == null ? axis : found;
        }
        SpectralAxis columns = columns(header);
        SpectralAxis tables = columns != null ? columns : singleDish(header);
        if (tables != null) {
            return tables;
        }
        return found != null ? found : logTable(header);
    }

    /** From the shortest to the longest wavelength of all spectra in tables: arms and orders are one observation. */
    private static @Nullable SpectralAxis columns(Header header) {
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        long longest = 0;
        for (HduHeader hdu : header.hdus()) {
            if (hdu.ranges().isEmpty() || !(Product.isSpectrumTable(hdu) || isChannels(hdu))) {
                continue;
            }
            SpectralAxis axis = first(hdu);
            if (axis != null && axis.minMetres() != null && axis.maxMetres() != null) {
                min = Math.min(min, axis.minMetres());
                max = Math.max(max, axis.maxMetres());
                longest = Math.max(longest, axis.pixels());
            }
        }
        return longest == 0 ? null : new SpectralAxis(0, longest, min, max);
    }

    /** The energies of the channels that a spectrum of counts is in (OGIP memo CAL/GEN/92-002). */
    private static boolean isChannels(HduHeader hdu) {
        String said = hdu.value("HDUCLAS2");
        return "EBOUNDS".equalsIgnoreCase(hdu.extname())
                || (said != null && said.strip().equalsIgnoreCase("EBOUNDS"));
    }

    /** The two ends of energy bins are one axis; else the first column that makes wavelengths. */
    private static @Nullable SpectralAxis first(HduHeader hdu) {
        SpectralAxis found = null;
        for (ColumnRange range : hdu.ranges()) {
            SpectralAxis axis = SpectralAxis.ofColumn(range);
            if (axis == null || axis.minMetres() == null || axis.maxMetres() == null) {
                continue;
            }
            if (found == null || found.minMetres() == null || found.maxMetres() == null) {
                found = axis;
            } else if (range.column().equals("ENERG_HI") || range.column().equals("E_MAX")) {
                found = new SpectralAxis(
                        0,
                        found.pixels(),
                        Math.min(found.minMetres(), axis.minMetres()),
                        Math.max(found.maxMetres(), axis.maxMetres()));
            }
        }
        return found;
    }

    /** The only spectrum of a single-dish table: its axis is in the cells of its row, as cards of an image would say it. */
    private static @Nullable SpectralAxis singleDish(Header header) {
        for (HduHeader hdu : header.hdus()) {
            Card ctype = hdu.cell("CTYPE1");
            Double value = cell(hdu, "CRVAL1");
            Double step = cell(hdu, "CDELT1");
            Double pixel = cell(hdu, "CRPIX1");
            long channels = elements(hdu, "DATA", "SPECTRUM");
            boolean frequency = ctype != null
                    && ctype.value() != null
                    && ctype.value().strip().toUpperCase(Locale.ROOT).startsWith("FREQ");
            if (frequency && value != null && step != null && pixel != null && step != 0 && channels > 1) {
                double first = value + (1 - pixel) * step;
                double last = value + (channels - pixel) * step;
                double low = Math.min(first, last);
                return low <= 0
                        ? null
                        : SpectralAxis.ofColumn(
                                new ColumnRange("FREQUENCY", "Hz", low, Math.max(first, last), channels));
            }
        }
        return null;
    }

    static @Nullable Double cell(HduHeader hdu, String column) {
        Card card = hdu.cell(column);
        try {
            return card == null || card.value() == null ? null : Double.valueOf(card.value());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static long elements(HduHeader hdu, String... columns) {
        Long fields = hdu.integer("TFIELDS");
        for (int i = 1; fields != null && i <= Math.min(fields, 999); i++) {
            String name = hdu.value("TTYPE" + i);
            String form = hdu.value("TFORM" + i);
            for (String column : columns) {
                if (name != null && form != null && name.strip().equalsIgnoreCase(column)) {
                    String digits = form.strip().replaceAll("\\D.*", "");
                    return digits.isEmpty() || digits.length() > 9 ? 1 : Long.parseLong(digits);
                }
            }
        }
        return 0;
    }

    /** A table of log10 of wavelength whose first value and step the primary header says. */
    private static @Nullable SpectralAxis logTable(Header header) {
        Double first = header.primary().number("COEFF0");
        Double step = header.primary().number("COEFF1");
        for (HduHeader hdu : header.hdus()) {
            if (first != null && step != null && hdu.rows() > 1) {
                return SpectralAxis.logAngstrom(0, hdu.rows(), first, step);
            }
        }
        return null;
    }
}
