package org.xingvo.ingest.wcs;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.ColumnRange;
import org.xingvo.ingest.fits.HduHeader;

/**
 * The spectral axis of an image HDU. Immutable. Linear and logarithmic axes of wavelength, frequency, energy and
 * velocity are turned into wavelengths; an axis whose unit or kind the header does not say has no range. Sources:
 * paper III; IRAF's equispec, multispec and DC-FLAG; COEFF0 and COEFF1 of SDSS and LAMOST.
 *
 * @param axis from 0
 * @param pixels length of the axis
 * @param minMetres wavelength in vacuum of the short end of the outermost pixels' centres [m], or null
 * @param maxMetres the long end [m], or null
 */
public record SpectralAxis(
        int axis,
        long pixels,
        @Nullable Double minMetres,
        @Nullable Double maxMetres) {
    private static final double LIGHT = 299_792_458;
    /** h c / e [eV m]. */
    private static final double EV_METRES = 1.239841984e-6;
    /** Refractive index of air in the optical, enough for the limits of a range. */
    private static final double AIR = 1.000277;
    /** Below this velocity the radio, optical and relativistic conventions agree to 1e-6. */
    private static final double SLOW = 1e-3;

    private static final double ANGSTROM = 1e-10;
    /** Of log10 of angstroms, nanometres or micrometres. */
    private static final double MIN_LOG = -1.5;

    private static final double MAX_LOG = 6;
    /** A column without unit between these can only be in angstroms: spectrographs of the optical. */
    private static final double[] OPTICAL_ANGSTROM = {2900, 11_000};

    /** A wavelength without a unit is in metres, unless no telescope for light sees one so long [m]. */
    private static final double LONGEST_UNSAID = 0.01;

    private static final Set<String> WAVE = Set.of("WAVE", "AWAV", "LAMBDA", "WAVELENGTH", "WAVELENG", "LAMB", "WLEN");
    private static final Set<String> VELOCITY = Set.of("VRAD", "VOPT", "VELO", "FELO", "VELOCITY");
    private static final Set<String> OTHER = Set.of("FREQ", "FREQUENC", "FREQUENCY", "ENER", "ENERGY", "WAVN");
    private static final Set<String> UNNAMED = Set.of("LINEAR", "", "PIXEL", "MULTISPE", "LOG-LINE", "-9999");
    /** Algorithms of paper III; other letters behind a velocity are its frame of rest, as AIPS wrote it. */
    private static final Pattern NOT_LINEAR = Pattern.compile("[A-Z]2[A-Z]|TAB|GRI|GRA");

    private static final Pattern WAT_UNITS = Pattern.compile("units\\s*=\\s*\"?([A-Za-z]+)");

    /** The first spectral axis of an image, or null when the header names none. */
    public static @Nullable SpectralAxis of(HduHeader hdu) {
        List<Long> lengths = hdu.imageAxes();
        for (int i = 0; i < lengths.size(); i++) {
            String ctype = text(hdu, "CTYPE" + (i + 1));
            String name = ctype.matches("[A-Z]{4}-.*") ? ctype.substring(0, 4) : ctype;
            if (WAVE.contains(name) || VELOCITY.contains(name) || OTHER.contains(name)) {
                return named(hdu, i, lengths.get(i), name, ctype);
            }
        }
        return lengths.isEmpty() ? null : unnamed(hdu, lengths);
    }

    private static SpectralAxis named(HduHeader hdu, int axis, long n, String name, String ctype) {
        String unit = unit(hdu, axis);
        double scale = scale(unit, name);
        String algorithm = ctype.length() >= 8 && ctype.charAt(4) == '-'
                ? ctype.substring(5).replace("-", "")
                : "";
        boolean velocity = VELOCITY.contains(name);
        boolean log = algorithm.equals("LOG");
        boolean linear = algorithm.isEmpty()
                || (velocity && !NOT_LINEAR.matcher(algorithm).matches());
        if (Double.isNaN(scale) || !(linear || log)) {
            return new SpectralAxis(axis, n, null, null);
        }
        double[] ends = ends(hdu, axis, n, false);
        if (unit.isEmpty() && WAVE.contains(name) && !(Math.max(ends[0], ends[1]) < LONGEST_UNSAID)) {
            return new SpectralAxis(axis, n, null, null);
        }
        if (log) {
            Double reference = hdu.number("CRVAL" + (axis + 1));
            double r = reference == null ? 0 : reference;
            ends[0] = r * Math.exp((ends[0] - r) / r);
            ends[1] = r * Math.exp((ends[1] - r) / r);
        }
        double[] metres = new double[2];
        for (int k = 0; k < 2; k++) {
            double v = ends[k] * scale;
            metres[k] = velocity ? fromVelocity(hdu, name, v) : fromQuantity(name, v);
        }
        return range(axis, n, metres);
    }

    private static double fromQuantity(String name, double v) {
        return switch (name) {
            case "FREQ", "FREQUENC", "FREQUENCY" -> LIGHT / v;
            case "ENER", "ENERGY" -> EV_METRES / v;
            case "WAVN" -> 1 / v;
            case "AWAV" -> v * AIR;
            default -> v;
        };
    }

    private static double fromVelocity(HduHeader hdu, String name, double v) {
        Double frequency = hdu.number("RESTFRQ");
        frequency = frequency == null || frequency <= 0 ? hdu.number("RESTFREQ") : frequency;
        Double wave = hdu.number("RESTWAV");
        double rest =
                wave != null && wave > 0 ? wave : frequency != null && frequency > 0 ? LIGHT / frequency : Double.NaN;
        double beta = v / LIGHT;
        return switch (name) {
            case "VRAD" -> rest / (1 - beta);
            case "VOPT" -> rest * (1 + beta);
            default -> Math.abs(beta) < SLOW ? rest * (1 + beta) : Double.NaN;
        };
    }

    /** IRAF and survey spectra: an axis called LINEAR, or nothing, and other cards that say what it is. */
    private static @Nullable SpectralAxis unnamed(HduHeader hdu, List<Long> lengths) {
        long n = lengths.getFirst();
        if (lengths.size() > 3 || n < 2 || !UNNAMED.contains(text(hdu, "CTYPE1"))) {
            return null;
        }
        Double coeff0 = hdu.number("COEFF0");
        Double coeff1 = hdu.number("COEFF1");
        if (coeff0 != null && coeff1 != null) {
            return logAngstrom(0, n, coeff0, coeff1);
        }
        Double flag = hdu.number("DC-FLAG");
        String wat = text(hdu, "WAT1_001");
        String unit = unit(hdu, 0);
        double scale = lengthScale(unit);
        boolean multi = text(hdu, "CTYPE1").equals("MULTISPE") || wat.contains("MULTISPEC");
        double[] lines = multi && !Double.isNaN(scale) ? Multispec.range(hdu, n) : null;
        if (lines != null) {
            return range(0, n, new double[] {lines[0] * scale, lines[1] * scale});
        }
        boolean dispersed = flag != null || wat.contains("WAVELENGTH") || !Double.isNaN(scale);
        if (!dispersed || hdu.number("CRVAL1") == null || text(hdu, "CTYPE1").equals("MULTISPE")) {
            return dispersed || multi || lengths.size() == 1 ? new SpectralAxis(0, n, null, null) : null;
        }
        if (Double.isNaN(scale)) {
            return new SpectralAxis(0, n, null, null);
        }
        double[] ends = ends(hdu, 0, n, true);
        for (int k = 0; k < 2; k++) {
            ends[k] = (flag != null && flag == 1 ? Math.pow(10, ends[k]) : ends[k]) * scale;
        }
        return range(0, n, ends);
    }

    /** An axis of log10 of angstroms that begins at the first pixel, or one without range when that makes no sense. */
    public static SpectralAxis logAngstrom(int axis, long n, double first, double step) {
        double[] ends = {Math.pow(10, first) * ANGSTROM, Math.pow(10, first + (n - 1) * step) * ANGSTROM};
        boolean sane = first > 2 && first < 6 && Math.abs(step) < 0.1;
        return sane ? range(axis, n, ends) : new SpectralAxis(axis, n, null, null);
    }

    /** The range of a column of a table, or null when its values or its unit make no wavelengths. */
    public static @Nullable SpectralAxis ofColumn(ColumnRange range) {
        String unit = range.unit() == null ? "" : range.unit().strip();
        String name = range.column();
        double[] ends = {range.min(), range.max()};
        if (name.startsWith("LOG")) {
            if (ends[0] < MIN_LOG || ends[1] > MAX_LOG) {
                return null;
            }
            double scale = logScale(unit.toLowerCase(Locale.ROOT));
            ends[0] = Math.pow(10, ends[0]) * scale;
            ends[1] = Math.pow(10, ends[1]) * scale;
        } else {
            boolean energy = name.startsWith("ENERG") || name.startsWith("E_M");
            boolean frequency = name.startsWith("FREQ");
            boolean unsaid = unit.isEmpty() && !energy && !frequency;
            boolean optical = ends[0] > OPTICAL_ANGSTROM[0] && ends[1] < OPTICAL_ANGSTROM[1];
            String quantity = energy ? "ENER" : frequency ? "FREQ" : name.endsWith("_AIR") ? "AWAV" : "WAVE";
            double scale = unsaid ? (optical ? ANGSTROM : Double.NaN) : scale(unit, quantity);
            if (unit.isEmpty() && frequency) {
                return null;
            }
            for (int k = 0; k < 2; k++) {
                ends[k] = fromQuantity(quantity, ends[k] * scale);
            }
        }
        SpectralAxis axis = range(0, range.count(), ends);
        return axis.minMetres() == null ? null : axis;
    }

    /** Metres for the number of a logarithm; angstroms unless the unit says otherwise. */
    private static double logScale(String unit) {
        if (unit.contains("nm") || unit.contains("nanom")) {
            return 1e-9;
        }
        return unit.contains("um") || unit.contains("micron") ? 1e-6 : ANGSTROM;
    }

    private static double[] ends(HduHeader hdu, int axis, long n, boolean iraf) {
        String i = Integer.toString(axis + 1);
        Double crval = hdu.number("CRVAL" + i);
        Double crpix = hdu.number("CRPIX" + i);
        Double step = hdu.number("CD" + i + "_" + i);
        if (step == null || step == 0) {
            Double turn = hdu.number("PC" + i + "_" + i);
            Double delta = hdu.number("CDELT" + i);
            step = delta == null || turn == null ? delta : (Double) (delta * turn);
        }
        double reference = crpix == null ? (iraf ? 1 : 0) : crpix;
        double value = crval == null ? Double.NaN : crval;
        double delta = step == null || step == 0 ? Double.NaN : step;
        return new double[] {value + (1 - reference) * delta, value + (n - reference) * delta};
    }

    private static SpectralAxis range(int axis, long n, double[] metres) {
        double min = Math.min(metres[0], metres[1]);
        double max = Math.max(metres[0], metres[1]);
        boolean sane = min > 1e-20 && max < 1e5 && Double.isFinite(max);
        return sane ? new SpectralAxis(axis, n, min, max) : new SpectralAxis(axis, n, null, null);
    }

    private static String unit(HduHeader hdu, int axis) {
        String unit = hdu.value("CUNIT" + (axis + 1));
        if (unit == null || unit.isBlank() || unit.strip().equals("-9999")) {
            String wat = hdu.value("WAT" + (axis + 1) + "_001");
            Matcher m = WAT_UNITS.matcher(wat == null ? "" : wat);
            unit = m.find() ? m.group(1) : "";
        }
        return unit.strip();
    }

    /** Base units for one of the axis: metres, hertz, electronvolts, metres a second; NaN when not known. */
    private static double scale(String unit, String name) {
        if (WAVE.contains(name)) {
            return unit.isEmpty() && !name.startsWith("LAMB") && !name.startsWith("WAVEL") ? 1 : lengthOrMetre(unit);
        }
        if (VELOCITY.contains(name)) {
            return switch (unit.toLowerCase(Locale.ROOT).replace(" ", "")) {
                case "", "m/s", "ms-1", "m.s-1", "m/sec" -> 1;
                case "km/s", "kms-1", "km.s-1", "km/sec" -> 1000;
                default -> Double.NaN;
            };
        }
        return switch (name) {
            case "ENER", "ENERGY" ->
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "ev" -> 1;
                    case "kev" -> 1e3;
                    case "mev" -> 1e6;
                    case "gev" -> 1e9;
                    case "tev" -> 1e12;
                    case "j" -> 1 / 1.602176634e-19;
                    default -> Double.NaN;
                };
            case "WAVN" ->
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "m-1", "1/m", "m**-1", "m^-1" -> 1;
                    case "cm-1", "1/cm", "cm**-1", "cm^-1" -> 100;
                    default -> Double.NaN;
                };
            default ->
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "", "hz" -> 1;
                    case "khz" -> 1e3;
                    case "mhz" -> 1e6;
                    case "ghz" -> 1e9;
                    case "thz" -> 1e12;
                    default -> Double.NaN;
                };
        };
    }

    private static double lengthOrMetre(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "m", "meter", "metre" -> 1;
            case "cm" -> 1e-2;
            case "mm" -> 1e-3;
            default -> lengthScale(unit);
        };
    }

    /** Metres for units that only wavelengths are written in; NaN for others. */
    private static double lengthScale(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "angstrom", "angstroms", "a", "ang", "0.1nm", "angstroem", "0.1 nm" -> ANGSTROM;
            case "nm", "nanometer", "nanometers", "nanometre" -> 1e-9;
            case "um", "micron", "microns", "micrometer", "micrometers" -> 1e-6;
            default -> Double.NaN;
        };
    }

    private static String text(HduHeader hdu, String keyword) {
        String value = hdu.value(keyword);
        return value == null ? "" : value.strip().toUpperCase(Locale.ROOT);
    }
}
