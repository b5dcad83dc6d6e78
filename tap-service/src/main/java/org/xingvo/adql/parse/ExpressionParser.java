package org.xingvo.adql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Expression.Aggregate;
import org.xingvo.adql.ast.Expression.CastType;
import org.xingvo.adql.ast.Expression.Comparator;
import org.xingvo.adql.ast.Expression.Operator;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.parse.Token.Kind;

/** Values and conditions, loosest binding first. One thread, one text. */
final class ExpressionParser {
    private static final List<String> EXPRESSION = List.of("an expression");
    private static final List<String> CAST_TYPES = List.of(
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "REAL",
            "DOUBLE PRECISION",
            "CHAR",
            "VARCHAR",
            "TIMESTAMP",
            "POINT",
            "CIRCLE",
            "POLYGON");

    private final Tokens tokens;
    private final Parser queries;

    ExpressionParser(Tokens tokens, Parser queries) {
        this.tokens = tokens;
        this.queries = queries;
    }

    Expression expression() {
        tokens.enter();
        Expression result = or();
        tokens.leave();
        return result;
    }

    private Expression or() {
        Position at = tokens.peek().at();
        Expression first = and();
        if (!tokens.peek().isWord("OR")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(first);
        while (tokens.takeWord("OR")) {
            parts.add(and());
        }
        return new Expression.Or(parts, at);
    }

    private Expression and() {
        Position at = tokens.peek().at();
        Expression first = not();
        if (!tokens.peek().isWord("AND")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(first);
        while (tokens.takeWord("AND")) {
            parts.add(not());
        }
        return new Expression.And(parts, at);
    }

    private Expression not() {
        Position at = tokens.peek().at();
        if (tokens.takeWord("NOT")) {
            tokens.enter();
            Expression operand = not();
            tokens.leave();
            return new Expression.Not(operand, at);
        }
        return predicate();
    }

    private Expression predicate() {
        Expression left = sum();
        Position at = tokens.peek().at();
        Optional<Comparator> comparator = comparator();
        if (comparator.isPresent()) {
            tokens.take();
            return new Expression.Comparison(comparator.get(), left, sum(), at);
        }
        if (tokens.takeWord("IS")) {
            boolean negated = tokens.takeWord("NOT");
            tokens.expectWord("NULL");
            return new Expression.IsNull(left, negated, at);
        }
        boolean negated = tokens.takeWord("NOT");
        if (tokens.takeWord("BETWEEN")) {
            Expression low = sum();
            tokens.expectWord("AND");
            return new Expression.Between(left, low, sum(), negated, at);
        }
        if (tokens.takeWord("IN")) {
            return in(left, negated, at);
        }
        if (tokens.takeWord("LIKE")) {
            return new Expression.Like(left, sum(), false, negated, at);
        }
        if (tokens.takeWord("ILIKE")) {
            return new Expression.Like(left, sum(), true, negated, at);
        }
        if (negated) {
            throw tokens.unexpected(List.of("BETWEEN", "IN", "LIKE", "ILIKE"));
        }
        return left;
    }

    private Optional<Comparator> comparator() {
        Token token = tokens.peek();
        if (token.kind() != Kind.SYMBOL) {
            return Optional.empty();
        }
        return switch (token.text()) {
            case "=" -> Optional.of(Comparator.EQUAL);
            case "<>", "!=" -> Optional.of(Comparator.NOT_EQUAL);
            case "<" -> Optional.of(Comparator.LESS);
            case "<=" -> Optional.of(Comparator.LESS_OR_EQUAL);
            case ">" -> Optional.of(Comparator.GREATER);
            case ">=" -> Optional.of(Comparator.GREATER_OR_EQUAL);
            default -> Optional.empty();
        };
    }

    private Expression in(Expression left, boolean negated, Position at) {
        if (tokens.peek().isSymbol("(") && tokens.atQuery()) {
            return new Expression.InQuery(left, parenthesisedQuery(), negated, at);
        }
        tokens.expectSymbol("(");
        List<Expression> list = new ArrayList<>();
        do {
            list.add(sum());
        } while (tokens.takeSymbol(","));
        if (!tokens.takeSymbol(")")) {
            throw tokens.unexpected(List.of(",", ")"));
        }
        return new Expression.InList(left, list, negated, at);
    }

    private Query parenthesisedQuery() {
        tokens.expectSymbol("(");
        Query query = queries.query();
        tokens.expectSymbol(")");
        return query;
    }

    /** How deep the trees of operators read so far are, the deepest counted. */
    private int height;

    private Expression sum() {
        int before = height;
        height = 0;
        Expression left = product();
        int deepest = height;
        while (true) {
            Position at = tokens.peek().at();
            height = 0;
            if (tokens.takeSymbol("+")) {
                left = new Expression.Arithmetic(Operator.ADD, left, product(), at);
            } else if (tokens.takeSymbol("-")) {
                left = new Expression.Arithmetic(Operator.SUBTRACT, left, product(), at);
            } else if (tokens.takeSymbol("||")) {
                left = new Expression.Concatenation(left, product(), at);
            } else {
                height = Math.max(before, deepest);
                return left;
            }
            deepest = Math.max(deepest, height) + 1;
            tokens.checkChain(deepest, at);
        }
    }

    private Expression product() {
        int before = height;
        height = 0;
        Expression left = factor();
        int deepest = height;
        while (true) {
            Position at = tokens.peek().at();
            height = 0;
            if (tokens.takeSymbol("*")) {
                left = new Expression.Arithmetic(Operator.MULTIPLY, left, factor(), at);
            } else if (tokens.takeSymbol("/")) {
                left = new Expression.Arithmetic(Operator.DIVIDE, left, factor(), at);
            } else if (tokens.takeSymbol("%")) {
                left = new Expression.FunctionCall(new Identifier("MOD", false, at), List.of(left, factor()), at);
            } else {
                height = Math.max(before, deepest);
                return left;
            }
            deepest = Math.max(deepest, height) + 1;
            tokens.checkChain(deepest, at);
        }
    }

    private Expression factor() {
        Position at = tokens.peek().at();
        boolean minus = tokens.peek().isSymbol("-");
        if (minus || tokens.peek().isSymbol("+")) {
            tokens.take();
            tokens.enter();
            Expression operand = factor();
            tokens.leave();
            return new Expression.Sign(minus, operand, at);
        }
        return elements(primary());
    }

    private Expression elements(Expression array) {
        Expression result = array;
        while (tokens.peek().isSymbol("[") && (array instanceof Expression.ColumnName || isCall(array))) {
            Position at = tokens.take().at();
            Expression index = expression();
            if (!tokens.takeSymbol("]")) {
                throw tokens.unexpected(List.of("]"));
            }
            result = new Expression.Element(result, index, at);
        }
        return result;
    }

    private static boolean isCall(Expression expression) {
        return expression instanceof Expression.FunctionCall || expression instanceof Expression.ScalarSubquery;
    }

    private Expression primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> new Expression.NumberLiteral(tokens.take().text(), token.at());
            case STRING -> new Expression.StringLiteral(tokens.take().text(), token.at());
            case SYMBOL -> parenthesised(token);
            case WORD -> word(token);
            case DELIMITED -> column(token.at());
            case END -> throw tokens.unexpected(EXPRESSION);
        };
    }

