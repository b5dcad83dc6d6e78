package org.xingvo.adql.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.TableDescription;
import org.xingvo.adql.ast.TableExpression.Kind;

/** The FROM clause. Every reference of a table has a number of its own. */
public sealed interface Tables {
    record Table(int source, TableDescription table) implements Tables {}

    record Derived(int source, ResolvedQuery query) implements Tables {}

    /** A reference of a table of a WITH clause. */
    record Common(int source, int id, List<Field> fields) implements Tables {
        public Common {
            fields = List.copyOf(fields);
        }
    }

    /**
     * Two parts and what joins them.
     *
     * @param on null: each with each
     */
    record Join(
            Kind kind, Tables left, Tables right, @Nullable Condition on) implements Tables {}
}
