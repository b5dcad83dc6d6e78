package org.xingvo.adql.query;

import java.util.List;
import org.xingvo.adql.ast.Expression.Comparator;

/** Something that is true, false or unknown for each row. */
public sealed interface Condition {
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Condition operand) implements Condition {}

    record Comparison(Comparator comparator, Value left, Value right) implements Condition {}

    record Between(Value operand, Value low, Value high, boolean negated) implements Condition {}

    record InList(Value operand, List<Value> list, boolean negated) implements Condition {
        public InList {
            list = List.copyOf(list);
        }
    }

    record InQuery(Value operand, ResolvedQuery query, boolean negated) implements Condition {}

    record Like(Value operand, Value pattern, boolean ignoreCase, boolean negated) implements Condition {}

    record IsNull(Value operand, boolean negated) implements Condition {}

    record Exists(ResolvedQuery query) implements Condition {}

    /** The inner geometry lies in the outer one, edges included. */
    record Contains(Value inner, Value outer) implements Condition {}

    record Intersects(Value first, Value second) implements Condition {}

    /** The distance is less than the radius, or equal to it if so said. */
    record Near(Value.Distance distance, Value radius, boolean orEqual) implements Condition {}
}
