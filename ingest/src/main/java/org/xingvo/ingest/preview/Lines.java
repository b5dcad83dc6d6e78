package org.xingvo.ingest.preview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.HduHeader;

/**
 * The lines that people look for in a spectrum of a class, where its redshift puts them. Immutable. Wavelengths in
 * vacuum: NIST, as the line lists of SDSS round them.
 *
 * @param type STAR, GALAXY or QSO
 * @param subclass null: not known
 */
record Lines(String type, @Nullable String subclass, double z) {

    /**
     * A line. Immutable.
     *
     * @param metres wavelength in vacuum, at rest [m]
     * @param weight of two that are too close the heavier one is named
     */
    record Line(String name, double metres, int weight) {}

    private static final List<Line> STAR = List.of(
            line("Ca K", 3934.8, 6),
            line("Ca H", 3969.6, 5),
            line("Hδ", 4102.9, 4),
            line("G", 4305.6, 2),
            line("Hγ", 4341.7, 5),
            line("Hβ", 4862.7, 7),
            line("Mg b", 5176.6, 6),
            line("Na D", 5893.6, 6),
            line("Hα", 6564.6, 9),
            line("Ca II", 8500.4, 4),
            line("Ca II", 8544.4, 5),
            line("Ca II", 8664.5, 5));

    private static final List<Line> GALAXY = List.of(
            line("[O II]", 3728.5, 8),
            line("Ca K", 3934.8, 5),
            line("Ca H", 3969.6, 4),
            line("Hδ", 4102.9, 3),
            line("G", 4305.6, 1),
            line("Hγ", 4341.7, 3),
            line("Hβ", 4862.7, 7),
            line("[O III]", 4960.3, 4),
            line("[O III]", 5008.2, 8),
            line("Mg b", 5176.6, 4),
            line("Na D", 5893.6, 4),
            line("[N II]", 6549.9, 1),
            line("Hα", 6564.6, 9),
            line("[N II]", 6585.3, 3),
            line("[S II]", 6718.3, 4),
            line("[S II]", 6732.7, 3));

    private static final List<Line> QSO = List.of(
            line("Lyβ", 1025.7, 5),
            line("Lyα", 1215.7, 9),
            line("N V", 1240.8, 3),
            line("Si IV", 1397.0, 5),
            line("C IV", 1549.5, 8),
            line("C III]", 1908.7, 7),
            line("Mg II", 2799.1, 8),
            line("[Ne V]", 3426.9, 2),
            line("[O II]", 3728.5, 4),
            line("Hδ", 4102.9, 2),
            line("Hγ", 4341.7, 4),
            line("Hβ", 4862.7, 7),
            line("[O III]", 5008.2, 6),
            line("Hα", 6564.6, 9));

    private static Line line(String name, double angstrom, int weight) {
        return new Line(name, angstrom * 1e-10, weight);
    }

    /** Class and redshift as the headers or a table of one row say them; null: none. */
    static @Nullable Lines of(List<HduHeader> hdus) {
        for (HduHeader hdu : hdus) {
            String type = text(hdu, "CLASS");
            Double z = number(hdu, "Z");
            if (z != null
                    && z > -0.1
                    && z < 10
                    && !lines(type.toUpperCase(Locale.ROOT)).isEmpty()) {
                String subclass = text(hdu, "SUBCLASS");
                boolean said = !subclass.isEmpty() && !subclass.equalsIgnoreCase("non");
                return new Lines(type.toUpperCase(Locale.ROOT), said ? subclass : null, z);
            }
        }
        return null;
    }

    private static String text(HduHeader hdu, String name) {
        Card cell = hdu.cell(name);
        String value = hdu.value(name);
        value = value == null && cell != null ? cell.value() : value;
        return value == null ? "" : value.strip();
    }

    private static @Nullable Double number(HduHeader hdu, String name) {
        Double value = hdu.number(name);
        Card cell = value == null ? hdu.cell(name) : null;
        String text = cell == null ? null : cell.value();
        try {
            return text == null ? value : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static List<Line> lines(String type) {
        return switch (type) {
            case "STAR" -> STAR;
            case "GALAXY" -> GALAXY;
            case "QSO" -> QSO;
            default -> List.of();
        };
    }

    /** Observed wavelengths within a range [m], the heaviest first. */
    List<Line> within(double min, double max) {
        List<Line> seen = new ArrayList<>();
        for (Line line : lines(type)) {
            double metres = line.metres() * (1 + z);
            if (metres >= min && metres <= max) {
                seen.add(new Line(line.name(), metres, line.weight()));
            }
        }
        seen.sort(Comparator.comparingInt(Line::weight).reversed());
        return seen;
    }

    /** Such as "STAR G5" or "GALAXY z = 0.0713". */
    String words() {
        String name = subclass == null ? type : type + " " + subclass;
        boolean star = type.equals("STAR");
        return star ? name : name + String.format(Locale.ROOT, "  z = %.4f", z);
    }
}
