package org.xingvo.adql.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.CompileOptions.Limits;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.ast.Query.Body;
import org.xingvo.adql.ast.Query.SetOperator;
import org.xingvo.adql.ast.Select;
import org.xingvo.adql.ast.TableExpression;
import org.xingvo.adql.ast.TableExpression.Kind;

/**
 * Queries, select lists and FROM clauses; expressions are read by the {@link ExpressionParser}. The methods stand in
 * the order of the grammar. One thread, one text.
 */
public final class Parser {
    private static final List<String> AFTER_TABLES =
            List.of("WHERE", "GROUP BY", "HAVING", "ORDER BY", "OFFSET", "end of query");
    private static final List<String> AFTER_PARENTHESIS =
            List.of("UNION", "EXCEPT", "INTERSECT", "ORDER BY", "OFFSET", "end of query");

    private final Tokens tokens;
    private final ExpressionParser expressions;

    private Parser(String text, Limits limits) {
        this.tokens = new Tokens(Lexer.tokens(text), limits.depth());
        this.expressions = new ExpressionParser(tokens, this);
    }

    /** Reads one query; a semicolon may end it. */
    public static Query parse(String text, Limits limits) {
        if (text.length() > limits.characters()) {
            throw new AdqlException(
                    Category.LIMIT,
                    "Query is too long",
                    1,
                    1,
                    List.of("at most " + limits.characters() + " characters"),
                    text.length() + " characters");
        }
        Parser parser = new Parser(text, limits);
        Query query = parser.query();
        parser.tokens.takeSymbol(";");
        if (parser.tokens.peek().kind() != Token.Kind.END) {
            throw parser.tokens.unexpected(parser.tokens.clausesLeft());
        }
        return query;
    }

    /** query := [WITH ...] body [ORDER BY ...] [OFFSET n] */
    Query query() {
        Position at = tokens.peek().at();
        tokens.enter();
        List<Query.CommonTable> with = new ArrayList<>();
        if (tokens.takeWord("WITH")) {
            do {
                Identifier name = tokens.identifier("a name");
                tokens.expectWord("AS");
                tokens.expectSymbol("(");
                Query query = query();
                tokens.expectSymbol(")");
                with.add(new Query.CommonTable(name, query));
            } while (tokens.takeSymbol(","));
        }
        Body body = unionExpression();
        List<Query.SortKey> orderBy = new ArrayList<>();
        if (tokens.takeWord("ORDER")) {
            tokens.expectWord("BY");
            do {
                Expression key = expressions.expression();
                boolean descending = tokens.takeWord("DESC");
                if (!descending) {
                    tokens.takeWord("ASC");
                }
                orderBy.add(new Query.SortKey(key, descending));
            } while (tokens.takeSymbol(","));
            tokens.clausesLeft(List.of(",", "ASC", "DESC", "OFFSET", "end of query"));
        }
        long offset = 0;
        if (tokens.takeWord("OFFSET")) {
            offset = tokens.wholeNumber();
            tokens.clausesLeft(List.of("end of query"));
        }
        tokens.leave();
        return new Query(with, body, orderBy, offset, at);
    }

    private Body unionExpression() {
        Body left = intersectExpression();
        int chained = 0;
        while (true) {
            Position at = tokens.peek().at();
            SetOperator operator;
            if (tokens.takeWord("UNION")) {
                operator = SetOperator.UNION;
            } else if (tokens.takeWord("EXCEPT")) {
                operator = SetOperator.EXCEPT;
            } else {
                return left;
            }
            tokens.checkChain(++chained, at);
            boolean all = tokens.takeWord("ALL");
            left = new Query.SetOperation(operator, all, left, intersectExpression(), at);
        }
    }

    private Body intersectExpression() {
        Body left = bodyPrimary();
        int chained = 0;
        while (true) {
            Position at = tokens.peek().at();
            if (!tokens.takeWord("INTERSECT")) {
                return left;
            }
            tokens.checkChain(++chained, at);
            boolean all = tokens.takeWord("ALL");
            left = new Query.SetOperation(SetOperator.INTERSECT, all, left, bodyPrimary(), at);
        }
    }

    private Body bodyPrimary() {
        Position at = tokens.peek().at();
        if (tokens.peek().isSymbol("(")) {
            tokens.expectSymbol("(");
            Query inner = query();
            tokens.expectSymbol(")");
            tokens.clausesLeft(AFTER_PARENTHESIS);
            return new Query.Nested(inner, at);
        }
        return select();
    }