    private Expression parenthesised(Token token) {
        if (!token.isSymbol("(")) {
            throw tokens.unexpected(EXPRESSION);
        }
        if (tokens.atQuery()) {
            return new Expression.ScalarSubquery(parenthesisedQuery(), token.at());
        }
        tokens.take();
        Expression inner = expression();
        if (!tokens.takeSymbol(")")) {
            throw tokens.unexpected(List.of(")"));
        }
        return inner;
    }

    private Expression word(Token token) {
        if (tokens.takeWord("NULL")) {
            return new Expression.NullLiteral(token.at());
        }
        if (token.isWord("TRUE") || token.isWord("FALSE")) {
            return new Expression.BooleanLiteral(tokens.take().isWord("TRUE"), token.at());
        }
        if (tokens.takeWord("CASE")) {
            return caseExpression(token.at());
        }
        if (tokens.peek(1).isSymbol("(")) {
            return call(token);
        }
        if (token.isWord("NOT") || token.isWord("SELECT") || token.isWord("FROM")) {
            throw tokens.unexpected(EXPRESSION);
        }
        return column(token.at());
    }

    private Expression call(Token token) {
        if (token.isWord("EXISTS")) {
            tokens.take();
            return new Expression.Exists(parenthesisedQuery(), token.at());
        }
        if (token.isWord("CAST")) {
            tokens.take();
            return cast(token.at());
        }
        for (Aggregate function : Aggregate.values()) {
            if (token.isWord(function.name())) {
                tokens.take();
                return aggregate(function, token.at());
            }
        }
        if (token.isReserved() && !Functions.KNOWN.contains(token.text().toUpperCase(Locale.ROOT))) {
            throw tokens.unexpected(EXPRESSION);
        }
        tokens.take();
        tokens.take();
        List<Expression> arguments = new ArrayList<>();
        if (!tokens.takeSymbol(")")) {
            do {
                arguments.add(expression());
            } while (tokens.takeSymbol(","));
            if (!tokens.takeSymbol(")")) {
                throw tokens.unexpected(List.of(",", ")"));
            }
        }
        Identifier name = new Identifier(token.text(), false, token.at());
        return new Expression.FunctionCall(name, arguments, token.at());
    }

