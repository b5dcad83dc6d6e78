package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Field;
import org.xingvo.votable.Info;

/**
 * A FITS file with one binary table (FITS 4.0, section 7.3). Its header needs the number of rows and the widths of
 * texts, so rows wait until the last has come. UCD, utype, xtype and description are in the keywords TUCDn, TUTYPn,
 * TXTYPn and TCOMMn that STIL writes and reads; the query and an overflow in HISTORY.
 */
public final class FitsOutput implements TableOutput {

    private final OutputStream out;
    private final FitsColumn[] columns;
    private final String name;
    private final List<Info> infos;
    private final RowSpool spool;
    private final RowBytes pending = new RowBytes();
    private long heap;

    FitsOutput(OutputStream out, List<OutputColumn> columns, String name, List<Info> infos, SpoolSpace space) {
        this.out = out;
        this.columns = columns.stream().map(FitsColumn::new).toArray(FitsColumn[]::new);
        this.name = name;
        this.infos = infos;
        this.spool = new RowSpool(space, columns.size());
    }

    @Override
    public void begin() {
        // the header comes behind the last row
    }

    @Override
    public void row(Tuple row) throws IOException {
        spool.add(row);
        for (int i = 0; i < columns.length; i++) {
            columns[i].measure(row, i);
        }
    }

    @Override
    public void end(@Nullable String overflow) throws IOException {
        long heapBytes = 0;
        for (FitsColumn column : columns) {
            column.settle(spool.rows());
            heapBytes += column.heapBytes();
        }
        boolean wide = heapBytes > Integer.MAX_VALUE;
        long width = 0;
        for (FitsColumn column : columns) {
            width += column.width(wide);
        }
        primary().writeTo(out);
        header(width, heapBytes, wide, overflow).writeTo(out);
        spool.forEach(row -> {
            for (int i = 0; i < columns.length; i++) {
                heap = columns[i].write(row, i, pending, wide, heap);
            }
            pending.sendPieceTo(out);
        });
        if (heapBytes > 0) {
            spool.forEach(row -> {
                for (int i = 0; i < columns.length; i++) {
                    if (columns[i].inHeap()) {
                        columns[i].writeHeap(row, i, pending);
                    }
                }
                pending.sendPieceTo(out);
            });
        }
        long size = width * spool.rows() + heapBytes;
        pending.fill(0, (int) ((FitsCards.BLOCK - size % FitsCards.BLOCK) % FitsCards.BLOCK));
        flush();
    }

    @Override
    public void flush() throws IOException {
        pending.sendTo(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    private static FitsCards primary() {
        return new FitsCards()
                .add("SIMPLE", true, "FITS 4.0")
                .add("BITPIX", 8, null)
                .add("NAXIS", 0, "no image here, the table follows")
                .add("EXTEND", true, null);
    }

    private FitsCards header(long width, long heapBytes, boolean wide, @Nullable String overflow) {
        FitsCards cards = new FitsCards()
                .add("XTENSION", "BINTABLE")
                .add("BITPIX", 8, null)
                .add("NAXIS", 2, null)
                .add("NAXIS1", width, "bytes of a row")
                .add("NAXIS2", spool.rows(), "rows")
                .add("PCOUNT", heapBytes, "bytes of the heap")
                .add("GCOUNT", 1, null)
                .add("TFIELDS", columns.length, "columns")
                .add("EXTNAME", name);
        for (int i = 0; i < columns.length; i++) {
            column(cards, columns[i], i + 1, wide);
        }
        for (Info info : infos) {
            cards.history(info.name() + ": " + info.value());
        }
        return overflow == null ? cards : cards.history("OVERFLOW: " + overflow);
    }

    private static void column(FitsCards cards, FitsColumn column, int number, boolean wide) {
        Field field = column.field();
        cards.add("TTYPE" + number, field.name()).add("TFORM" + number, column.form(wide));
        cards.add("TDIM" + number, column.sides());
        if (column.hasNull()) {
            cards.add("TNULL" + number, column.datatype().nullValue(), "no value");
        }
        cards.add("TUNIT" + number, field.unit())
                .add("TUCD" + number, field.ucd())
                .add("TUTYP" + number, field.utype())
                .add("TXTYP" + number, field.xtype())
                .add("TCOMM" + number, field.description());
    }
}
