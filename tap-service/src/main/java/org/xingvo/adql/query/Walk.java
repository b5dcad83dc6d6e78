package org.xingvo.adql.query;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through trees, sub-queries included. Stateless. */
public final class Walk {
    private Walk() {}

    /** Is there a part that fits, in a value, condition or query, itself included? */
    public static boolean any(Value value, Predicate<Value> test) {
        return new Search(test, v -> true).in(value);
    }

    public static boolean any(Condition condition, Predicate<Value> test) {
        return new Search(test, v -> true).in(condition);
    }

    /**
     * Looks for a part that fits.
     *
     * @param into does not look into values that it denies
     */
    public static boolean any(Value value, Predicate<Value> test, Predicate<Value> into) {
        return new Search(test, into).in(value);
    }

    public static boolean any(Condition condition, Predicate<Value> test, Predicate<Value> into) {
        return new Search(test, into).in(condition);
    }

    /** The numbers of the table references whose columns a value needs. */
    public static Set<Integer> sources(Value value) {
        Set<Integer> sources = new HashSet<>();
        boolean unused = any(value, v -> {
            if (v instanceof Value.Column column) {
                sources.add(column.source());
            }
            return false;
        });
        assert !unused;
        return sources;
    }

    private record Search(Predicate<Value> test, Predicate<Value> into) {
        boolean in(@Nullable Value value) {
            if (value == null) {
                return false;
            }
            if (test.test(value)) {
                return true;
            }
            if (!into.test(value)) {
                return false;
            }
            return switch (value) {
                case Value.Constant v -> false;
                case Value.Column v -> false;
                case Value.Region v -> false;
                case Value.Arithmetic v -> in(v.left()) || in(v.right());
                case Value.Negation v -> in(v.operand());
                case Value.Concatenation v -> in(v.left()) || in(v.right());
                case Value.Call v -> inAny(v.arguments());
                case Value.AggregateCall v -> in(v.argument());
                case Value.UserCall v -> inAny(v.arguments());
                case Value.Element v -> in(v.array()) || in(v.index());
                case Value.InUnit v -> in(v.operand());
                case Value.Case v ->
                    in(v.otherwise()) || v.branches().stream().anyMatch(b -> in(b.condition()) || in(b.result()));
                case Value.Cast v -> in(v.operand());
                case Value.Coalesce v -> inAny(v.operands());
                case Value.Scalar v -> in(v.query());
                case Value.Truth v -> in(v.condition());
                case Value.Point v -> in(v.ra()) || in(v.dec());
                case Value.Circle v -> in(v.ra()) || in(v.dec()) || in(v.radius());
                case Value.Polygon v -> inAny(v.coordinates());
                case Value.Box v -> in(v.ra()) || in(v.dec()) || in(v.width()) || in(v.height());
                case Value.MapOfText v -> in(v.text());
                case Value.MapOfRegion v -> in(v.region());
                case Value.Centroid v -> in(v.region());
                case Value.Area v -> in(v.region());
                case Value.Coordinate v -> in(v.point());
                case Value.Distance v -> in(v.ra1()) || in(v.dec1()) || in(v.ra2()) || in(v.dec2());
            };
        }

        boolean inAny(List<Value> values) {
            return values.stream().anyMatch(this::in);
        }

        boolean in(@Nullable Condition condition) {
            return switch (condition) {
                case null -> false;
                case Condition.All c -> c.parts().stream().anyMatch(this::in);
                case Condition.Any c -> c.parts().stream().anyMatch(this::in);
                case Condition.Not c -> in(c.operand());
                case Condition.Comparison c -> in(c.left()) || in(c.right());
                case Condition.Between c -> in(c.operand()) || in(c.low()) || in(c.high());
                case Condition.InList c -> in(c.operand()) || inAny(c.list());
                case Condition.InQuery c -> in(c.operand()) || in(c.query());
                case Condition.Like c -> in(c.operand()) || in(c.pattern());
                case Condition.IsNull c -> in(c.operand());
                case Condition.Exists c -> in(c.query());
                case Condition.Contains c -> in(c.inner()) || in(c.outer());
                case Condition.Intersects c -> in(c.first()) || in(c.second());
                case Condition.Near c -> in(c.distance()) || in(c.radius());
            };
        }

        boolean in(ResolvedQuery query) {
            return query.with().stream().anyMatch(w -> in(w.query()))
                    || in(query.body())
                    || query.orderBy().stream().anyMatch(k -> in(k.value()));
        }

        boolean in(ResolvedQuery.Body body) {
            return switch (body) {
                case Block b ->
                    inAny(b.items()) || in(b.from()) || in(b.where()) || inAny(b.groupBy()) || in(b.having());
                case ResolvedQuery.Nested n -> in(n.query());
                case ResolvedQuery.Combination c -> in(c.left()) || in(c.right());
            };
        }

        boolean in(Tables tables) {
            return switch (tables) {
                case Tables.Table t -> false;
                case Tables.Common t -> false;
                case Tables.Derived t -> in(t.query());
                case Tables.Join j -> in(j.left()) || in(j.right()) || in(j.on());
            };
        }
    }
}
