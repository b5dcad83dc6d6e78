package org.xingvo.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the columns of the right ascension and the declination, by the rules of docs/catalogues.md. */
public final class SkyColumns {
    /** Pairs of names, compared without regard to case, blanks, dots and leading underscores; best first. */
    private static final String[][] NAMES = {
        {"ra_icrs", "de_icrs"},
        {"ra_icrs", "dec_icrs"},
        {"ra", "dec"},
        {"ra", "de"},
        {"s_ra", "s_dec"},
        {"raj2000", "dej2000"},
        {"raj2000", "decj2000"},
        {"ra_j2000", "dec_j2000"},
        {"ra2000", "dec2000"},
        {"ra2000", "de2000"},
        {"alpha_j2000", "delta_j2000"},
        {"alphawin_j2000", "deltawin_j2000"},
        {"radeg", "dedeg"},
        {"radeg", "decdeg"},
        {"ra_deg", "dec_deg"},
        {"ra_d", "dec_d"},
        {"ra", "decl"},
        {"right_ascension", "declination"},
        {"rightascension", "declination"},
        {"alpha", "delta"},
        {"coord_ra", "coord_dec"},
        {"target_ra", "target_dec"},
        {"plug_ra", "plug_dec"},
        {"obj_ra", "obj_dec"},
        {"ra_obs", "dec_obs"},
        {"ra_mean", "dec_mean"},
        {"ramean", "decmean"},
        {"ra_gaia", "dec_gaia"},
        {"system_rightascension", "system_declination"},
        {"ra_hms", "dec_dms"},
        {"rahms", "dedms"}
    };

    private SkyColumns() {}

    /**
     * The pair, or empty.
     *
     * @param raName what the operator says; null: found by the rules
     * @param decName the same
     * @throws TableException if what the operator says cannot be
     */
    public static Optional<SkyPair> find(
            String source, List<TableColumn> columns, @Nullable String raName, @Nullable String decName) {
        if (raName != null && decName != null) {
            int ra = named(source, columns, raName);
            int dec = named(source, columns, decName);
            return Optional.of(pair(columns, ra, dec)
                    .orElseThrow(() -> new TableException(source + ", columns " + raName + " and " + decName
                            + ": expected angles (numbers in deg, rad, h, arcmin, arcsec or mas, or sexagesimal text),"
                            + " found " + words(columns.get(ra)) + " and " + words(columns.get(dec)))));
        }
        Optional<SkyPair> main = byUcd(columns, true);
        return main.isPresent() ? main : byName(columns).or(() -> byUcd(columns, false));
    }

    /** The best pair that can be searched as it stands, else the best that must be computed. */
    private static Optional<SkyPair> byName(List<TableColumn> columns) {
        List<SkyPair> found = new ArrayList<>();
        for (String[] names : NAMES) {
            int ra = place(columns, names[0]);
            int dec = place(columns, names[1]);
            if (ra >= 0 && dec >= 0) {
                pair(columns, ra, dec).ifPresent(found::add);
            }
        }
        return found.stream()
                .filter(SkyPair::isPlain)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static String words(TableColumn column) {
        return column.typeWords() + (column.unit() == null ? "" : " in " + column.unit());
    }

    private static int named(String source, List<TableColumn> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).original().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new TableException(source + ": expected a column " + name + ", found "
                + String.join(", ", columns.stream().map(TableColumn::original).toList()));
    }

    private static Optional<SkyPair> byUcd(List<TableColumn> columns, boolean main) {
        int ra = -1;
        int dec = -1;
        for (int i = columns.size() - 1; i >= 0; i--) {
            String ucd = columns.get(i).ucd();
            if (ucd == null) {
                continue;
            }
            switch (ucd.toLowerCase(Locale.ROOT)) {
                case "pos.eq.ra;meta.main", "pos_eq_ra_main" -> ra = main ? i : ra;
                case "pos.eq.dec;meta.main", "pos_eq_dec_main" -> dec = main ? i : dec;
                case "pos.eq.ra", "pos_eq_ra" -> ra = main ? ra : i;
                case "pos.eq.dec", "pos_eq_dec" -> dec = main ? dec : i;
                default -> {}
            }
        }
        return ra < 0 || dec < 0 ? Optional.empty() : pair(columns, ra, dec);
    }

    private static Optional<SkyPair> pair(List<TableColumn> columns, int ra, int dec) {
        Optional<AngleForm> raForm = isOld(columns.get(ra)) ? Optional.empty() : AngleForm.of(columns.get(ra), true);
        Optional<AngleForm> decForm =
                isOld(columns.get(dec)) ? Optional.empty() : AngleForm.of(columns.get(dec), false);
        return raForm.isEmpty() || decForm.isEmpty()
                ? Optional.empty()
                : Optional.of(new SkyPair(ra, dec, raForm.get(), decForm.get()));
    }

    /** B1950 is up to half a degree away from ICRS, and the galactic frame is another sphere; FK5 J2000 is not. */
    private static boolean isOld(TableColumn column) {
        String frame = column.frame() == null ? "" : column.frame().toLowerCase(Locale.ROOT);
        return frame.contains("fk4") || frame.contains("1950") || frame.contains("galactic") || frame.contains("ecl");
    }

    private static int place(List<TableColumn> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            String original = columns.get(i).original().strip().toLowerCase(Locale.ROOT);
            if (original.replaceFirst("^_+", "")
                    .replace(' ', '_')
                    .replace('.', '_')
                    .equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
