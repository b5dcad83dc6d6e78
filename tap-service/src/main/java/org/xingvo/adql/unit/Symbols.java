package org.xingvo.adql.unit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The symbols of VOUnits 1.1, tables 1 to 6, and the few others that catalogues are full of. */
final class Symbols {
    private static final Map<String, Unit> KNOWN = new HashMap<>();
    private static final Map<String, Double> PREFIXES = Map.ofEntries(
            Map.entry("da", 1e1),
            Map.entry("h", 1e2),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("P", 1e15),
            Map.entry("E", 1e18),
            Map.entry("Z", 1e21),
            Map.entry("Y", 1e24),
            Map.entry("d", 1e-1),
            Map.entry("c", 1e-2),
            Map.entry("m", 1e-3),
            Map.entry("u", 1e-6),
            Map.entry("n", 1e-9),
            Map.entry("p", 1e-12),
            Map.entry("f", 1e-15),
            Map.entry("a", 1e-18),
            Map.entry("z", 1e-21),
            Map.entry("y", 1e-24));
    /** A prefix would make them something else. */
    private static final List<String> BARE =
            List.of("min", "h", "d", "au", "AU", "%", "sr", "deg", "arcmin", "solMass");

    static {
        for (String base : List.of(
                "m",
                "s",
                "A",
                "K",
                "mol",
                "cd",
                "rad",
                "mag",
                "count",
                "photon",
                "pixel",
                "voxel",
                "electron",
                "adu",
                "chan",
                "bin",
                "beam",
                "bit")) {
            KNOWN.put(base, new Unit(1, Map.of(base, 1.0)));
        }
        KNOWN.put("g", new Unit(1e-3, Map.of("kg", 1.0)));
        same("count", "ct", "cts", "counts");
        same("photon", "ph");
        same("pixel", "pix");
        same("electron", "e");
        define("byte", "8bit", "B");
        define("sr", "rad2");
        define("deg", Math.PI / 180 + "rad", "degree", "degrees");
        define("arcmin", Math.PI / 10_800 + "rad");
        define("arcsec", Math.PI / 648_000 + "rad");
        define("mas", Math.PI / 648_000_000 + "rad");
        define("uas", Math.PI / 648_000_000_000L + "rad");
        define("hourangle", Math.PI / 12 + "rad");
        define("Hz", "s-1");
        define("N", "kg.m.s-2");
        define("Pa", "N.m-2");
        define("J", "N.m");
        define("W", "J.s-1");
        define("C", "A.s");
        define("V", "J.C-1");
        define("S", "A.V-1");
        define("F", "C.V-1");
        define("Wb", "V.s");
        define("T", "Wb.m-2");
        define("H", "Wb.A-1");
        define("Ohm", "V.A-1");
        define("lm", "cd.sr");
        define("lx", "lm.m-2");
        define("min", "60s");
        define("h", "3600s");
        define("d", "86400s", "day", "days");
        define("a", "31557600s", "yr", "year", "years");
        define("au", "149597870700m", "AU");
        define("pc", "3.085677581491367e16m");
        define("lyr", "9460730472580800m");
        define("Angstrom", "1e-10m", "angstrom");
        define("eV", "1.602176634e-19J");
        define("Ry", "13.605693123eV");
        define("erg", "1e-7J");
        define("u", "1.66053906660e-27kg");
        define("solMass", "1.98841e30kg", "Msun");
        define("solLum", "3.828e26W", "Lsun");
        define("solRad", "6.957e8m", "Rsun");
        define("Jy", "1e-26W.m-2.Hz-1");
        define("G", "1e-4T");
        define("barn", "1e-28m2");
        define("D", "3.33564e-30C.m");
        define("R", (1e10 / (4 * Math.PI)) + "photon.m-2.s-1.sr-1");
        KNOWN.put("%", new Unit(0.01, Map.of()));
    }

    private Symbols() {}

    private static void define(String symbol, String meaning, String... alsoCalled) {
        KNOWN.put(symbol, Unit.parse(meaning).orElseThrow(() -> new IllegalStateException(symbol + " = " + meaning)));
        same(symbol, alsoCalled);
    }

    private static void same(String symbol, String... alsoCalled) {
        Unit unit = KNOWN.get(symbol);
        for (String name : alsoCalled) {
            if (unit != null) {
                KNOWN.put(name, unit);
            }
        }
    }

    /** Null if it is not known; a quoted symbol is a unit of its own. */
    static @Nullable Unit unit(String symbol) {
        if (symbol.startsWith("'")) {
            return new Unit(1, Map.of(symbol, 1.0));
        }
        Unit known = KNOWN.get(symbol);
        if (known != null) {
            return known;
        }
        for (int length = 1; length <= 2 && length < symbol.length(); length++) {
            Double prefix = PREFIXES.get(symbol.substring(0, length));
            String rest = symbol.substring(length);
            Unit unit = KNOWN.get(rest);
            if (prefix != null && unit != null && !BARE.contains(rest)) {
                return new Unit(prefix * unit.scale(), unit.powers());
            }
        }
        return null;
    }
}
