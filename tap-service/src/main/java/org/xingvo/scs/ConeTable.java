package org.xingvo.scs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.schema.ColumnRow;
import org.xingvo.tap.schema.PositionColumns;
import org.xingvo.tap.schema.TableRow;

/**
 * A table as a cone search sees it. Immutable.
 *
 * @param ra column of the right ascension, ICRS degrees
 * @param dec column of the declination, ICRS degrees
 * @param id text column that names a row; null: there is none
 */
record ConeTable(
        TableRow table,
        ColumnRow ra,
        ColumnRow dec,
        @Nullable ColumnRow id) {

    /** The table if it has positions in degrees. */
    static Optional<ConeTable> of(TableRow table) {
        return PositionColumns.of(table)
                .map(position -> new ConeTable(table, position.ra(), position.dec(), id(table)));
    }

    /**
     * The columns that go with a verbosity.
     *
     * @param verbosity 1: id and position; 2: the principal ones, too; 3: all
     */
    List<ColumnRow> columns(int verbosity) {
        List<ColumnRow> all = table.columns();
        Set<ColumnRow> least = new java.util.LinkedHashSet<>();
        if (id != null) {
            least.add(id);
        }
        least.add(ra);
        least.add(dec);
        boolean anyPrincipal = all.stream().anyMatch(ColumnRow::principal);
        Predicate<ColumnRow> wanted = column ->
                least.contains(column) || verbosity >= 3 || (verbosity == 2 && (column.principal() || !anyPrincipal));
        return all.stream().filter(wanted).toList();
    }

    /**
     * The query for a cone. Names come from TAP_SCHEMA, where they stand as ADQL writes them; numbers are printed from
     * parsed values.
     */
    String adql(Cone cone) {
        String columns = columns(cone.verbosity()).stream().map(ColumnRow::name).collect(Collectors.joining(", "));
        StringBuilder adql =
                new StringBuilder("SELECT ").append(columns).append(" FROM ").append(table.name());
        if (cone.radiusDeg() < 180) {
            adql.append(" WHERE 1 = CONTAINS(POINT('ICRS', %s, %s), CIRCLE('ICRS', %s, %s, %s))"
                    .formatted(ra.name(), dec.name(), cone.raDeg(), cone.decDeg(), cone.radiusDeg()));
        } else {
            adql.append(" WHERE %s IS NOT NULL AND %s IS NOT NULL".formatted(ra.name(), dec.name()));
        }
        return adql.toString();
    }

    /** The UCD by which clients of Cone Search know a column; null: its own. */
    @Nullable
    String oldUcd(String columnName) {
        if (same(ra, columnName)) {
            return "POS_EQ_RA_MAIN";
        }
        if (same(dec, columnName)) {
            return "POS_EQ_DEC_MAIN";
        }
        return id != null && same(id, columnName) ? "ID_MAIN" : null;
    }

    /** The table's name as a segment of a path. */
    String pathSegment() {
        return URLEncoder.encode(table.name(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean same(ColumnRow column, String name) {
        return column.name().equals(name) || column.name().equals('"' + name + '"');
    }

    private static @Nullable ColumnRow id(TableRow table) {
        ColumnRow best = null;
        for (ColumnRow column : table.columns()) {
            boolean text = column.arraysize() != null
                    && column.datatype().toLowerCase(Locale.ROOT).endsWith("char");
            if (text && column.name().equals("obs_publisher_did")) {
                return column;
            }
            if (text && best == null && column.ucd() != null && column.ucd().startsWith("meta.id")) {
                best = column;
            }
        }
        return best;
    }
}
