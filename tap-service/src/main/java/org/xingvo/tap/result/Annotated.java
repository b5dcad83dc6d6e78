package org.xingvo.tap.result;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Coosys;
import org.xingvo.votable.Field;
import org.xingvo.votable.Timesys;

/**
 * Columns with the XML ids and frames that a VOTable needs. Immutable.
 *
 * @param columns with {@code ID} where the name is no legal XML id or the column is referred to, and {@code ref} where a
 *     frame is known
 * @param coosys empty unless a column refers to it
 * @param timesys empty unless a column refers to it
 * @param datasetId XML id of the column of dataset ids; null: there is none
 */
record Annotated(
        List<OutputColumn> columns,
        List<Coosys> coosys,
        List<Timesys> timesys,
        @Nullable String datasetId) {
    private static final Coosys ICRS = new Coosys("frame_icrs", "ICRS");
    private static final Timesys UTC = new Timesys("time_utc", "UTC", "UNKNOWN", "MJD-origin");
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    /** Times of ObsCore, which are MJD in UTC; header columns may be in any scale. */
    private static final Set<String> UTC_COLUMNS = Set.of("ivoa.obscore.t_min", "ivoa.obscore.t_max");

    static Annotated of(List<OutputColumn> given) {
        List<OutputColumn> columns = new ArrayList<>();
        Set<String> used = new HashSet<>(List.of(ICRS.id(), UTC.id()));
        given.forEach(column -> used.add(column.field().name()));
        boolean icrs = false;
        boolean utc = false;
        String datasetId = null;
        for (OutputColumn column : given) {
            Field field = column.field();
            boolean link = datasetId == null && column.holdsDatasetIds();
            if (!LEGAL.matcher(field.name()).matches()) {
                field = field.withId(fresh(field.name(), used));
            } else if (link) {
                field = field.withId(field.name());
            }
            if (link) {
                datasetId = field.id();
            }
            if (isIcrs(column)) {
                field = field.withRef(ICRS.id());
                icrs = true;
            } else if (UTC_COLUMNS.contains(column.origin())) {
                field = field.withRef(UTC.id());
                utc = true;
            }
            columns.add(column.with(field));
        }
        return new Annotated(
                List.copyOf(columns), icrs ? List.of(ICRS) : List.of(), utc ? List.of(UTC) : List.of(), datasetId);
    }

    List<Field> fields() {
        return columns.stream().map(OutputColumn::field).toList();
    }

    /** Positions that ingest has brought to ICRS: ObsCore's, and ra and dec of collections. */
    private static boolean isIcrs(OutputColumn column) {
        Predicate<String> ends = column.origin()::endsWith;
        return (column.origin().startsWith("ivoa.obscore.")
                        && (ends.test(".s_ra") || ends.test(".s_dec") || ends.test(".s_region")))
                || (column.origin().startsWith("data.") && (ends.test(".ra") || ends.test(".dec")));
    }

    private static String fresh(String name, Set<String> used) {
        String base = "col_" + name.replaceAll("[^A-Za-z0-9_.-]", "_").toLowerCase(Locale.ROOT);
        String id = base;
        for (int i = 2; !used.add(id); i++) {
            id = base + "_" + i;
        }
        return id;
    }
}
