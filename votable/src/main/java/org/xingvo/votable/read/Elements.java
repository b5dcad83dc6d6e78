package org.xingvo.votable.read;

import org.xingvo.votable.Datatype;

/** Boxed elements as the primitive array of their type. */
final class Elements {
    private Elements() {}

    static Object toArray(Datatype datatype, Object[] elements) {
        Object array = switch (datatype) {
            case BOOLEAN -> new boolean[elements.length];
            case UNSIGNED_BYTE, SHORT -> new short[elements.length];
            case INT -> new int[elements.length];
            case LONG -> new long[elements.length];
            case FLOAT -> new float[elements.length];
            case DOUBLE -> new double[elements.length];
            case CHAR, UNICODE_CHAR -> throw new IllegalArgumentException("text has no elements");
        };
        for (int i = 0; i < elements.length; i++) {
            java.lang.reflect.Array.set(array, i, elements[i]);
        }
        return array;
    }
}
