package org.xingvo.tap.result;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.votable.Field;

/**
 * An array as JSON, in brackets within brackets (ECSV 1.0). Immutable.
 *
 * @param sides from the outermost to the innermost, in reverse of VOTable; the first is -1 if each cell has its own
 */
record Nested(List<Integer> sides) {
    Nested {
        sides = List.copyOf(sides);
    }

    static Nested of(Field field) {
        String[] texts = String.valueOf(field.arraysize()).split("x", -1);
        List<Integer> sides = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            String side = texts[texts.length - 1 - i];
            sides.add(side.endsWith("*") ? -1 : Integer.parseInt(side));
        }
        return new Nested(sides);
    }

    /** What stands behind the type of an element. */
    String suffix() {
        StringBuilder suffix = new StringBuilder("[");
        for (int i = 0; i < sides.size(); i++) {
            suffix.append(i == 0 ? "" : ",").append(sides.get(i) < 0 ? "null" : Integer.toString(sides.get(i)));
        }
        return suffix.append(']').toString();
    }

    /** @param array of primitive values; what it lacks of a fixed shape is null */
    String text(Object array) {
        StringBuilder text = new StringBuilder();
        int inner = 1;
        for (int i = 1; i < sides.size(); i++) {
            inner *= sides.get(i);
        }
        int length = Array.getLength(array);
        int outer = sides.getFirst() < 0 ? (length + inner - 1) / Math.max(1, inner) : sides.getFirst();
        level(text, array, 0, outer, 0);
        return text.toString();
    }

    /** Returns the index behind the last element that was written. */
    private int level(StringBuilder text, Object array, int depth, int side, int from) {
        int at = from;
        text.append('[');
        for (int i = 0; i < side; i++) {
            if (i > 0) {
                text.append(',');
            }
            if (depth + 1 < sides.size()) {
                at = level(text, array, depth + 1, sides.get(depth + 1), at);
            } else {
                text.append(element(at < Array.getLength(array) ? Array.get(array, at) : null));
                at++;
            }
        }
        text.append(']');
        return at;
    }

    private static String element(@Nullable Object value) {
        return String.valueOf(value);
    }
}
