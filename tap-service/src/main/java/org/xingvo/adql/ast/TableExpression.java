package org.xingvo.adql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in FROM. */
public sealed interface TableExpression {
    Position at();

    record TableName(List<Identifier> parts, @Nullable Identifier alias, Position at) implements TableExpression {
        public TableName {
            parts = List.copyOf(parts);
        }
    }

    record Derived(Query query, Identifier alias, Position at) implements TableExpression {}

    /** At most one of natural, on, using. */
    record Join(
            Kind kind,
            boolean natural,
            TableExpression left,
            TableExpression right,
            @Nullable Expression on,
            List<Identifier> using,
            Position at)
            implements TableExpression {
        public Join {
            using = List.copyOf(using);
        }
    }

    enum Kind {
        INNER,
        LEFT,
        RIGHT,
        FULL
    }
}
