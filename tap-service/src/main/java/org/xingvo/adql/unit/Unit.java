package org.xingvo.adql.unit;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A unit as a multiple of a product of base units. Immutable.
 *
 * @param scale how many of the base units' product it is
 * @param powers of base units by name, none zero; empty: no dimension
 */
public record Unit(double scale, Map<String, Double> powers) {
    static final Unit ONE = new Unit(1, Map.of());

    public Unit {
        powers = Map.copyOf(powers);
    }

    /**
     * Reads a VOUnits string, or what FITS and CDS write in its place ({@code km/s}, {@code mas.yr-1}, {@code m^2}).
     *
     * @return empty if it cannot be read
     */
    public static Optional<Unit> parse(String text) {
        return new UnitParser(text).parse();
    }

    /** What a number of this unit is to be multiplied with for the other; empty if they measure different things. */
    public OptionalDouble factorTo(Unit other) {
        return powers.isEmpty() || !powers.equals(other.powers)
                ? OptionalDouble.empty()
                : OptionalDouble.of(scale / other.scale);
    }

    Unit times(Unit other, double power) {
        Map<String, Double> all = new TreeMap<>(powers);
        other.powers.forEach((name, p) -> all.merge(name, p * power, Double::sum));
        all.values().removeIf(p -> p == 0);
        return new Unit(scale * Math.pow(other.scale, power), all);
    }
}
