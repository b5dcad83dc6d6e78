package org.xingvo.adql.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.query.Field;

/** The tables of WITH clauses that can be named at a place, the nearest last. Immutable. */
record CommonTables(List<Known> known) {
    static final CommonTables NONE = new CommonTables(List.of());

    record Known(Identifier name, int id, List<Field> fields) {}

    CommonTables with(Known table) {
        List<Known> more = new ArrayList<>(known);
        more.add(table);
        return new CommonTables(more);
    }

    @Nullable
    Known find(Identifier wanted) {
        for (Known table : known.reversed()) {
            boolean exact = table.name().delimited() && wanted.delimited();
            String text = table.name().text();
            if (exact ? text.equals(wanted.text()) : text.equalsIgnoreCase(wanted.text())) {
                return table;
            }
        }
        return null;
    }
}
