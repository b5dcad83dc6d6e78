package org.xingvo.tap.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xingvo.adql.ColumnDescription;
import org.xingvo.adql.TableDescription;
import org.xingvo.dali.DaliFault;
import org.xingvo.dali.DaliFault.Kind;
import org.xingvo.dali.http.SentBytes;
import org.xingvo.tables.CellCoder;
import org.xingvo.tables.RowBytes;
import org.xingvo.tables.SkyColumns;
import org.xingvo.tables.SkyPair;
import org.xingvo.tables.TableColumn;
import org.xingvo.tables.TableException;
import org.xingvo.tables.TableFiles;
import org.xingvo.tables.TableSource;
import org.xingvo.tap.db.TemporaryTable;

/** One upload, opened. For one reader at a time. */
final class UploadTable implements AutoCloseable {
    /** The schema that TAP 1.1 gives uploads. */
    static final String SCHEMA = "TAP_UPLOAD";

    /** PostgreSQL's limit is 1600. */
    private static final int MAX_COLUMNS = 1500;

    private static final Logger LOG = LoggerFactory.getLogger(UploadTable.class);

    private final UploadName name;
    private final SentBytes bytes;
    private final TableSource source;
    private final UploadLimits limits;
    private final TableDescription description;
    private final TemporaryTable temporary;

    private UploadTable(UploadName name, int number, SentBytes bytes, TableSource source, UploadLimits limits) {
        this.name = name;
        this.bytes = bytes;
        this.source = source;
        this.limits = limits;
        this.description =
                new TableDescription(SCHEMA, name.table(), "pg_temp", relation(number), columns(source), 0, false);
        SkyPair sky = sky(source);
        this.temporary = new TemporaryTable(
                relation(number),
                columnTypes(source),
                sky == null ? -1 : sky.ra(),
                sky == null ? -1 : sky.dec(),
                name.shown(),
                this::writeTo);
    }

