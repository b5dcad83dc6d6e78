package org.xingvo.adql.resolve;

import java.util.List;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.ast.Position;

/** Makes exceptions. */
final class Wrong {
    private Wrong() {}

    static AdqlException type(String what, Position at, String expected, String found) {
        return make(Category.TYPE, what, at, expected.isEmpty() ? List.of() : List.of(expected), found);
    }

    static AdqlException unsupported(String what, Position at, String expected, String found) {
        return make(Category.UNSUPPORTED, what, at, expected.isEmpty() ? List.of() : List.of(expected), found);
    }

    static AdqlException limit(String what, Position at, String expected) {
        return make(Category.LIMIT, what, at, List.of(expected), "");
    }

    static AdqlException make(Category category, String what, Position at, List<String> expected, String found) {
        return new AdqlException(category, what, at.line(), at.column(), expected, found);
    }
}
