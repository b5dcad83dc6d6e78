package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.SqlType;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Info;

/**
 * CSV (RFC 4180), TSV (IANA) or ECSV, UTF-8, names in the first line, in ECSV behind its head. Null is nothing between two
 * separators; elements of an array have blanks between them, in ECSV they are JSON.
 */
public final class SeparatedOutput implements TableOutput {

    private final OutputStream out;
    private final List<OutputColumn> columns;
    private final CellWriter[] cells;
    private final Flavour flavour;
    private final boolean tabs;
    private final String head;
    private final RowBytes pending = new RowBytes();

    private enum Flavour {
        CSV,
        TSV,
        ECSV
    }

    private SeparatedOutput(OutputStream out, List<OutputColumn> columns, Flavour flavour, String head) {
        this.out = out;
        this.columns = columns;
        this.flavour = flavour;
        this.tabs = flavour == Flavour.TSV;
        this.head = head;
        this.cells = columns.stream().map(this::writer).toArray(CellWriter[]::new);
    }

    public static SeparatedOutput csv(OutputStream out, List<OutputColumn> columns) {
        return new SeparatedOutput(out, columns, Flavour.CSV, "");
    }

    public static SeparatedOutput tsv(OutputStream out, List<OutputColumn> columns) {
        return new SeparatedOutput(out, columns, Flavour.TSV, "");
    }

    /**
     * CSV with a head.
     *
     * @param infos remarks for the head, such as the query
     */
    public static SeparatedOutput ecsv(OutputStream out, List<OutputColumn> columns, List<Info> infos) {
        return new SeparatedOutput(out, columns, Flavour.ECSV, EcsvHead.of(columns, infos));
    }

    @Override
    public void begin() {
        pending.utf8(head);
        for (int i = 0; i < cells.length; i++) {
            separator(i);
            text(columns.get(i).field().name());
        }
        lineEnd();
    }

    @Override
    public void row(Tuple row) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            separator(i);
            if (!row.isNull(i)) {
                cells[i].write(row, i, pending);
            } else if (flavour == Flavour.ECSV && cells.length == 1) {
                // its readers skip empty lines
                pending.ascii("\"\"");
            }
        }
        lineEnd();
        pending.sendPieceTo(out);
    }

    /** These formats have no place for an overflow. */
    @Override
    public void end(@Nullable String overflow) throws IOException {
        flush();
    }

    /** Breaks the connection off: a reader must not take the lines so far for the whole. */
    @Override
    public void fail(String message) throws IOException {
        flush();
        TableOutput.super.fail(message);
    }

    @Override
    public void flush() throws IOException {
        pending.sendTo(out);
        out.flush();
    }

    private CellWriter writer(OutputColumn column) {
        if (column.field().datatype() == Datatype.BOOLEAN && column.type() == SqlType.BOOLEAN) {
            boolean capital = flavour == Flavour.ECSV;
            return (row, field, to) ->
                    to.ascii(row.truth(field) ? (capital ? "True" : "true") : (capital ? "False" : "false"));
        }
        if (flavour == Flavour.ECSV
                && column.field().shape().array()
                && !column.field().datatype().isText()) {
            Nested nested = Nested.of(column.field());
            return (row, field, to) -> {
                Object cell = column.cell(row, field);
                text(cell != null && cell.getClass().isArray() ? nested.text(cell) : CellText.of(cell));
            };
        }
        return switch (column.type()) {
            case SMALLINT -> (row, field, to) -> to.decimal(row.int2(field));
            case INTEGER -> (row, field, to) -> to.decimal(row.int4(field));
            case BIGINT -> (row, field, to) -> to.decimal(row.int8(field));
            case REAL -> (row, field, to) -> to.ascii(Float.toString(row.float4(field)));
            case DOUBLE -> (row, field, to) -> to.ascii(Double.toString(row.float8(field)));
            case TEXT -> this::text;
            case TIMESTAMP -> (row, field, to) -> to.ascii(column.text(row, field));
            default -> (row, field, to) -> other(column.cell(row, field));
        };
    }

    private void other(@Nullable Object cell) {
        if (cell != null) {
            text(CellText.of(cell));
        }
    }

    private void separator(int column) {
        if (column > 0) {
            pending.put1(tabs ? '\t' : ',');
        }
    }

    private void lineEnd() {
        if (flavour == Flavour.CSV) {
            pending.put1('\r');
        }
        pending.put1('\n');
    }

    /** Text that needs nothing done to it is copied as it is; it is UTF-8 already. */
    private void text(Tuple row, int field, RowBytes to) {
        byte[] bytes = row.bytes();
        int end = row.start(field) + row.length(field);
        if (end == row.start(field)) {
            text("");
        }
        for (int i = row.start(field); i < end; i++) {
            if (isSpecial(bytes[i])) {
                text(row.text(field));
                return;
            }
        }
        to.put(bytes, row.start(field), row.length(field));
    }

    private boolean isSpecial(int c) {
        return c == '\n'
                || c == '\r'
                || (tabs ? c == '\t' : c == ',' || c == '"')
                || (flavour == Flavour.ECSV && (c == '#' || c == ' '));
    }

    private void text(String text) {
        if (tabs) {
            pending.utf8(text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' '));
        } else if (text.chars().anyMatch(this::isSpecial) || (text.isEmpty() && flavour == Flavour.ECSV)) {
            pending.utf8('"' + text.replace("\"", "\"\"") + '"');
        } else {
            pending.utf8(text);
        }
    }
}
