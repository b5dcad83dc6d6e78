package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;

/**
 * Columns of even width under their names and units, for people. The rows wait until the last has come, for the widths.
 * Longer texts than {@link #WIDEST} push what is right of them. UTF-8.
 */
public final class TextOutput implements TableOutput {
    private static final int WIDEST = 80;

    private final OutputStream out;
    private final List<OutputColumn> columns;
    private final RowSpool spool;
    private final int[] widths;
    private final RowBytes pending = new RowBytes();

    TextOutput(OutputStream out, List<OutputColumn> columns, SpoolSpace space) {
        this.out = out;
        this.columns = columns;
        this.spool = new RowSpool(space, columns.size());
        this.widths = columns.stream()
                .mapToInt(column ->
                        Math.max(column.field().name().length(), unit(column).length()))
                .toArray();
    }

    @Override
    public void begin() {
        // the widths come first
    }

    @Override
    public void row(Tuple row) throws IOException {
        spool.add(row);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], Math.min(WIDEST, line(row, i).length()));
        }
    }

    @Override
    public void end(@Nullable String overflow) throws IOException {
        line(i -> columns.get(i).field().name());
        line(i -> unit(columns.get(i)));
        line(i -> "-".repeat(widths[i]));
        spool.forEach(row -> line(i -> line(row, i)));
        if (overflow != null) {
            pending.utf8("# " + overflow + "\n");
        }
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

    private interface Part {
        String of(int column);
    }

    private void line(Part part) throws IOException {
        for (int i = 0; i < widths.length; i++) {
            String text = part.of(i);
            boolean last = i == widths.length - 1;
            pending.utf8(text);
            pending.fill(' ', last ? 0 : Math.max(0, widths[i] - text.length()) + 2);
        }
        pending.put1('\n');
        pending.sendPieceTo(out);
    }

    private String line(Tuple row, int column) {
        return CellText.of(columns.get(column).cell(row, column))
                .replace('\n', ' ')
                .replace('\r', ' ');
    }

    private static String unit(OutputColumn column) {
        return column.field().unit() == null ? "" : "[" + column.field().unit() + "]";
    }
}
