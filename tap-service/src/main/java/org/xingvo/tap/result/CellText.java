package org.xingvo.tap.result;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** A cell as text for people and for formats made of text. */
final class CellText {
    private CellText() {}

    /** Elements of an array have blanks between them; null is empty. */
    static String of(@Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        if (!cell.getClass().isArray()) {
            return cell.toString();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Array.getLength(cell); i++) {
            text.append(i == 0 ? "" : " ").append(Array.get(cell, i));
        }
        return text.toString();
    }
}
