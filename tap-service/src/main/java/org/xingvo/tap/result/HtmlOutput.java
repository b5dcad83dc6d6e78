package org.xingvo.tap.result;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.tap.row.Tuple;
import org.xingvo.votable.Field;

/** A table in a page for people, well-formed XML at the same time; addresses can be followed. UTF-8. */
public final class HtmlOutput implements TableOutput {

    private final OutputStream out;
    private final List<OutputColumn> columns;
    private final String title;
    private final RowBytes pending = new RowBytes();

    HtmlOutput(OutputStream out, List<OutputColumn> columns, String title) {
        this.out = out;
        this.columns = columns;
        this.title = title;
    }

    @Override
    public void begin() {
        pending.utf8("""
                <!DOCTYPE html>
                <html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"/><title>%s</title>
                <style>
                body { font: 14px sans-serif; margin: 1em }
                table { border-collapse: collapse }
                th, td { border: 1px solid #ccc; padding: 2px 6px; text-align: left; vertical-align: top }
                th { background: #eee; position: sticky; top: 0 }
                th small { font-weight: normal; color: #555 }
                td.number { text-align: right; font-variant-numeric: tabular-nums }
                </style></head><body>
                <table><thead><tr>
                """.formatted(escaped(title)));
        for (OutputColumn column : columns) {
            Field field = column.field();
            List<String> remarks = new ArrayList<>();
            for (String each : new @Nullable String[] {field.description(), field.ucd()}) {
                if (each != null) {
                    remarks.add(each);
                }
            }
            pending.utf8("<th title=\"" + escaped(String.join("; ", remarks)) + "\">" + escaped(field.name()));
            if (field.unit() != null) {
                pending.utf8("<br/><small>" + escaped(field.unit()) + "</small>");
            }
            pending.ascii("</th>");
        }
        pending.ascii("\n</tr></thead><tbody>\n");
    }

    @Override
    public void row(Tuple row) throws IOException {
        pending.ascii("<tr>");
        for (int i = 0; i < columns.size(); i++) {
            Object cell = columns.get(i).cell(row, i);
            pending.ascii(cell instanceof Number ? "<td class=\"number\">" : "<td>");
            String text = escaped(CellText.of(cell));
            pending.utf8(isAddress(text) ? "<a href=\"" + text + "\">" + text + "</a>" : text);
            pending.ascii("</td>");
        }
        pending.ascii("</tr>\n");
        pending.sendPieceTo(out);
    }

    @Override
    public void end(@Nullable String overflow) throws IOException {
        close(overflow);
    }

    @Override
    public void fail(String message) throws IOException {
        close("The answer breaks off here: " + message);
    }

    @Override
    public void flush() throws IOException {
        pending.sendTo(out);
        out.flush();
    }

    private void close(@Nullable String remark) throws IOException {
        pending.ascii("</tbody></table>\n");
        if (remark != null) {
            pending.utf8("<p><strong>" + escaped(remark) + "</strong></p>\n");
        }
        pending.ascii("</body></html>\n");
        flush();
    }

    private static boolean isAddress(String text) {
        return (text.startsWith("http://") || text.startsWith("https://")) && text.indexOf(' ') < 0;
    }

    /** What XML cannot hold becomes a blank. */
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isXml(c) ? c : ' ');
            }
        });
        return safe.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF);
    }
}
