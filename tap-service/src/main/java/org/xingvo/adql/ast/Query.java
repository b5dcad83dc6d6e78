package org.xingvo.adql.ast;

import java.util.List;

/**
 * A whole query or sub-query.
 *
 * @param offset rows to skip; 0 also if nothing was written
 */
public record Query(List<CommonTable> with, Body body, List<SortKey> orderBy, long offset, Position at) {
    public Query {
        with = List.copyOf(with);
        orderBy = List.copyOf(orderBy);
    }

    /** WITH name AS (query). */
    public record CommonTable(Identifier name, Query query) {}

    public record SortKey(Expression expression, boolean descending) {}

    public sealed interface Body permits Select, SetOperation, Nested {
        Position at();
    }

    /** A query in parentheses as operand of a set operator. */
    public record Nested(Query query, Position at) implements Body {}

    public record SetOperation(SetOperator operator, boolean all, Body left, Body right, Position at) implements Body {}

    public enum SetOperator {
        UNION,
        EXCEPT,
        INTERSECT
    }
}
