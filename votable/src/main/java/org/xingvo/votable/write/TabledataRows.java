package org.xingvo.votable.write;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/** Cells as text (VOTable 1.4, section 5.1): an empty TD is null, NaN is the text NaN. One thread at a time. */
final class TabledataRows implements RowWriter {
    private final XmlOut xml;
    private final Field[] fields;
    /** Characters that a text may have, -1: any number. */
    private final int[] longest;

    TabledataRows(XmlOut xml, List<Field> fields) {
        this.xml = xml;
        this.fields = fields.toArray(Field[]::new);
        this.longest = fields.stream().mapToInt(each -> each.shape().length()).toArray();
    }

    @Override
    public void open() throws IOException {
        xml.raw("<TABLEDATA>\n");
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        xml.raw("<TR>");
        for (int i = 0; i < fields.length; i++) {
            Object cell = cells[i];
            if (cell == null) {
                xml.raw("<TD/>");
            } else {
                xml.raw("<TD>");
                cell(fields[i], longest[i], cell);
                xml.raw("</TD>");
            }
        }
        xml.raw("</TR>\n");
    }

    @Override
    public void close() throws IOException {
        xml.raw("</TABLEDATA>\n");
    }

    private void cell(Field field, int most, Object cell) throws IOException {
        switch (field.datatype()) {
            case CHAR -> xml.text(Cells.ascii(within(most, cell.toString())));
            case UNICODE_CHAR -> xml.text(within(most, cell.toString()));
            default -> {
                int length = Cells.length(cell);
                for (int i = 0; i < length; i++) {
                    if (i > 0) {
                        xml.raw((byte) ' ');
                    }
                    xml.raw(element(field.datatype(), cell, i));
                }
            }
        }
    }

    /** Readers warn about text that is longer than its column says. */
    private static String within(int most, String text) {
        return most >= 0 && text.length() > most ? text.substring(0, most) : text;
    }

    private static String element(Datatype datatype, Object cell, int index) {
        return switch (datatype) {
            case BOOLEAN -> Cells.truth(cell, index) ? "true" : "false";
            case FLOAT -> real(Cells.number(cell, index).floatValue());
            case DOUBLE -> real(Cells.number(cell, index).doubleValue());
            case UNSIGNED_BYTE, SHORT, INT, LONG ->
                Long.toString(Cells.number(cell, index).longValue());
            case CHAR, UNICODE_CHAR -> throw new IllegalStateException("text has no elements");
        };
    }

    private static String real(float value) {
        return Float.isInfinite(value) ? infinity(value > 0) : Float.toString(value);
    }

    private static String real(double value) {
        return Double.isInfinite(value) ? infinity(value > 0) : Double.toString(value);
    }

    private static String infinity(boolean positive) {
        return positive ? "+Inf" : "-Inf";
    }
}