    private Expression aggregate(Aggregate function, Position at) {
        tokens.expectSymbol("(");
        Expression argument = null;
        boolean distinct = false;
        if (function != Aggregate.COUNT || !tokens.takeSymbol("*")) {
            distinct = !tokens.takeWord("ALL") && tokens.takeWord("DISTINCT");
            argument = expression();
        }
        tokens.expectSymbol(")");
        return new Expression.AggregateCall(function, distinct, argument, at);
    }

    private Expression caseExpression(Position at) {
        tokens.enter();
        Expression operand = tokens.peek().isWord("WHEN") ? null : expression();
        List<Expression.When> branches = new ArrayList<>();
        while (tokens.takeWord("WHEN")) {
            Expression condition = expression();
            tokens.expectWord("THEN");
            branches.add(new Expression.When(condition, expression()));
        }
        if (branches.isEmpty()) {
            throw tokens.unexpected(List.of("WHEN"));
        }
        @Nullable Expression otherwise = tokens.takeWord("ELSE") ? expression() : null;
        if (!tokens.takeWord("END")) {
            throw tokens.unexpected(otherwise == null ? List.of("WHEN", "ELSE", "END") : List.of("END"));
        }
        tokens.leave();
        return new Expression.Case(operand, branches, otherwise, at);
    }

    private Expression cast(Position at) {
        tokens.expectSymbol("(");
        Expression operand = expression();
        tokens.expectWord("AS");
        CastType type = castType();
        int length = -1;
        if ((type == CastType.CHAR || type == CastType.VARCHAR) && tokens.takeSymbol("(")) {
            if (tokens.peek().kind() == Kind.NUMBER && tokens.peek().text().matches("0|[1-9][0-9]{0,6}")) {
                length = (int) tokens.wholeNumber();
            }
            if (length < 1) {
                throw tokens.unexpected(List.of("a length"));
            }
            tokens.expectSymbol(")");
        }
        tokens.expectSymbol(")");
        return new Expression.Cast(operand, type, length, at);
    }

    private CastType castType() {
        Token token = tokens.peek();
        String name = token.kind() == Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
        CastType type = switch (name) {
            case "SMALLINT" -> CastType.SMALLINT;
            case "INTEGER", "INT" -> CastType.INTEGER;
            case "BIGINT" -> CastType.BIGINT;
            case "REAL", "FLOAT" -> CastType.REAL;
            case "DOUBLE" -> CastType.DOUBLE;
            case "CHAR", "CHARACTER" -> CastType.CHAR;
            case "VARCHAR" -> CastType.VARCHAR;
            case "TIMESTAMP" -> CastType.TIMESTAMP;
            case "POINT" -> CastType.POINT;
            case "CIRCLE" -> CastType.CIRCLE;
            case "POLYGON" -> CastType.POLYGON;
            default -> throw tokens.unexpected(CAST_TYPES);
        };
        tokens.take();
        if (name.equals("DOUBLE")) {
            tokens.takeWord("PRECISION");
        }
        return type;
    }

    private Expression column(Position at) {
        List<Identifier> parts = new ArrayList<>();
        do {
            tokens.checkParts(parts.size() + 1);
            parts.add(tokens.identifier(parts.isEmpty() ? "an expression" : "a column name"));
        } while (tokens.takeSymbol("."));
        return new Expression.ColumnName(parts, at);
    }
}
