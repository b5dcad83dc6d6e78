package org.xingvo.adql.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT.
 *
 * @param top -1: all rows
 * @param aggregated it has groups, or one group of all rows
 */
public record Block(
        boolean distinct,
        long top,
        List<Value> items,
        Tables from,
        @Nullable Condition where,
        List<Value> groupBy,
        @Nullable Condition having,
        boolean aggregated)
        implements ResolvedQuery.Body {
    public Block {
        items = List.copyOf(items);
        groupBy = List.copyOf(groupBy);
    }
}
