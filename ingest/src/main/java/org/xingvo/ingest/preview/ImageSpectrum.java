package org.xingvo.ingest.preview;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xingvo.ingest.fits.FitsWalk;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.wcs.SpectralAxis;

/** Reads a spectrum that is the first row of an image. */
final class ImageSpectrum {
    /** Images with more rows are shown as images. */
    private static final long MAX_ROWS = 16;

    private static final Set<String> FREQUENCY = Set.of("FREQ", "FREQUENC");
    /** Axes that CRVAL and CDELT do not say: IRAF's multispec, lookup tables, grisms, linear in another quantity. */
    private static final Pattern ELSEWHERE = Pattern.compile("MULTISPE|[A-Z]{4}-(TAB|GRI|GRA|[A-Z]2[A-Z])");

    /** Wavelengths without a unit are in metres below this; else they are what a pipeline forgot to say [m]. */
    private static final double LONGEST_UNSAID = 0.01;

    private static final Pattern UNITS = Pattern.compile("units\\s*=\\s*\"?([A-Za-z]+)");
    private static final Pattern LABEL = Pattern.compile("label\\s*=\\s*\"?([A-Za-z ]+?)(\"|\\s+\\w+\\s*=|$)");

    private ImageSpectrum() {}

    /** True when the first row of an image is a spectrum, and no more than a few rows follow. */
    static boolean isOne(HduHeader hdu) {
        List<Long> axes = hdu.imageAxes();
        if (axes.isEmpty() || axes.getFirst() < 2 || hdu.tileCompressed()) {
            return false;
        }
        double rows = 1;
        for (long length : axes.subList(1, axes.size())) {
            rows *= length;
        }
        SpectralAxis axis = SpectralAxis.of(hdu);
        return rows == 1 || (axis != null && axis.axis() == 0 && rows <= MAX_ROWS);
    }

    /** @param walk stands at the image */
    static Spectrum read(FitsWalk walk, HduHeader hdu, PreviewLimits limits) throws IOException, NoPreview {
        long length = hdu.imageAxes().getFirst();
        if (length > limits.maxSamples()) {
            throw new NoPreview("The spectrum has %,d values, more than %,d.".formatted(length, limits.maxSamples()));
        }
        PlaneReader.Values values = PlaneReader.Values.of(hdu);
        int n = (int) length;
        double[] y = new double[n];
        try (InputStream data = walk.data()) {
            byte[] bytes = data.readNBytes(n * values.bytes());
            if (bytes.length < n * values.bytes()) {
                throw new NoPreview("The file ends within the spectrum.");
            }
            values.decode(ByteBuffer.wrap(bytes), y, n);
        }
        double[] x = new double[n];
        Axis axis = axis(hdu);
        for (int i = 0; i < n; i++) {
            double v = axis.value + (i + 1 - axis.pixel) * axis.step;
            x[i] = (axis.log ? Math.pow(10, v) : v) * axis.unit.size();
        }
        String unit = hdu.value("BUNIT");
        return new Spectrum(
                axis.unit.quantity(), axis.label, Spectrum.label("Flux", unit), List.of(new Spectrum.Trace(x, y)));
    }

    private record Axis(double value, double pixel, double step, boolean log, Quantity.Unit unit, String label) {}

    private static Axis axis(HduHeader hdu) {
        Double coeff0 = hdu.number("COEFF0");
        Double coeff1 = hdu.number("COEFF1");
        if (coeff0 != null && coeff1 != null && coeff0 > 2 && coeff0 < 6) {
            return new Axis(coeff0, 1, coeff1, true, Quantity.unit("Angstrom"), "");
        }
        Double value = hdu.number("CRVAL1");
        Double pixel = hdu.number("CRPIX1");
        Double step = hdu.number("CD1_1");
        step = step == null || step == 0 ? hdu.number("CDELT1") : step;
        String ctype = text(hdu, "CTYPE1").toUpperCase(Locale.ROOT);
        if (value == null
                || step == null
                || step == 0
                || ELSEWHERE.matcher(ctype).matches()) {
            return new Axis(1, 1, 1, false, Quantity.unit(""), "Pixel");
        }
        String name = ctype.length() > 4 && ctype.charAt(4) == '-' ? ctype.substring(0, 4) : ctype;
        String wat = text(hdu, "WAT1_001");
        String cunit = text(hdu, "CUNIT1");
        Matcher units = UNITS.matcher(wat);
        String unit = !cunit.isEmpty() && !cunit.equals("-9999") ? cunit : units.find() ? units.group(1) : "";
        if (unit.isEmpty()) {
            boolean metres = (name.equals("WAVE") || name.equals("AWAV")) && Math.abs(value) < LONGEST_UNSAID;
            unit = FREQUENCY.contains(name) ? "Hz" : metres ? "m" : "";
        }
        Double flag = hdu.number("DC-FLAG");
        boolean log = flag != null && flag == 1 && Math.abs(value) < 8;
        boolean angstroms = unit.isEmpty() && (flag != null || name.startsWith("LAMB") || name.startsWith("WAVEL"));
        double reference = pixel == null ? 1 : pixel;
        if (ctype.endsWith("-LOG")) {
            // paper III: crval exp(distance / crval)
            double decade = value * Math.log(10);
            return new Axis(Math.log10(value), reference, step / decade, true, Quantity.unit(unit), label(ctype, wat));
        }
        return new Axis(value, reference, step, log, Quantity.unit(angstroms ? "Angstrom" : unit), label(ctype, wat));
    }

    private static String label(String ctype, String wat) {
        Matcher label = LABEL.matcher(wat);
        String words = label.find() ? label.group(1).strip() : ctype;
        return words.isEmpty() || words.equals("LINEAR") || words.equals("-9999")
                ? "Axis of the header, no unit given"
                : words + ", no unit given";
    }

    private static String text(HduHeader hdu, String keyword) {
        String value = hdu.value(keyword);
        return value == null ? "" : value.strip();
    }
}
