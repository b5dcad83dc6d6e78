package org.xingvo.adql.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.ast.Query.SetOperator;

/**
 * A query or sub-query that makes sense.
 *
 * @param fields of its rows, names unique without regard to case
 */
public record ResolvedQuery(List<CommonTable> with, Body body, List<SortKey> orderBy, long offset, List<Field> fields) {
    public ResolvedQuery {
        with = List.copyOf(with);
        orderBy = List.copyOf(orderBy);
        fields = List.copyOf(fields);
    }

    /** Sub-query of a WITH clause. */
    public record CommonTable(int id, ResolvedQuery query) {}

    /**
     * What rows are ordered by.
     *
     * @param ordinal place in the select list, from 0; -1: the value counts
     * @param value over the tables of the body, which is then one block
     */
    public record SortKey(int ordinal, @Nullable Value value, boolean descending) {}

    public sealed interface Body permits Block, Nested, Combination {}

    public record Nested(ResolvedQuery query) implements Body {}

    /** Types are those that both sides are cast to. */
    public record Combination(SetOperator operator, boolean all, Body left, Body right, List<Type> types)
            implements Body {
        public Combination {
            types = List.copyOf(types);
        }
    }
}
