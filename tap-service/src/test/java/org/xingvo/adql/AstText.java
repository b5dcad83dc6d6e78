package org.xingvo.adql;

import java.util.List;
import java.util.stream.Collectors;
import org.xingvo.adql.ast.Expression;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Query;
import org.xingvo.adql.ast.Select;
import org.xingvo.adql.ast.TableExpression;

/** Writes a tree as ADQL again, with every parenthesis. */
final class AstText {
    private AstText() {}

    static String of(Query query) {
        String with = query.with().isEmpty()
                ? ""
                : query.with().stream()
                        .map(w -> w.name().written() + " AS (" + of(w.query()) + ")")
                        .collect(Collectors.joining(", ", "WITH ", " "));
        String order = query.orderBy().isEmpty()
                ? ""
                : query.orderBy().stream()
                        .map(k -> of(k.expression()) + (k.descending() ? " DESC" : " ASC"))
                        .collect(Collectors.joining(", ", " ORDER BY ", ""));
        return with + of(query.body()) + order + (query.offset() == 0 ? "" : " OFFSET " + query.offset());
    }

    private static String of(Query.Body body) {
        return switch (body) {
            case Query.Nested n -> "(" + of(n.query()) + ")";
            case Query.SetOperation o -> of(o.left()) + " " + o.operator() + (o.all() ? " ALL " : " ") + of(o.right());
            case Select s -> of(s);
        };
    }

    private static String of(Select s) {
        String text = "SELECT" + (s.distinct() ? " DISTINCT" : "") + (s.top() < 0 ? " " : " TOP " + s.top() + " ");
        text += s.items().stream().map(AstText::of).collect(Collectors.joining(", "));
        text += " FROM " + s.from().stream().map(AstText::of).collect(Collectors.joining(", "));
        text += s.where() == null ? "" : " WHERE " + of(s.where());
        text += s.groupBy().isEmpty() ? "" : " GROUP BY " + list(s.groupBy());
        return text + (s.having() == null ? "" : " HAVING " + of(s.having()));
    }

    private static String of(Select.Item item) {
        return switch (item) {
            case Select.Star s -> names(s.qualifier()) + (s.qualifier().isEmpty() ? "*" : ".*");
            case Select.Column c ->
                of(c.expression())
                        + (c.alias() == null ? "" : " AS " + c.alias().written());
        };
    }

    private static String of(TableExpression table) {
        return switch (table) {
            case TableExpression.TableName t ->
                names(t.parts()) + (t.alias() == null ? "" : " AS " + t.alias().written());
            case TableExpression.Derived t ->
                "(" + of(t.query()) + ") AS " + t.alias().written();
            case TableExpression.Join j -> {
                boolean cross = j.on() == null && j.using().isEmpty() && !j.natural();
                yield "(" + of(j.left()) + (j.natural() ? " NATURAL " : cross ? " CROSS " : " ")
                        + (cross ? "" : j.kind()) + " JOIN " + of(j.right())
                        + (j.on() == null ? "" : " ON " + of(j.on()))
                        + (j.using().isEmpty()
                                ? ""
                                : " USING ("
                                        + j.using().stream()
                                                .map(Identifier::written)
                                                .collect(Collectors.joining(", "))
                                        + ")")
                        + ")";
            }
        };
    }

    private static String names(List<Identifier> parts) {
        return parts.stream().map(Identifier::written).collect(Collectors.joining("."));
    }

    private static String list(List<Expression> expressions) {
        return expressions.stream().map(AstText::of).collect(Collectors.joining(", "));
    }

    private static String of(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral e -> e.text();
            case Expression.StringLiteral e -> "'" + e.value().replace("'", "''") + "'";
            case Expression.NullLiteral e -> "NULL";
            case Expression.BooleanLiteral e -> e.value() ? "TRUE" : "FALSE";
            case Expression.Element e -> of(e.array()) + "[" + of(e.index()) + "]";
            case Expression.ColumnName e -> names(e.parts());
            case Expression.Sign e -> "(" + (e.minus() ? "- " : "+ ") + of(e.operand()) + ")";
            case Expression.Arithmetic e ->
                "(" + of(e.left()) + " " + e.operator().sign() + " " + of(e.right()) + ")";
            case Expression.Concatenation e -> "(" + of(e.left()) + " || " + of(e.right()) + ")";
            case Expression.FunctionCall e -> e.name().text() + "(" + list(e.arguments()) + ")";
            case Expression.AggregateCall e ->
                e.function() + "(" + (e.distinct() ? "DISTINCT " : "") + (e.argument() == null ? "*" : of(e.argument()))
                        + ")";
            case Expression.Case e ->
                "CASE" + (e.operand() == null ? "" : " " + of(e.operand()))
                        + e.branches().stream()
                                .map(b -> " WHEN " + of(b.condition()) + " THEN " + of(b.result()))
                                .collect(Collectors.joining())
                        + (e.otherwise() == null ? "" : " ELSE " + of(e.otherwise())) + " END";
            case Expression.Cast e ->
                "CAST(" + of(e.operand()) + " AS " + e.type().written() + (e.length() < 0 ? "" : "(" + e.length() + ")")
                        + ")";
            case Expression.ScalarSubquery e -> "(" + of(e.query()) + ")";
            case Expression.Comparison e ->
                "(" + of(e.left()) + " " + e.comparator().sign() + " " + of(e.right()) + ")";
            case Expression.Between e ->
                "(" + of(e.operand()) + not(e.negated()) + " BETWEEN " + of(e.low()) + " AND " + of(e.high()) + ")";
            case Expression.InList e -> "(" + of(e.operand()) + not(e.negated()) + " IN (" + list(e.list()) + "))";
            case Expression.InQuery e -> "(" + of(e.operand()) + not(e.negated()) + " IN (" + of(e.query()) + "))";
            case Expression.Like e ->
                "(" + of(e.operand()) + not(e.negated()) + (e.ignoreCase() ? " ILIKE " : " LIKE ") + of(e.pattern())
                        + ")";
            case Expression.IsNull e -> "(" + of(e.operand()) + " IS" + not(e.negated()) + " NULL)";
            case Expression.Exists e -> "EXISTS(" + of(e.query()) + ")";
            case Expression.And e -> joined(e.parts(), " AND ");
            case Expression.Or e -> joined(e.parts(), " OR ");
            case Expression.Not e -> "(NOT " + of(e.operand()) + ")";
        };
    }

    private static String joined(List<Expression> parts, String operator) {
        return parts.stream().map(AstText::of).collect(Collectors.joining(operator, "(", ")"));
    }

    private static String not(boolean negated) {
        return negated ? " NOT" : "";
    }
}
