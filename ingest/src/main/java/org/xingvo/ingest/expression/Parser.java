package org.xingvo.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xingvo.ingest.expression.Lexer.Kind;
import org.xingvo.ingest.expression.Lexer.Token;
import org.xingvo.ingest.yaml.Problems;

/** Recursive descent; limits keep a long text from a deep stack. One text. */
final class Parser {
    static final int MAX_LENGTH = 2000;
    static final int MAX_DEPTH = 40;

    private final List<Token> tokens;
    private int next;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException(
                    0, "expected at most %d characters, found %d".formatted(MAX_LENGTH, text.length()));
        }
        Parser parser = new Parser(Lexer.tokens(text));
        Node node = parser.sum();
        if (parser.token().kind() != Kind.END) {
            throw parser.expected("an operator or the end");
        }
        return node;
    }

    private Node sum() {
        if (++depth > MAX_DEPTH) {
            throw new ExpressionException(
                    token().from(), "expected at most %d levels, found more".formatted(MAX_DEPTH));
        }
        Node left = product();
        while (token().is('+') || token().is('-')) {
            char operator = take().text().charAt(0);
            left = new Node.Arithmetic(operator, left, product());
        }
        depth--;
        return left;
    }

    private Node product() {
        Node left = factor();
        while (token().is('*') || token().is('/')) {
            char operator = take().text().charAt(0);
            left = new Node.Arithmetic(operator, left, factor());
        }
        return left;
    }

    private Node factor() {
        boolean negative = false;
        while (token().is('-') || token().is('+')) {
            negative ^= take().is('-');
        }
        Node primary = primary();
        if (!negative) {
            return primary;
        }
        return new Node.Negation(primary);
    }

    private Node primary() {
        Token token = take();
        boolean qualifies = token().is(':')
                && token().from() == token.to()
                && (token.kind() == Kind.WORD || token.kind() == Kind.QUOTED || token.kind() == Kind.NUMBER);
        if (qualifies) {
            take();
            Token keyword = take();
            if (keyword.kind() != Kind.WORD && keyword.kind() != Kind.QUOTED) {
                throw expected("a keyword behind '" + token.text() + ":'", keyword);
            }
            if (token.kind() == Kind.NUMBER && !token.text().matches("[0-9]{1,4}")) {
                throw expected("the number of an HDU, 0 is the first", token);
            }
            return new Node.Keyword(keyword.text().toUpperCase(Locale.ROOT), token.text());
        }
        return switch (token.kind()) {
            case NUMBER -> new Node.Constant(constant(token));
            case STRING -> new Node.Constant(new Value.Text(token.text()));
            case QUOTED -> new Node.Keyword(token.text().toUpperCase(Locale.ROOT), null);
            case WORD ->
                token().is('(') ? call(token) : new Node.Keyword(token.text().toUpperCase(Locale.ROOT), null);
            case SIGN -> {
                if (!token.is('(')) {
                    throw expected("a keyword, a number, a 'text' or a function", token);
                }
                Node inside = sum();
                close();
                yield inside;
            }
            case END -> throw expected("a keyword, a number, a 'text' or a function", token);
        };
    }

    private Value constant(Token token) {
        Value value = Value.number(token.text());
        if (value == null) {
            throw expected("a number that 64 bits can hold", token);
        }
        return value;
    }

    private Node call(Token name) {
        Function function = null;
        for (Function each : Function.values()) {
            if (each.word().equals(name.text().toLowerCase(Locale.ROOT))) {
                function = each;
            }
        }
        if (function == null) {
            throw new ExpressionException(
                    name.from(), "function: " + Problems.expectedOneOf(Function.words(), name.text()));
        }
        take();
        List<Node> arguments = new ArrayList<>();
        List<Token> starts = new ArrayList<>();
        if (!token().is(')')) {
            do {
                starts.add(token());
                arguments.add(sum());
            } while (takeIf(','));
        }
        close();
        if (arguments.size() < function.least || arguments.size() > function.most) {
            throw new ExpressionException(
                    name.from(),
                    "%s: expected %s, found %d"
                            .formatted(
                                    function.word(),
                                    function.least == function.most
                                            ? function.least + " arguments"
                                            : "%d to %d arguments".formatted(function.least, function.most),
                                    arguments.size()));
        }
        return switch (function) {
            case CONVERT ->
                new Node.Conversion(
                        arguments.getFirst(),
                        conversion(literal(arguments, starts, 1), literal(arguments, starts, 2), starts));
            case PART -> part(literal(arguments, starts, 0), literal(arguments, starts, 1), starts);
            default -> new Node.Call(function, arguments);
        };
    }

    private static UnitConversion conversion(String from, String to, List<Token> starts) {
        try {
            return UnitConversion.of(from, to);
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(starts.get(1).from(), String.valueOf(e.getMessage()));
        }
    }

    private static Node part(String pattern, String name, List<Token> starts) {
        try {
            PathPattern compiled = PathPattern.of(pattern);
            if (!compiled.names().contains(name)) {
                throw new ExpressionException(
                        starts.get(1).from(),
                        compiled.names().isEmpty()
                                ? "expected a {name} in the pattern, found none"
                                : "part: " + Problems.expectedOneOf(compiled.names(), name));
            }
            return new Node.Part(compiled, name);
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(starts.getFirst().from(), String.valueOf(e.getMessage()));
        }
    }

    private String literal(List<Node> arguments, List<Token> starts, int i) {
        if (arguments.get(i) instanceof Node.Constant(Value.Text(String text))) {
            return text;
        }
        throw expected("a text in 'single quotes'", starts.get(i));
    }

    private Token token() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    private boolean takeIf(char sign) {
        boolean is = token().is(sign);
        if (is) {
            next++;
        }
        return is;
    }

    private void close() {
        if (!takeIf(')')) {
            throw expected("an operator, ',' or ')'");
        }
    }

    private ExpressionException expected(String what) {
        return expected(what, token());
    }

    private static ExpressionException expected(String what, Token found) {
        return new ExpressionException(found.from(), "expected %s, found %s".formatted(what, found.shown()));
    }
}
