package org.xingvo.ingest.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.IngestException;
import org.xingvo.ingest.collection.SqlNames;
import org.xingvo.tables.SkyColumns;
import org.xingvo.tables.SkyPair;
import org.xingvo.tables.TableColumn;
import org.xingvo.tables.TableSource;
import org.xingvo.tables.ValueKind;

/**
 * The columns of a table in the database, made of those of its files. Immutable.
 *
 * @param columns those of the files in the order of the first, then perhaps two with the position in degrees
 * @param fileColumns how many of them are the files'
 * @param sky where the position of a row is among the files' columns; null: it has none
 */
public record TableLayout(
        List<Column> columns, int fileColumns, @Nullable SkyPair sky) {
    /** PostgreSQL's limit is 1600; some are left for the archive. */
    public static final int MAX_COLUMNS = 1500;

    /** What the view over the table adds. */
    private static final String ACCESS_CLASS = "access_class";

    public TableLayout {
        columns = List.copyOf(columns);
    }

    /**
     * A column with its name in SQL.
     *
     * @param column its description holds the original name where the name differs by more than case
     */
    public record Column(String name, TableColumn column) {}

    /**
     * How the position is found.
     *
     * @param raName column of the file; null: by the rules
     * @param decName the same
     * @param none true if the table shall have no position
     */
    public record PositionChoice(
            @Nullable String raName, @Nullable String decName, boolean none) {}

    /** The layout that holds the rows of all files. */
    public static TableLayout of(List<TableSource> files, PositionChoice choice) {
        TableSource first = files.getFirst();
        List<TableColumn> merged = new ArrayList<>(first.columns());
        for (TableSource file : files.subList(1, files.size())) {
            merge(merged, first, file);
        }
        if (merged.isEmpty() || merged.size() > MAX_COLUMNS) {
            throw new IngestException(
                    first.name() + ": expected 1 to " + MAX_COLUMNS + " columns, found " + merged.size());
        }
        Optional<SkyPair> sky = choice.none()
                ? Optional.empty()
                : SkyColumns.find(first.name(), merged, choice.raName(), choice.decName());
        sky.ifPresent(pair -> mark(merged, pair));
        List<Column> columns = named(merged);
        if (sky.isPresent() && !sky.get().isPlain()) {
            addDegrees(columns, merged, sky.get());
        }
        return new TableLayout(columns, merged.size(), sky.orElse(null));
    }

    /** Widens the columns so far to what another file has; the same names in any order. */
    private static void merge(List<TableColumn> merged, TableSource first, TableSource file) {
        int[] places = places(merged, file);
        for (int i = 0; i < places.length; i++) {
            TableColumn mine = merged.get(i);
            TableColumn theirs = file.columns().get(places[i]);
            Optional<ValueKind> common = ValueKind.common(mine.kind(), theirs.kind());
            if (common.isEmpty() && file.isBlank(places[i])) {
                continue;
            }
            if (common.isEmpty() && first.isBlank(i)) {
                merged.set(i, mine.as(theirs.kind(), theirs.arraysize()));
                continue;
            }
            if (common.isEmpty() || mine.isArray() != theirs.isArray()) {
                throw new IngestException(file.name() + ", column " + theirs.original() + ": expected "
                        + mine.typeWords() + " as in " + first.name() + ", found " + theirs.typeWords());
            }
            String size = mine.arraysize() == null || mine.arraysize().equals(theirs.arraysize())
                    ? mine.arraysize()
                    : mine.kind() == ValueKind.TEXT ? mine.arraysize() : "*";
            merged.set(i, mine.as(common.get(), size));
        }
    }

    /** True if a column of the files, by its place, has no value in any of them. */
    public boolean isBlank(int column, List<TableSource> files) {
        return column < fileColumns && files.stream().allMatch(file -> file.isBlank(places(ofFiles(), file)[column]));
    }

    /** For every column its place in a file. */
    static int[] places(List<TableColumn> columns, TableSource file) {
        List<TableColumn> theirs = file.columns();
        int[] places = new int[columns.size()];
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < places.length; i++) {
            int place = place(theirs, columns.get(i).original(), taken);
            if (place < 0) {
                throw new IngestException(file.name() + ": expected a column "
                        + columns.get(i).original() + " as in the first file, found none");
            }
            places[i] = place;
            taken.add(place);
        }
        if (theirs.size() > places.length) {
            for (int i = 0; i < theirs.size(); i++) {
                if (!taken.contains(i)) {
                    throw new IngestException(file.name() + ", column "
                            + theirs.get(i).original() + ": expected the columns of the first file only");
                }
            }
        }
        return places;
    }

    private static int place(List<TableColumn> columns, String original, Set<Integer> taken) {
        int anyCase = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (!taken.contains(i) && columns.get(i).original().equals(original)) {
                return i;
            }
            if (!taken.contains(i) && columns.get(i).original().equalsIgnoreCase(original) && anyCase < 0) {
                anyCase = i;
            }
        }
        return anyCase;
    }

    /**
     * The pair is the main one: searches are made on it, or on what is computed from it. Whole numbers are doubles, because
     * a cone search (SCS 1.03) takes no others.
     */
    private static void mark(List<TableColumn> columns, SkyPair sky) {
        for (int i = 0; i < columns.size(); i++) {
            String ucd = columns.get(i).ucd();
            String lower = ucd == null ? "" : ucd.toLowerCase(Locale.ROOT);
            if (lower.equals("pos.eq.ra;meta.main") || lower.equals("pos.eq.dec;meta.main")) {
                columns.set(i, columns.get(i).withUcd(lower.replace(";meta.main", "")));
            }
        }
        if (sky.isPlain()) {
            columns.set(sky.ra(), main(columns.get(sky.ra()), "pos.eq.ra;meta.main"));
            columns.set(sky.dec(), main(columns.get(sky.dec()), "pos.eq.dec;meta.main"));
        }
    }

    private static TableColumn main(TableColumn column, String ucd) {
        boolean whole = column.kind() != ValueKind.FLOAT && column.kind() != ValueKind.DOUBLE;
        return (whole ? column.as(ValueKind.DOUBLE, null) : column).withUcd(ucd);
    }

    private static List<Column> named(List<TableColumn> columns) {
        Set<String> taken = new HashSet<>(Set.of(ACCESS_CLASS));
        List<Column> named = new ArrayList<>();
        for (TableColumn column : columns) {
            String name = SqlNames.column(column.original(), taken::contains);
            taken.add(name);
            named.add(new Column(name, name.equalsIgnoreCase(column.original()) ? column : withOriginal(column)));
        }
        return named;
    }

    private static TableColumn withOriginal(TableColumn c) {
        String note = "(" + c.original() + " in the file)";
        return new TableColumn(
                c.original(),
                c.kind(),
                c.arraysize(),
                c.xtype(),
                c.unit(),
                c.ucd(),
                c.utype(),
                c.description() == null ? note : c.description() + " " + note,
                c.frame());
    }

    private static void addDegrees(List<Column> columns, List<TableColumn> merged, SkyPair sky) {
        Set<String> taken = new HashSet<>();
        columns.forEach(column -> taken.add(column.name()));
        boolean free = !taken.contains("ra") && !taken.contains("dec");
        columns.add(degrees(free ? "ra" : "ra_deg", "ra", "Right ascension", merged.get(sky.ra()), taken));
        columns.add(degrees(free ? "dec" : "dec_deg", "dec", "Declination", merged.get(sky.dec()), taken));
    }

    private static Column degrees(String wished, String axis, String words, TableColumn from, Set<String> taken) {
        String name = SqlNames.column(wished, taken::contains);
        String text = words + " in degrees, computed from the column " + from.original();
        return new Column(
                name,
                new TableColumn(
                        name, ValueKind.DOUBLE, null, null, "deg", "pos.eq." + axis + ";meta.main", null, text, null));
    }

    /** The files' columns as they are in the first file. */
    List<TableColumn> ofFiles() {
        return columns.subList(0, fileColumns).stream().map(Column::column).toList();
    }

    /** Name of the column of the right ascension in degrees, or null. */
    public @Nullable String raName() {
        return sky == null
                ? null
                : columns.get(sky.isPlain() ? sky.ra() : fileColumns).name();
    }

    /** Name of the column of the declination in degrees, or null. */
    public @Nullable String decName() {
        return sky == null
                ? null
                : columns.get(sky.isPlain() ? sky.dec() : fileColumns + 1).name();
    }

    /** The same layout with kinds that a table in the database has already, by name of the column. */
    public TableLayout withKinds(List<ValueKind> kinds) {
        List<Column> other = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            other.add(new Column(
                    column.name(),
                    column.column().as(kinds.get(i), column.column().arraysize())));
        }
        return new TableLayout(other, fileColumns, sky);
    }
}
