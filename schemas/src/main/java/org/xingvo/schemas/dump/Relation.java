package org.xingvo.schemas.dump;

import java.util.List;

/**
 * One table of the database. Names are as SQL writes them, quoted where needed. Immutable.
 *
 * @param name with its schema
 * @param columns that hold data, in their order
 * @param create the statement that makes it without constraints
 * @param constraints statements that add them, foreign keys last
 * @param indexes statements that make those that are not a constraint's
 */
record Relation(String name, List<String> columns, String create, List<String> constraints, List<String> indexes) {
    Relation {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
    }

    String columnList() {
        return String.join(", ", columns);
    }
}
