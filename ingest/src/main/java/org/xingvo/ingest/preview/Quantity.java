package org.xingvo.ingest.preview;

import java.util.Locale;

/** What runs along the axis of a spectrum; values are held in the base unit. */
enum Quantity {
    /** [m] */
    WAVELENGTH("Wavelength"),
    /** [Hz] */
    FREQUENCY("Frequency"),
    /** [eV] */
    ENERGY("Energy"),
    /** [m/s] */
    VELOCITY("Velocity"),
    /** Numbers whose unit is not known, or that have none. */
    PLAIN("");

    private final String words;

    Quantity(String words) {
        this.words = words;
    }

    /**
     * A unit to show values in. Immutable.
     *
     * @param label of the axis
     * @param size of the unit in base units
     */
    record Shown(String label, double size) {}

    /** The unit in which people of the field give values of such a range; {@code plain} labels those without one. */
    Shown shownIn(double min, double max, String plain) {
        double top = Math.max(Math.abs(min), Math.abs(max));
        return switch (this) {
            case WAVELENGTH ->
                top < 1.3e-6
                        ? shown("Å", 1e-10)
                        : top < 1e-3 ? shown("µm", 1e-6) : top < 1 ? shown("mm", 1e-3) : shown("m", 1);
            case FREQUENCY ->
                top < 1e6
                        ? shown("kHz", 1e3)
                        : top < 1e9 ? shown("MHz", 1e6) : top < 1e13 ? shown("GHz", 1e9) : shown("THz", 1e12);
            case ENERGY ->
                top < 1e3
                        ? shown("eV", 1)
                        : top < 1e6
                                ? shown("keV", 1e3)
                                : top < 1e9 ? shown("MeV", 1e6) : top < 1e12 ? shown("GeV", 1e9) : shown("TeV", 1e12);
            case VELOCITY -> shown("km/s", 1e3);
            case PLAIN -> new Shown(plain, 1);
        };
    }

    private Shown shown(String unit, double size) {
        return new Shown(words + " [" + unit + "]", size);
    }

    /**
     * A unit as headers write it. Immutable.
     *
     * @param size in base units
     */
    record Unit(Quantity quantity, double size) {}

    static Unit unit(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "angstrom", "angstroms", "a", "ang", "0.1nm", "0.1 nm", "angstroem", "aa" ->
                new Unit(WAVELENGTH, 1e-10);
            case "nm", "nanometer", "nanometers", "nanometre" -> new Unit(WAVELENGTH, 1e-9);
            case "um", "micron", "microns", "micrometer", "micrometers" -> new Unit(WAVELENGTH, 1e-6);
            case "mm" -> new Unit(WAVELENGTH, 1e-3);
            case "cm" -> new Unit(WAVELENGTH, 1e-2);
            case "m", "meter", "metre" -> new Unit(WAVELENGTH, 1);
            case "hz" -> new Unit(FREQUENCY, 1);
            case "khz" -> new Unit(FREQUENCY, 1e3);
            case "mhz" -> new Unit(FREQUENCY, 1e6);
            case "ghz" -> new Unit(FREQUENCY, 1e9);
            case "thz" -> new Unit(FREQUENCY, 1e12);
            case "ev" -> new Unit(ENERGY, 1);
            case "kev" -> new Unit(ENERGY, 1e3);
            case "mev" -> new Unit(ENERGY, 1e6);
            case "gev" -> new Unit(ENERGY, 1e9);
            case "tev" -> new Unit(ENERGY, 1e12);
            case "m/s", "m s-1", "ms-1", "m.s-1", "m/sec" -> new Unit(VELOCITY, 1);
            case "km/s", "km s-1", "kms-1", "km.s-1", "km/sec" -> new Unit(VELOCITY, 1e3);
            default -> new Unit(PLAIN, 1);
        };
    }
}
