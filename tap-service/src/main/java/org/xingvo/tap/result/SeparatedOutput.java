package org.xingvo.tap.result;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) or TSV (IANA), UTF-8, names in the first line. Null is nothing between two separators; elements of an
 * array have blanks between them.
 */
public final class SeparatedOutput implements TableOutput {
    private final Writer out;
    private final OutputColumn[] columns;
    private final boolean tabs;

    private SeparatedOutput(OutputStream out, List<OutputColumn> columns, boolean tabs) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 16 * 1024);
        this.columns = columns.toArray(OutputColumn[]::new);
        this.tabs = tabs;
    }

    public static SeparatedOutput csv(OutputStream out, List<OutputColumn> columns) {
        return new SeparatedOutput(out, columns, false);
    }

    public static SeparatedOutput tsv(OutputStream out, List<OutputColumn> columns) {
        return new SeparatedOutput(out, columns, true);
    }

    @Override
    public void begin() throws IOException {
        for (int i = 0; i < columns.length; i++) {
            separator(i);
            text(columns[i].field().name());
        }
        lineEnd();
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        for (int i = 0; i < columns.length; i++) {
            separator(i);
            Object cell = columns[i].cell(cells[i]);
            if (cell != null) {
                text(cell.getClass().isArray() ? joined(cell) : cell.toString());
            }
        }
        lineEnd();
    }

    /** These formats have no place for an overflow. */
    @Override
    public void end(@Nullable String overflow) throws IOException {
        out.flush();
    }

    /** Breaks the connection off: a reader must not take the lines so far for the whole. */
    @Override
    public void fail(String message) throws IOException {
        out.flush();
        throw new IOException("answer broken off: " + message);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private void separator(int column) throws IOException {
        if (column > 0) {
            out.write(tabs ? '\t' : ',');
        }
    }

    private void lineEnd() throws IOException {
        out.write(tabs ? "\n" : "\r\n");
    }

    private void text(String text) throws IOException {
        if (tabs) {
            out.write(text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' '));
        } else if (text.indexOf(',') >= 0
                || text.indexOf('"') >= 0
                || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0) {
            out.write('"' + text.replace("\"", "\"\"") + '"');
        } else {
            out.write(text);
        }
    }

    private static String joined(Object array) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Array.getLength(array); i++) {
            text.append(i == 0 ? "" : " ").append(Array.get(array, i));
        }
        return text.toString();
    }
}