    private Select select() {
        Position at = tokens.peek().at();
        tokens.expectWord("SELECT");
        boolean distinct = quantifier();
        long top = tokens.takeWord("TOP") ? tokens.wholeNumber() : -1;
        distinct |= quantifier();
        List<Select.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (tokens.takeSymbol(","));
        if (!tokens.takeWord("FROM")) {
            throw tokens.unexpected(List.of(",", "AS", "FROM"));
        }
        List<TableExpression> from = new ArrayList<>();
        do {
            from.add(tableReference());
        } while (tokens.takeSymbol(","));
        tokens.clausesLeft(AFTER_TABLES);
        Expression where = null;
        if (tokens.takeWord("WHERE")) {
            where = expressions.expression();
            tokens.clausesLeft(List.of("AND", "OR", "GROUP BY", "HAVING", "ORDER BY", "OFFSET", "end of query"));
        }
        List<Expression> groupBy = new ArrayList<>();
        if (tokens.takeWord("GROUP")) {
            tokens.expectWord("BY");
            do {
                groupBy.add(expressions.expression());
            } while (tokens.takeSymbol(","));
            tokens.clausesLeft(List.of(",", "HAVING", "ORDER BY", "OFFSET", "end of query"));
        }
        Expression having = null;
        if (tokens.takeWord("HAVING")) {
            having = expressions.expression();
            tokens.clausesLeft(List.of("AND", "OR", "ORDER BY", "OFFSET", "end of query"));
        }
        return new Select(distinct, top, items, from, where, groupBy, having, at);
    }

    private boolean quantifier() {
        return !tokens.takeWord("ALL") && tokens.takeWord("DISTINCT");
    }

    private Select.Item item() {
        Position at = tokens.peek().at();
        if (tokens.takeSymbol("*")) {
            return new Select.Star(List.of(), at);
        }
        if (tokens.atQualifiedStar()) {
            List<Identifier> qualifier = new ArrayList<>();
            do {
                tokens.checkParts(qualifier.size() + 1);
                qualifier.add(tokens.identifier("a table"));
                tokens.expectSymbol(".");
            } while (!tokens.takeSymbol("*"));
            return new Select.Star(qualifier, at);
        }
        Expression expression = expressions.expression();
        Identifier alias = null;
        if (tokens.takeWord("AS")) {
            alias = tokens.identifier("a column name");
        } else if (tokens.atIdentifier()) {
            alias = tokens.identifier("a column name");
        }
        return new Select.Column(expression, alias, at);
    }

    private TableExpression tableReference() {
        TableExpression left = tablePrimary();
        int chained = 0;
        while (true) {
            Position at = tokens.peek().at();
            boolean natural = tokens.takeWord("NATURAL");
            Kind kind = joinKind(natural);
            if (kind == null) {
                return left;
            }
            tokens.checkChain(++chained, at);
            TableExpression right = tablePrimary();
            Expression on = null;
            List<Identifier> using = new ArrayList<>();
            if (!natural) {
                if (tokens.takeWord("ON")) {
                    on = expressions.expression();
                } else if (tokens.takeWord("USING")) {
                    tokens.expectSymbol("(");
                    do {
                        using.add(tokens.identifier("a column name"));
                    } while (tokens.takeSymbol(","));
                    tokens.expectSymbol(")");
                } else if (kind != Kind.INNER || !cross) {
                    throw tokens.unexpected(List.of("ON", "USING"));
                }
            }
            left = new TableExpression.Join(kind, natural, left, right, on, using, at);
        }
    }

    /** The join that was just read is CROSS JOIN. */
    private boolean cross;

    private @Nullable Kind joinKind(boolean natural) {
        cross = false;
        Kind kind = null;
        if (tokens.takeWord("INNER")) {
            kind = Kind.INNER;
        } else if (!natural && tokens.takeWord("CROSS")) {
            tokens.expectWord("JOIN");
            cross = true;
            return Kind.INNER;
        } else {
            for (Kind outer : List.of(Kind.LEFT, Kind.RIGHT, Kind.FULL)) {
                if (tokens.takeWord(outer.name())) {
                    kind = outer;
                    tokens.takeWord("OUTER");
                    break;
                }
            }
        }
        if (kind != null || natural) {
            tokens.expectWord("JOIN");
            return kind == null ? Kind.INNER : kind;
        }
        return tokens.takeWord("JOIN") ? Kind.INNER : null;
    }

    private TableExpression tablePrimary() {
        Position at = tokens.peek().at();
        if (tokens.peek().isSymbol("(")) {
            if (tokens.atQuery()) {
                tokens.expectSymbol("(");
                Query query = query();
                tokens.expectSymbol(")");
                tokens.takeWord("AS");
                return new TableExpression.Derived(query, tokens.identifier("a name for the sub-query"), at);
            }
            tokens.enter();
            tokens.expectSymbol("(");
            TableExpression inner = tableReference();
            tokens.expectSymbol(")");
            tokens.leave();
            return inner;
        }
        List<Identifier> parts = new ArrayList<>();
        do {
            tokens.checkParts(parts.size() + 1);
            parts.add(tokens.identifier("a table"));
        } while (tokens.takeSymbol("."));
        Identifier alias = null;
        if (tokens.takeWord("AS")) {
            alias = tokens.identifier("an alias");
        } else if (tokens.atIdentifier()) {
            tokens.refuseLimit();
            alias = tokens.identifier("an alias");
        }
        return new TableExpression.TableName(parts, alias, at);
    }
}
