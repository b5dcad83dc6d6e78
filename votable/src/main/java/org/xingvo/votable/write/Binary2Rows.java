package org.xingvo.votable.write;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Arraysize;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/**
 * Cells as base64 of big-endian bytes, each row led by its null flags, first column in the highest bit (VOTable 1.4,
 * section 5.4). One thread at a time.
 */
final class Binary2Rows implements RowWriter {
    /** 54 bytes give a line of 72 characters; whole lines are encoded at once. */
    private static final int CHUNK = 54 * 256;

    private final XmlOut xml;
    private final Datatype[] types;
    private final Arraysize[] shapes;
    private final Base64.Encoder encoder = Base64.getMimeEncoder(72, new byte[] {'\n'});
    private final byte[] chunk = new byte[CHUNK];
    private int used;

    Binary2Rows(XmlOut xml, List<Field> fields) {
        this.xml = xml;
        this.types = fields.stream().map(Field::datatype).toArray(Datatype[]::new);
        this.shapes = fields.stream().map(Field::shape).toArray(Arraysize[]::new);
    }

    @Override
    public void open() throws IOException {
        xml.raw("<BINARY2><STREAM encoding=\"base64\">\n");
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        for (int first = 0; first < types.length; first += 8) {
            int flags = 0;
            for (int i = first; i < Math.min(first + 8, types.length); i++) {
                if (cells[i] == null) {
                    flags |= 0x80 >> (i - first);
                }
            }
            put(flags);
        }
        for (int i = 0; i < types.length; i++) {
            Object cell = cells[i];
            if (cell == null) {
                absent(types[i], shapes[i]);
            } else if (types[i].isText()) {
                text(cell.toString(), types[i] == Datatype.CHAR, shapes[i]);
            } else {
                elements(types[i], shapes[i], cell);
            }
        }
    }

    @Override
    public void close() throws IOException {
        drain();
        xml.raw("</STREAM></BINARY2>\n");
    }

    private void absent(Datatype type, Arraysize shape) throws IOException {
        if (shape.variable()) {
            put(0, 4);
            return;
        }
        for (int k = 0; k < shape.length(); k++) {
            none(type);
        }
    }

    private void none(Datatype type) throws IOException {
        switch (type) {
            case FLOAT -> put(Float.floatToIntBits(Float.NaN), 4);
            case DOUBLE -> put(Double.doubleToLongBits(Double.NaN), 8);
            default -> put(0, type.bytes());
        }
    }

    private void text(String text, boolean ascii, Arraysize shape) throws IOException {
        int length = shape.variable() ? text.length() : shape.length();
        if (shape.variable()) {
            put(length, 4);
        }
        for (int i = 0; i < length; i++) {
            char c = i < text.length() ? text.charAt(i) : 0;
            if (!ascii) {
                put(c, 2);
            } else {
                put(i < text.length() ? Cells.ascii(c) : 0);
            }
        }
    }

    private void elements(Datatype type, Arraysize shape, Object cell) throws IOException {
        int found = Cells.length(cell);
        int length = shape.variable() ? found : shape.length();
        if (shape.variable()) {
            put(length, 4);
        }
        for (int i = 0; i < length; i++) {
            if (i < found) {
                element(type, cell, i);
            } else {
                none(type);
            }
        }
    }

    private void element(Datatype type, Object cell, int index) throws IOException {
        switch (type) {
            case BOOLEAN -> put(Cells.truth(cell, index) ? 'T' : 'F');
            case FLOAT -> put(Float.floatToIntBits(Cells.number(cell, index).floatValue()), 4);
            case DOUBLE -> put(Double.doubleToLongBits(Cells.number(cell, index).doubleValue()), 8);
            case UNSIGNED_BYTE, SHORT, INT, LONG ->
                put(Cells.number(cell, index).longValue(), type.bytes());
            case CHAR, UNICODE_CHAR -> throw new IllegalStateException("text has no elements");
        }
    }

    private void put(long value, int bytes) throws IOException {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            put((int) (value >> shift));
        }
    }

    private void put(int value) throws IOException {
        if (used == CHUNK) {
            drain();
        }
        chunk[used++] = (byte) value;
    }

    private void drain() throws IOException {
        if (used > 0) {
            xml.raw(encoder.encode(used == CHUNK ? chunk : java.util.Arrays.copyOf(chunk, used)));
            xml.raw((byte) '\n');
            used = 0;
        }
    }
}
