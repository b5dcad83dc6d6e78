package org.xingvo.votable.write;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Arraysize;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;
import org.xingvo.votable.Serialization;

/**
 * Cells as base64 of big-endian bytes (VOTable 1.4, section 5.3), in BINARY2 each row led by its null flags, first
 * column in the highest bit (section 5.4). In BINARY a whole number that is null is {@link Datatype#nullValue}. One
 * thread at a time.
 */
final class BinaryRows implements RowWriter {
    private final Base64Stream stream;
    private final Serialization serialization;
    private final Datatype[] types;
    private final Arraysize[] shapes;

    BinaryRows(XmlOut xml, Serialization serialization, List<Field> fields) {
        this.stream = new Base64Stream(xml);
        this.serialization = serialization;
        this.types = fields.stream().map(Field::datatype).toArray(Datatype[]::new);
        this.shapes = fields.stream().map(Field::shape).toArray(Arraysize[]::new);
    }

    @Override
    public void open() throws IOException {
        stream.open(serialization.name());
    }

    @Override
    public void row(@Nullable Object[] cells) throws IOException {
        if (serialization == Serialization.BINARY2) {
            flags(cells);
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
        stream.close(serialization.name());
    }

    private void flags(@Nullable Object[] cells) throws IOException {
        for (int first = 0; first < types.length; first += 8) {
            int flags = 0;
            for (int i = first; i < Math.min(first + 8, types.length); i++) {
                if (cells[i] == null) {
                    flags |= 0x80 >> (i - first);
                }
            }
            stream.put(flags);
        }
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
            default -> put(serialization == Serialization.BINARY2 ? 0 : type.nullValue(), type.bytes());
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
                stream.put(i < text.length() ? Cells.ascii(c) : 0);
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
            case BOOLEAN -> stream.put(Cells.truth(cell, index) ? 'T' : 'F');
            case FLOAT -> put(Float.floatToIntBits(Cells.number(cell, index).floatValue()), 4);
            case DOUBLE -> put(Double.doubleToLongBits(Cells.number(cell, index).doubleValue()), 8);
            case UNSIGNED_BYTE, SHORT, INT, LONG ->
                put(Cells.number(cell, index).longValue(), type.bytes());
            case CHAR, UNICODE_CHAR -> throw new IllegalStateException("text has no elements");
        }
    }

    private void put(long value, int bytes) throws IOException {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            stream.put((int) (value >> shift));
        }
    }
}
