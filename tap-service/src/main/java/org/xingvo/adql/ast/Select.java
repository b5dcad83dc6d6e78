package org.xingvo.adql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT with its clauses.
 *
 * @param top -1: none was written
 */
public record Select(
        boolean distinct,
        long top,
        List<Item> items,
        List<TableExpression> from,
        @Nullable Expression where,
        List<Expression> groupBy,
        @Nullable Expression having,
        Position at)
        implements Query.Body {
    public Select {
        items = List.copyOf(items);
        from = List.copyOf(from);
        groupBy = List.copyOf(groupBy);
    }

    public sealed interface Item {
        Position at();
    }

    /** The asterisk, with the table's name before it or, if empty, alone. */
    public record Star(List<Identifier> qualifier, Position at) implements Item {
        public Star {
            qualifier = List.copyOf(qualifier);
        }
    }

    public record Column(Expression expression, @Nullable Identifier alias, Position at) implements Item {}
}
