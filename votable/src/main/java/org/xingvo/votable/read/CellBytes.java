package org.xingvo.votable.read;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.xingvo.votable.Arraysize;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/** One cell of BINARY2 (VOTable 1.4, section 5.4), its null flag apart. */
final class CellBytes {
    /** A longer cell is taken for a damaged stream. */
    private static final int MOST_ELEMENTS = 16 << 20;

    private CellBytes() {}

    static Object read(Field field, DataInputStream in) throws IOException {
        Arraysize shape = field.shape();
        int length = shape.variable() ? in.readInt() : shape.length();
        if (length < 0 || length > MOST_ELEMENTS) {
            throw new IOException("VOTable BINARY2, column %s: expected 0 to %d elements, found %d"
                    .formatted(field.name(), MOST_ELEMENTS, length));
        }
        if (field.datatype().isText()) {
            return text(field.datatype(), length, in);
        }
        if (!shape.array()) {
            return element(field.datatype(), in);
        }
        Object[] elements = new Object[length];
        for (int i = 0; i < length; i++) {
            elements[i] = element(field.datatype(), in);
        }
        return Elements.toArray(field.datatype(), elements);
    }

    private static String text(Datatype datatype, int length, DataInputStream in) throws IOException {
        StringBuilder text = new StringBuilder(Math.min(length, 1024));
        boolean ended = false;
        for (int i = 0; i < length; i++) {
            char c = datatype == Datatype.CHAR ? (char) in.readUnsignedByte() : in.readChar();
            ended |= c == 0;
            if (!ended) {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static Object element(Datatype datatype, DataInputStream in) throws IOException {
        return switch (datatype) {
            case BOOLEAN -> {
                int c = in.read();
                if (c < 0) {
                    throw new EOFException("VOTable BINARY2 ends within a row");
                }
                yield c == 'T' || c == 't' || c == '1';
            }
            case UNSIGNED_BYTE -> (short) in.readUnsignedByte();
            case SHORT -> in.readShort();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case CHAR, UNICODE_CHAR -> throw new IllegalArgumentException("text has no elements");
        };
    }
}
