package org.xingvo.votable.read;

import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/** One cell of TABLEDATA (VOTable 1.4, section 5.1). */
final class CellText {
    private CellText() {}

    static @Nullable Object parse(Field field, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (field.datatype().isText()) {
            return text;
        }
        String trimmed = text.strip();
        if (!field.shape().array()) {
            return element(field.datatype(), trimmed);
        }
        String[] words = trimmed.isEmpty() ? new String[0] : trimmed.split("\\s+", -1);
        Object[] elements = new Object[words.length];
        for (int i = 0; i < words.length; i++) {
            elements[i] = element(field.datatype(), words[i]);
        }
        return Elements.toArray(field.datatype(), elements);
    }

    private static Object element(Datatype datatype, String word) {
        return switch (datatype) {
            case BOOLEAN -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("t") || word.equals("1");
            case UNSIGNED_BYTE, SHORT -> Short.valueOf(word);
            case INT -> Integer.valueOf(word);
            case LONG -> Long.valueOf(word);
            case FLOAT -> (float) real(word);
            case DOUBLE -> real(word);
            case CHAR, UNICODE_CHAR -> word;
        };
    }

    private static double real(String word) {
        return switch (word) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(word);
        };
    }
}
