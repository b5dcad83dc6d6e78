package org.xingvo.tap.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that say where its rows are, in degrees; what is in hours or radians is no position. Immutable.
 */
public record PositionColumns(ColumnRow ra, ColumnRow dec) {
    private static final Set<String> DEGREES =
            Set.of("", "unitless", "deg", "degs", "degree", "degrees", "deg.", "d", "\u00b0");
    private static final Set<String> REAL = Set.of("double", "float");

    /** The main ones by UCD, else ra and dec, s_ra and s_dec, else by UCD. */
    public static Optional<PositionColumns> of(TableRow table) {
        List<Predicate<ColumnRow>> ways = List.of(
                withUcd("pos.eq.ra;meta.main"),
                withUcd("pos.eq.dec;meta.main"),
                called("ra"),
                called("dec"),
                called("s_ra"),
                called("s_dec"),
                withUcd("pos.eq.ra"),
                withUcd("pos.eq.dec"));
        for (int i = 0; i < ways.size(); i += 2) {
            ColumnRow ra = degrees(table, ways.get(i));
            ColumnRow dec = degrees(table, ways.get(i + 1));
            if (ra != null && dec != null) {
                return Optional.of(new PositionColumns(ra, dec));
            }
        }
        return Optional.empty();
    }

    private static @Nullable ColumnRow degrees(TableRow table, Predicate<ColumnRow> condition) {
        return table.columns().stream()
                .filter(column -> column.arraysize() == null
                        && REAL.contains(column.datatype())
                        && isDegrees(column.unit())
                        && condition.test(column))
                .findFirst()
                .orElse(null);
    }

    private static boolean isDegrees(@Nullable String unit) {
        return unit == null || DEGREES.contains(unit.strip().toLowerCase(Locale.ROOT));
    }

    private static Predicate<ColumnRow> called(String name) {
        return column -> column.name().equalsIgnoreCase(name);
    }

    private static Predicate<ColumnRow> withUcd(String ucd) {
        return column -> column.ucd() != null && column.ucd().equalsIgnoreCase(ucd);
    }
}
