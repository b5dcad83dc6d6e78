package org.xingvo.adql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value or a condition: the grammar tells them apart late, the resolver checks which stands where. Parentheses are
 * not kept, the shape of the tree says it.
 */
public sealed interface Expression {
    Position at();

    /** An unsigned number in the form it was written. */
    record NumberLiteral(String text, Position at) implements Expression {}

    record StringLiteral(String value, Position at) implements Expression {}

    record NullLiteral(Position at) implements Expression {}

    /** TRUE and FALSE, which 2.1 does without and people write. */
    record BooleanLiteral(boolean value, Position at) implements Expression {}

    /** A column with up to three qualifiers. */
    record ColumnName(List<Identifier> parts, Position at) implements Expression {
        public ColumnName {
            parts = List.copyOf(parts);
        }
    }

    /** One element of an array; the first has number 1. */
    record Element(Expression array, Expression index, Position at) implements Expression {}

    record Sign(boolean minus, Expression operand, Position at) implements Expression {}

    record Arithmetic(Operator operator, Expression left, Expression right, Position at) implements Expression {}

    record Concatenation(Expression left, Expression right, Position at) implements Expression {}

    record FunctionCall(Identifier name, List<Expression> arguments, Position at) implements Expression {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * COUNT, SUM and so on.
     *
     * @param argument null: the asterisk of COUNT
     */
    record AggregateCall(
            Aggregate function, boolean distinct, @Nullable Expression argument, Position at) implements Expression {}

    /**
     * Either form of CASE.
     *
     * @param operand null: each WHEN holds a condition
     */
    record Case(
            @Nullable Expression operand,
            List<When> branches,
            @Nullable Expression otherwise,
            Position at) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    record When(Expression condition, Expression result) {}

    /**
     * A conversion of type.
     *
     * @param length of CHAR(n) and VARCHAR(n); -1: none
     */
    record Cast(Expression operand, CastType type, int length, Position at) implements Expression {}

    record ScalarSubquery(Query query, Position at) implements Expression {}

    record Comparison(Comparator comparator, Expression left, Expression right, Position at) implements Expression {}

    record Between(Expression operand, Expression low, Expression high, boolean negated, Position at)
            implements Expression {}

    record InList(Expression operand, List<Expression> list, boolean negated, Position at) implements Expression {
        public InList {
            list = List.copyOf(list);
        }
    }

    record InQuery(Expression operand, Query query, boolean negated, Position at) implements Expression {}

    record Like(Expression operand, Expression pattern, boolean ignoreCase, boolean negated, Position at)
            implements Expression {}

    record IsNull(Expression operand, boolean negated, Position at) implements Expression {}

    record Exists(Query query, Position at) implements Expression {}

    record And(List<Expression> parts, Position at) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }
    }

    record Or(List<Expression> parts, Position at) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Expression operand, Position at) implements Expression {}

    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    enum Comparator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Comparator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        /** The one that holds with the sides exchanged. */
        public Comparator mirrored() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    enum Aggregate {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    enum CastType {
        SMALLINT("SMALLINT"),
        INTEGER("INTEGER"),
        BIGINT("BIGINT"),
        REAL("REAL"),
        DOUBLE("DOUBLE PRECISION"),
        CHAR("CHAR"),
        VARCHAR("VARCHAR"),
        TIMESTAMP("TIMESTAMP"),
        POINT("POINT"),
        CIRCLE("CIRCLE"),
        POLYGON("POLYGON");

        private final String written;

        CastType(String written) {
            this.written = written;
        }

        public String written() {
            return written;
        }
    }
}
