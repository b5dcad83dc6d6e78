package org.xingvo.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.RowAccess;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;

/** A table that STIL reads from a file again and again: FITS, CSV, ECSV, columns of text. */
final class StilSource implements TableSource {
    /** Fewer rows are read by one thread. */
    private static final long ROWS_A_PART = 20_000;

    private final String name;
    private final StarTable table;
    private final boolean isText;
    private final boolean isBytes;
    private final List<TableColumn> columns;

    /** @param isText of a format without types */
    StilSource(String name, StarTable table, boolean isText) {
        this(name, table, isText, false);
    }

    /** @param isBytes every character is a byte of UTF-8, as STIL reads ECSV */
    StilSource(String name, StarTable table, boolean isText, boolean isBytes) {
        this.name = name;
        this.table = table;
        this.isText = isText;
        this.isBytes = isBytes;
        List<TableColumn> all = new ArrayList<>();
        for (int i = 0; i < table.getColumnCount(); i++) {
            TableColumn column = StilColumns.of(table.getColumnInfo(i), isText);
            all.add(isBytes ? column.withTexts(Utf8Bytes::decode) : column);
        }
        this.columns = List.copyOf(all);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<TableColumn> columns() {
        return columns;
    }

    @Override
    public long rowCount() {
        return table.getRowCount();
    }

    @Override
    public @Nullable String description() {
        return VotableSource.description(table);
    }

    @Override
    public boolean isBlank(int column) {
        if (!isText) {
            return false;
        }
        try (RowSequence sequence = table.getRowSequence()) {
            while (sequence.next()) {
                if (sequence.getCell(column) != null) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw TableFiles.unreadable(name, e);
        }
    }

    /** FITS holds ASCII alone. */
    @Override
    public boolean mayBeUnicode(int column) {
        return isText || isBytes;
    }

    @Override
    public int parts() {
        return table.isRandom()
                ? Math.clamp(
                        table.getRowCount() / ROWS_A_PART,
                        1,
                        Runtime.getRuntime().availableProcessors())
                : 1;
    }

    @Override
    public void read(int part, Rows rows) throws IOException {
        @Nullable Object[] cells = new @Nullable Object[columns.size()];
        if (!table.isRandom()) {
            try (RowSequence sequence = table.getRowSequence()) {
                while (sequence.next()) {
                    for (int i = 0; i < cells.length; i++) {
                        cells[i] = plain(sequence.getCell(i));
                    }
                    rows.row(cells);
                }
            }
            return;
        }
        long count = table.getRowCount();
        long first = count / parts() * part;
        long end = part == parts() - 1 ? count : count / parts() * (part + 1);
        try (RowAccess access = table.getRowAccess()) {
            for (long row = first; row < end; row++) {
                access.setRowIndex(row);
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = plain(access.getCell(i));
                }
                rows.row(cells);
            }
        }
    }

    /** Decimal text becomes the nearest double, not the nearest float; bytes become text. */
    private @Nullable Object plain(@Nullable Object cell) {
        if (isBytes && cell instanceof String text) {
            return Utf8Bytes.decode(text);
        }
        return isText && cell instanceof Float single ? (Object) Double.valueOf(single.toString()) : cell;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
