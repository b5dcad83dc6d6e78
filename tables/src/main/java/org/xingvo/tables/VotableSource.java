package org.xingvo.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.TableSink;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.util.DataSource;
import uk.ac.starlink.votable.VOStarTable;
import uk.ac.starlink.votable.VOTableBuilder;

/** A table of a VOTable, streamed: in TABLEDATA, BINARY, BINARY2 or FITS within the document. */
final class VotableSource implements TableSource {
    private final String name;
    private final DataSource data;
    private final @Nullable String which;
    private final List<TableColumn> columns;
    private final long rowCount;
    private final @Nullable String description;
    private final boolean[] unicode;

    /** @param which number of the table in the document from 0; null: the first */
    VotableSource(String name, DataSource data, @Nullable String which) throws IOException {
        this.name = name;
        this.data = data;
        this.which = which;
        Head head = new Head();
        boolean cells = stream(head);
        StarTable table = head.table;
        if (table == null) {
            throw new IOException("expected a TABLE, found none");
        }
        this.unicode = new boolean[table.getColumnCount()];
        List<TableColumn> all = new ArrayList<>();
        for (int i = 0; i < table.getColumnCount(); i++) {
            ColumnInfo info = table.getColumnInfo(i);
            if (cells && info.isArray() && "bit".equals(datatype(info))) {
                throw new IOException("column " + info.getName() + ": expected arrays of bits in BINARY2, found them in"
                        + " TABLEDATA");
            }
            unicode[i] = "unicodeChar".equals(datatype(info));
            all.add(StilColumns.of(info, false));
        }
        this.columns = List.copyOf(all);
        this.rowCount = table.getRowCount();
        this.description = description(table);
    }

    static @Nullable String description(StarTable table) {
        DescribedValue value = table.getParameterByName("Description");
        return value != null && value.getValue() instanceof String text && !text.isBlank()
                ? text.strip().replaceAll("\\s+", " ")
                : null;
    }

    private static @Nullable String datatype(ColumnInfo info) {
        return Tables.getAuxDatumValue(info, VOStarTable.DATATYPE_INFO, String.class);
    }

    /** Returns whether the rows are in TABLEDATA. */
    private boolean stream(TableSink sink) throws IOException {
        VotableGuard guard = new VotableGuard(data.getInputStream());
        try (guard) {
            new VOTableBuilder().streamStarTable(guard, sink, which);
        } catch (IOException | RuntimeException e) {
            // the parser wraps what a sink throws
            if (!isEnough(e)) {
                throw e;
            }
        }
        return guard.startsWithCells();
    }

    private static boolean isEnough(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Enough) {
                return true;
            }
        }
        return false;
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
        return rowCount;
    }

    @Override
    public @Nullable String description() {
        return description;
    }

    @Override
    public boolean mayBeUnicode(int column) {
        return unicode[column];
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public void read(int part, Rows rows) throws IOException {
        stream(new TableSink() {
            @Override
            public void acceptMetadata(StarTable meta) {}

            @Override
            public void acceptRow(@Nullable Object[] cells) throws IOException {
                rows.row(cells);
            }

            @Override
            public void endRows() {}
        });
    }

    @Override
    public void close() {
        data.close();
    }

    /** Ends the reading of a document behind the head of the table. */
    private static final class Enough extends TableFormatException {
        Enough() {
            super("the head of the table was read");
        }
    }

    private static final class Head implements TableSink {
        private @Nullable StarTable table;

        @Override
        public void acceptMetadata(StarTable meta) throws TableFormatException {
            table = meta;
            throw new Enough();
        }

        @Override
        public void acceptRow(@Nullable Object[] cells) {}

        @Override
        public void endRows() {}
    }
}
