package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Field;

/**
 * One JSON object: {@code metadata}, an object for each column with its name, datatype, arraysize, unit, UCD, utype,
 * xtype and description as far as it has them, then {@code data}, an array of rows, each an array of cells; at last
 * {@code status}, OK, OVERFLOW or ERROR, and perhaps {@code message}. This is the form that clients of ESA's archives
 * read. What JSON cannot name, NaN and the infinities, is null. UTF-8.
 */
public final class JsonOutput implements TableOutput {

    private final OutputStream out;
    private final List<OutputColumn> columns;
    private final RowBytes pending = new RowBytes();
    private boolean rowsBefore;

    JsonOutput(OutputStream out, List<OutputColumn> columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public void begin() {
        pending.ascii("{\"metadata\":[");
        for (int i = 0; i < columns.size(); i++) {
            Field field = columns.get(i).field();
            pending.ascii(i == 0 ? "\n{" : ",\n{");
            pending.ascii("\"name\":");
            text(field.name());
            member("datatype", field.datatype().text());
            member("arraysize", field.arraysize());
            member("unit", field.unit());
            member("ucd", field.ucd());
            member("utype", field.utype());
            member("xtype", field.xtype());
            member("description", field.description());
            pending.ascii("}");
        }
        pending.ascii("],\n\"data\":[");
    }

    @Override
    public void row(Tuple row) throws IOException {
        pending.ascii(rowsBefore ? ",\n[" : "\n[");
        rowsBefore = true;
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                pending.put1(',');
            }
            cell(columns.get(i).cell(row, i));
        }
        pending.put1(']');
        pending.sendPieceTo(out);
    }

    @Override
    public void end(@Nullable String overflow) throws IOException {
        close(overflow == null ? "OK" : "OVERFLOW", overflow);
    }

    @Override
    public void fail(String message) throws IOException {
        close("ERROR", message);
    }

    @Override
    public void flush() throws IOException {
        pending.sendTo(out);
        out.flush();
    }

    private void close(String status, @Nullable String message) throws IOException {
        pending.ascii("],\n\"status\":\"" + status + "\"");
        member("message", message);
        pending.ascii("}\n");
        flush();
    }

    private void member(String name, @Nullable String value) {
        if (value != null) {
            pending.ascii(",\"" + name + "\":");
            text(value);
        }
    }

    private void cell(@Nullable Object cell) {
        switch (cell) {
            case null -> pending.ascii("null");
            case String text -> text(text);
            case Double number when !Double.isFinite(number) -> pending.ascii("null");
            case Float number when !Float.isFinite(number) -> pending.ascii("null");
            case Number number -> pending.ascii(number.toString());
            case Boolean truth -> pending.ascii(truth.toString());
            default -> {
                pending.put1('[');
                for (int i = 0; i < Array.getLength(cell); i++) {
                    if (i > 0) {
                        pending.put1(',');
                    }
                    cell(Array.get(cell, i));
                }
                pending.put1(']');
            }
        }
    }

    /** RFC 8259, section 7. */
    private void text(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20) {
                        quoted.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        pending.utf8(quoted.append('"').toString());
    }
}