    /**
     * Looks at the content, whatever it was said to be. The bytes are this table's from now on, also if it throws.
     *
     * @param number of the upload within the query, from 1
     * @throws DaliFault what was expected and found
     */
    static UploadTable open(UploadName name, int number, SentBytes bytes, UploadLimits limits) {
        TableSource source = null;
        SentBytes kept = bytes;
        boolean whole = false;
        try {
            kept = inFileIfParquet(bytes, limits);
            source = switch (kept) {
                case SentBytes.InFile(var file, var _) -> TableFiles.openPlain(file, name.shown());
                case SentBytes.InMemory(byte[] content) -> TableFiles.openPlain(content, name.shown());
            };
            checkShape(name, source, limits);
            UploadTable table = new UploadTable(name, number, kept, source, limits);
            whole = true;
            return table;
        } catch (TableException e) {
            throw new DaliFault(Kind.USAGE, String.valueOf(e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw new DaliFault(Kind.TOO_LARGE, name.shown() + ": expected cells that fit into memory", e);
        } catch (IOException e) {
            throw new DaliFault(Kind.OVERLOADED, name.shown() + ": there is no room for it", e);
        } finally {
            if (!whole) {
                close(source);
                letGo(kept);
            }
        }
    }

    private static SentBytes inFileIfParquet(SentBytes bytes, UploadLimits limits) throws IOException {
        if (bytes instanceof SentBytes.InMemory(byte[] content) && TableFiles.mustBeFile(content)) {
            Path file = limits.space().newFile();
            Files.write(file, content);
            return new SentBytes.InFile(file, content.length);
        }
        return bytes;
    }

    private static void checkShape(UploadName name, TableSource source, UploadLimits limits) {
        int columns = source.columns().size();
        if (columns == 0 || columns > MAX_COLUMNS) {
            throw new DaliFault(
                    Kind.USAGE, "%s: expected 1 to %d columns, found %d".formatted(name.shown(), MAX_COLUMNS, columns));
        }
        if (source.rowCount() > limits.rows()) {
            throw tooManyRows(name, limits, "%,d".formatted(source.rowCount()));
        }
    }

    private static DaliFault tooManyRows(UploadName name, UploadLimits limits, String found) {
        return new DaliFault(
                Kind.TOO_LARGE,
                "%s: expected at most %,d rows, found %s".formatted(name.shown(), limits.rows(), found));
    }

    private static String relation(int number) {
        return "u" + number;
    }

    private static String sqlName(int column) {
        return "c" + (column + 1);
    }

    private static List<ColumnDescription> columns(TableSource source) {
        List<String> names = names(source.columns());
        List<ColumnDescription> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            TableColumn column = source.columns().get(i);
            columns.add(new ColumnDescription(
                    names.get(i),
                    sqlName(i),
                    column.datatype(source.mayBeUnicode(i)),
                    column.votableSize(),
                    column.votableXtype(),
                    column.unit(),
                    column.ucd(),
                    column.utype(),
                    column.description(),
                    null));
        }
        return columns;
    }

    /** As they are in the file; one that is taken, whatever its case, gets a number, and one without a name its place. */
    static List<String> names(List<TableColumn> columns) {
        Set<String> all = new HashSet<>();
        columns.forEach(column -> all.add(column.original().toLowerCase(Locale.ROOT)));
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (TableColumn column : columns) {
            String wished = column.original().isBlank() ? "col" + (names.size() + 1) : column.original();
            String given = wished;
            for (int i = 2; !taken.add(given.toLowerCase(Locale.ROOT)); i++) {
                given = wished + "_" + i;
                while (all.contains(given.toLowerCase(Locale.ROOT))) {
                    given = given + "_";
                }
            }
            names.add(given);
        }
        return names;
    }

    private static List<TemporaryTable.Column> columnTypes(TableSource source) {
        List<TemporaryTable.Column> columns = new ArrayList<>();
        for (TableColumn column : source.columns()) {
            columns.add(new TemporaryTable.Column(sqlName(columns.size()), column.sql()));
        }
        return columns;
    }

    /** Columns that can be searched as they are, or null. */
    private static @Nullable SkyPair sky(TableSource source) {
        return SkyColumns.find(source.name(), source.columns(), null, null)
                .filter(SkyPair::isPlain)
                .orElse(null);
    }

    TableDescription description() {
        return description;
    }

    TemporaryTable temporary() {
        return temporary;
    }

    private void writeTo(TemporaryTable.Sink sink) throws IOException {
        List<TableColumn> columns = source.columns();
        CellCoder[] coders = new CellCoder[columns.size()];
        for (int i = 0; i < coders.length; i++) {
            coders[i] = new CellCoder(columns.get(i));
        }
        RowBytes out = new RowBytes();
        long[] rows = new long[1];
        IOException[] refused = new IOException[1];
        DaliFault[] tooMany = new DaliFault[1];
        try {
            for (int part = 0; part < source.parts(); part++) {
                source.read(part, cells -> {
                    if (++rows[0] > limits.rows()) {
                        tooMany[0] = tooManyRows(name, limits, "more");
                        throw tooMany[0];
                    }
                    out.begin(coders.length);
                    for (int i = 0; i < coders.length; i++) {
                        coders[i].put(cells[i], out);
                    }
                    try {
                        sink.row(out.array(), out.length());
                    } catch (IOException e) {
                        refused[0] = e;
                        throw e;
                    }
                });
            }
        } catch (IOException | RuntimeException e) {
            // readers wrap what stops them
            if (refused[0] != null) {
                throw refused[0];
            }
            if (tooMany[0] != null) {
                throw tooMany[0];
            }
            throw broken(e, rows[0]);
        } catch (OutOfMemoryError e) {
            // a cell may claim any length
            throw new DaliFault(
                    Kind.TOO_LARGE,
                    "%s, row %,d: expected cells that fit into memory".formatted(name.shown(), rows[0] + 1),
                    e);
        }
    }

    private DaliFault broken(Exception e, long rows) {
        String message = TableFiles.unreadable(name.shown(), e).getMessage();
        return new DaliFault(Kind.USAGE, "%s (behind row %,d)".formatted(message, rows), e);
    }

    @Override
    public void close() {
        close(source);
        letGo(bytes);
    }

    private static void close(@Nullable TableSource source) {
        try (source) {
            LOG.trace("an upload is not needed any more");
        } catch (IOException e) {
            LOG.warn("An upload is not closed: {}", e.getMessage());
        }
    }

    static void letGo(SentBytes bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            LOG.warn("The file of an upload is not removed: {}", e.getMessage());
        }
    }
}
