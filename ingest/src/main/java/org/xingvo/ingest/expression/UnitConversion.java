package org.xingvo.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.xingvo.ingest.yaml.Problems;

/**
 * From one unit to another: of the same quantity, or among wavelength, frequency and energy of light. Immutable.
 *
 * @param from the unit of what is given
 * @param to the unit of what is wanted
 */
record UnitConversion(Unit from, Unit to) {
    /** c [m/s] and h c [J m]. Source: SI, exact. */
    private static final double LIGHT = 299_792_458.0;

    private static final double PLANCK_LIGHT = 6.62607015e-34 * LIGHT;
    private static final double ELECTRON_VOLT = 1.602176634e-19;

    private enum Quantity {
        LENGTH,
        FREQUENCY,
        ENERGY,
        TIME,
        ANGLE,
        SPEED,
        FLUX,
        TEMPERATURE
    }

    /**
     * A unit.
     *
     * @param factor how many of the SI unit, of degrees for angles, it is
     * @param zero its zero in the SI unit
     */
    private record Unit(Quantity quantity, double factor, double zero) {
        Unit(Quantity quantity, double factor) {
            this(quantity, factor, 0);
        }
    }

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            Map.entry("m", new Unit(Quantity.LENGTH, 1)),
            Map.entry("km", new Unit(Quantity.LENGTH, 1e3)),
            Map.entry("cm", new Unit(Quantity.LENGTH, 1e-2)),
            Map.entry("mm", new Unit(Quantity.LENGTH, 1e-3)),
            Map.entry("um", new Unit(Quantity.LENGTH, 1e-6)),
            Map.entry("nm", new Unit(Quantity.LENGTH, 1e-9)),
            Map.entry("Angstrom", new Unit(Quantity.LENGTH, 1e-10)),
            Map.entry("pm", new Unit(Quantity.LENGTH, 1e-12)),
            Map.entry("Hz", new Unit(Quantity.FREQUENCY, 1)),
            Map.entry("kHz", new Unit(Quantity.FREQUENCY, 1e3)),
            Map.entry("MHz", new Unit(Quantity.FREQUENCY, 1e6)),
            Map.entry("GHz", new Unit(Quantity.FREQUENCY, 1e9)),
            Map.entry("THz", new Unit(Quantity.FREQUENCY, 1e12)),
            Map.entry("J", new Unit(Quantity.ENERGY, 1)),
            Map.entry("erg", new Unit(Quantity.ENERGY, 1e-7)),
            Map.entry("eV", new Unit(Quantity.ENERGY, ELECTRON_VOLT)),
            Map.entry("keV", new Unit(Quantity.ENERGY, 1e3 * ELECTRON_VOLT)),
            Map.entry("MeV", new Unit(Quantity.ENERGY, 1e6 * ELECTRON_VOLT)),
            Map.entry("GeV", new Unit(Quantity.ENERGY, 1e9 * ELECTRON_VOLT)),
            Map.entry("TeV", new Unit(Quantity.ENERGY, 1e12 * ELECTRON_VOLT)),
            Map.entry("s", new Unit(Quantity.TIME, 1)),
            Map.entry("ms", new Unit(Quantity.TIME, 1e-3)),
            Map.entry("us", new Unit(Quantity.TIME, 1e-6)),
            Map.entry("min", new Unit(Quantity.TIME, 60)),
            Map.entry("h", new Unit(Quantity.TIME, 3600)),
            Map.entry("d", new Unit(Quantity.TIME, 86_400)),
            Map.entry("yr", new Unit(Quantity.TIME, 31_557_600)),
            Map.entry("deg", new Unit(Quantity.ANGLE, 1)),
            Map.entry("arcmin", new Unit(Quantity.ANGLE, 1.0 / 60)),
            Map.entry("arcsec", new Unit(Quantity.ANGLE, 1.0 / 3600)),
            Map.entry("mas", new Unit(Quantity.ANGLE, 1.0 / 3_600_000)),
            Map.entry("rad", new Unit(Quantity.ANGLE, 180 / Math.PI)),
            Map.entry("hourangle", new Unit(Quantity.ANGLE, 15)),
            Map.entry("m/s", new Unit(Quantity.SPEED, 1)),
            Map.entry("km/s", new Unit(Quantity.SPEED, 1e3)),
            Map.entry("Jy", new Unit(Quantity.FLUX, 1)),
            Map.entry("mJy", new Unit(Quantity.FLUX, 1e-3)),
            Map.entry("uJy", new Unit(Quantity.FLUX, 1e-6)),
            Map.entry("K", new Unit(Quantity.TEMPERATURE, 1)),
            Map.entry("degC", new Unit(Quantity.TEMPERATURE, 1, 273.15)));

    /** @throws IllegalArgumentException for an unknown unit or two that do not fit, with the words for it */
    static UnitConversion of(String from, String to) {
        Unit a = unit(from);
        Unit b = unit(to);
        if (a.quantity() != b.quantity() && !(isLight(a) && isLight(b))) {
            throw new IllegalArgumentException(
                    "convert: expected a unit that '%s' can become, found '%s'".formatted(from, to));
        }
        return new UnitConversion(a, b);
    }

    private static Unit unit(String written) {
        Unit unit = UNITS.get(written);
        if (unit == null) {
            List<String> allowed = new ArrayList<>(new TreeSet<>(UNITS.keySet()));
            throw new IllegalArgumentException("unit: " + Problems.expectedOneOf(allowed, written));
        }
        return unit;
    }

    private static boolean isLight(Unit unit) {
        return switch (unit.quantity()) {
            case LENGTH, FREQUENCY, ENERGY -> true;
            case TIME, ANGLE, SPEED, FLUX, TEMPERATURE -> false;
        };
    }

    /** May be infinite or no number, for a wavelength of 0. */
    double apply(double value) {
        if (from.quantity() == to.quantity()) {
            return from.zero() == 0 && to.zero() == 0
                    ? value * (from.factor() / to.factor())
                    : (value * from.factor() + from.zero() - to.zero()) / to.factor();
        }
        double metres = switch (from.quantity()) {
            case FREQUENCY -> LIGHT / (value * from.factor());
            case ENERGY -> PLANCK_LIGHT / (value * from.factor());
            default -> value * from.factor();
        };
        return switch (to.quantity()) {
            case FREQUENCY -> LIGHT / metres / to.factor();
            case ENERGY -> PLANCK_LIGHT / metres / to.factor();
            default -> metres / to.factor();
        };
    }
}
