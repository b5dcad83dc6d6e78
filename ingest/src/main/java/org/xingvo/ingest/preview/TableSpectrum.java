package org.xingvo.ingest.preview;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.FitsWalk;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.fits.HduHeader.Kind;

/**
 * Reads a spectrum or a light curve from two columns of a binary table: a value a row, or a whole spectrum in the first
 * row.
 *
 * @param x null: values are counted
 */
record TableSpectrum(HduHeader hdu, @Nullable TableColumn x, TableColumn y) {
    private static final List<String> AXES = List.of(
            "LOGLAM",
            "LOGWAVE",
            "WAVELENGTH",
            "WAVE",
            "LAMBDA",
            "LAM",
            "WAVELENGTHS",
            "WLEN",
            "WAVELENGTH_AIR",
            "WAVELENGTH_VAC",
            "SPECTRAL_AXIS",
            "FREQUENCY",
            "ENERGY",
            "ENERG_LO",
            "CHANNEL",
            "TIME");
    private static final List<String> VALUES = List.of(
            "FLUX",
            "PDCSAP_FLUX",
            "FLUX_REDUCED",
            "FLUX_DENSITY",
            "CALFLUX",
            "FLUX1",
            "SAP_FLUX",
            "INTENSITY",
            "COUNTS",
            "RATE",
            "COUNT_RATE",
            "NET",
            "SPECRESP",
            "DATA",
            "NORMALIZATION");
    /** Widest row of a table that is read [bytes]. */
    private static final int MAX_ROW_BYTES = 64 << 20;

    /** The spectrum in a table, if its columns are such. */
    static @Nullable TableSpectrum of(HduHeader hdu) {
        if (hdu.kind() != Kind.BINTABLE || hdu.rows() == 0) {
            return null;
        }
        List<TableColumn> columns = TableColumn.all(hdu);
        TableColumn y = find(columns, VALUES);
        TableColumn x = find(columns, AXES);
        if (y == null || (x == null && !y.name().equals("DATA") && !hasLogAxis(hdu))) {
            return null;
        }
        boolean same = x == null || x.repeat() == y.repeat();
        return y.repeat() > 1 || hdu.rows() > 1 ? new TableSpectrum(hdu, same ? x : null, y) : null;
    }

    private static boolean hasLogAxis(HduHeader hdu) {
        return "COADD".equals(hdu.extname());
    }

    private static @Nullable TableColumn find(List<TableColumn> columns, List<String> names) {
        for (String name : names) {
            for (TableColumn column : columns) {
                if (column.name().equals(name)) {
                    return column;
                }
            }
        }
        return null;
    }

    /** An arm of a spectrograph, or the sum of its exposures. */
    boolean isSum() {
        String name = hdu.extname();
        return name != null && name.strip().toUpperCase(Locale.ROOT).startsWith("COADD");
    }

    /** The walk stands at the table; the primary header may say the axis by COEFF0 and COEFF1. */
    Spectrum read(FitsWalk walk, HduHeader primary, PreviewLimits limits, Deadline deadline)
            throws IOException, NoPreview {
        boolean vector = y.repeat() > 1;
        long n = vector ? y.repeat() : hdu.rows();
        Long rowBytes = hdu.integer("NAXIS1");
        if (n > limits.maxSamples() || rowBytes == null || rowBytes > MAX_ROW_BYTES) {
            throw new NoPreview("The spectrum has %,d values, more than %,d.".formatted(n, limits.maxSamples()));
        }
        double[] xs = new double[(int) n];
        double[] ys = new double[(int) n];
        try (InputStream data = walk.data()) {
            byte[] row = new byte[rowBytes.intValue()];
            for (int i = 0; i < (vector ? 1 : n); i++) {
                if (data.readNBytes(row, 0, row.length) < row.length) {
                    throw new NoPreview("The file ends within the spectrum.");
                }
                ByteBuffer bytes = ByteBuffer.wrap(row);
                for (int k = 0; k < (vector ? n : 1); k++) {
                    int at = vector ? k : i;
                    xs[at] = x == null ? at : x.value(bytes, k);
                    ys[at] = y.value(bytes, k);
                }
                if ((i & 4095) == 0) {
                    deadline.check();
                }
            }
        }
        return spectrum(xs, ys, primary);
    }

    private Spectrum spectrum(double[] xs, double[] ys, HduHeader primary) {
        Quantity.Unit unit = Quantity.unit("");
        String label = "Channel";
        Double coeff0 = primary.number("COEFF0");
        Double coeff1 = primary.number("COEFF1");
        if (x == null && coeff0 != null && coeff1 != null) {
            unit = Quantity.unit("Angstrom");
            Arrays.setAll(xs, i -> Math.pow(10, coeff0 + coeff1 * i));
        } else if (x != null && x.name().startsWith("LOG")) {
            unit = Quantity.unit("Angstrom");
            Arrays.setAll(xs, i -> xs[i] > 2 && xs[i] < 6 ? Math.pow(10, xs[i]) : Double.NaN);
        } else if (x != null) {
            unit = Quantity.unit(x.unit() == null ? "" : x.unit());
            boolean wave = x.name().startsWith("WAVE") || x.name().startsWith("LAM");
            if (wave && unit.quantity() == Quantity.PLAIN && optical(xs)) {
                unit = Quantity.unit("Angstrom");
            }
            label = Spectrum.label(words(x.name()), x.unit());
        }
        double size = unit.size();
        Arrays.setAll(xs, i -> xs[i] * size);
        return new Spectrum(
                unit.quantity(), label, Spectrum.label(words(y.name()), y.unit()), List.of(new Spectrum.Trace(xs, ys)));
    }

    /** Numbers that are wavelengths in angstroms or nothing at all. */
    private static boolean optical(double[] xs) {
        return Arrays.stream(xs).allMatch(v -> v > 900 && v < 30_000);
    }

    private static String words(String column) {
        return column.charAt(0) + column.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
