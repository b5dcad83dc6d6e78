package org.xingvo.adql.parse;

import java.util.List;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.ast.Identifier;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.parse.Token.Kind;

/** The tokens as the parser goes through them, with the messages for what does not fit. One thread. */
final class Tokens {
    /** Operators that build on each other for each level of nesting that is allowed: they make a deep tree, too. */
    private static final int CHAIN = 3;
    /** Parts of a name; the longest of the grammar is catalogue, schema, table, column. */
    private static final int NAME_PARTS = 4;

    private final List<Token> tokens;
    private final int maxDepth;
    private int next;
    private int depth;
    private List<String> clausesLeft = List.of("end of query");

    Tokens(List<Token> tokens, int maxDepth) {
        this.tokens = tokens;
        this.maxDepth = maxDepth;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        if (next < tokens.size() - 1) {
            next++;
        }
        return token;
    }

    boolean takeWord(String keyword) {
        if (peek().isWord(keyword)) {
            next++;
            return true;
        }
        return false;
    }

    boolean takeSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            next++;
            return true;
        }
        return false;
    }

    void expectWord(String keyword) {
        if (!takeWord(keyword)) {
            throw unexpected(List.of(keyword));
        }
    }

    void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected(List.of(symbol));
        }
    }

    /** What could follow if the query went on; remembered for the message about a token that does not. */
    void clausesLeft(List<String> clauses) {
        clausesLeft = clauses;
    }

    List<String> clausesLeft() {
        return clausesLeft;
    }

    Identifier identifier(String what) {
        Token token = peek();
        if (token.isReserved()) {
            throw new AdqlException(
                    Category.SYNTAX,
                    token.text() + " is a reserved word",
                    token.at().line(),
                    token.at().column(),
                    List.of(what + " (a name equal to a reserved word stands in double quotes)"),
                    token.text());
        }
        if (token.kind() != Kind.WORD && token.kind() != Kind.DELIMITED) {
            throw unexpected(List.of(what));
        }
        take();
        return new Identifier(token.text(), token.kind() == Kind.DELIMITED, token.at());
    }

    /** One more part of a name. */
    void checkParts(int count) {
        if (count > NAME_PARTS) {
            throw new AdqlException(
                    Category.LIMIT,
                    "Name has too many parts",
                    peek().at().line(),
                    peek().at().column(),
                    List.of("at most " + NAME_PARTS),
                    "");
        }
    }

    boolean atIdentifier() {
        Token token = peek();
        return token.kind() == Kind.DELIMITED || (token.kind() == Kind.WORD && !token.isReserved());
    }

    boolean atQualifiedStar() {
        int ahead = 0;
        while ((peek(ahead).kind() == Kind.WORD || peek(ahead).kind() == Kind.DELIMITED)
                && peek(ahead + 1).isSymbol(".")) {
            ahead += 2;
        }
        return ahead > 0 && peek(ahead).isSymbol("*");
    }

    /** At an opening parenthesis: is what it holds a query? */
    boolean atQuery() {
        int inner = next;
        while (tokens.get(inner + 1).isSymbol("(")) {
            inner++;
        }
        Token first = tokens.get(inner + 1);
        if (!first.isWord("SELECT") && !first.isWord("WITH")) {
            return false;
        }
        for (int i = inner; i > next; i--) {
            Token after = tokens.get(tokens.get(i).mate() + 1);
            boolean goesOn = after.isSymbol(")")
                    || after.isWord("UNION")
                    || after.isWord("EXCEPT")
                    || after.isWord("INTERSECT")
                    || after.isWord("ORDER")
                    || after.isWord("OFFSET");
            if (!goesOn) {
                return false;
            }
        }
        return true;
    }

    long wholeNumber() {
        Token token = peek();
        if (token.kind() == Kind.NUMBER
                && token.text().length() <= 18
                && token.text().matches("[0-9]+")) {
            take();
            return Long.parseLong(token.text());
        }
        throw unexpected(List.of("a whole number"));
    }

    /** LIMIT n of other languages, which would read as an alias. */
    void refuseLimit() {
        if (peek().isWord("LIMIT") && peek(1).kind() == Kind.NUMBER) {
            throw new AdqlException(
                    Category.SYNTAX,
                    "LIMIT is not ADQL",
                    peek().at().line(),
                    peek().at().column(),
                    List.of("TOP " + peek(1).shown() + " after SELECT"),
                    "LIMIT");
        }
    }

    void enter() {
        if (++depth > maxDepth) {
            throw tooDeep(peek().at());
        }
    }

    void leave() {
        depth--;
    }

    void checkChain(int length, Position at) {
        if (length > CHAIN * maxDepth) {
            throw new AdqlException(
                    Category.LIMIT,
                    "Too many operators in a row",
                    at.line(),
                    at.column(),
                    List.of("at most " + CHAIN * maxDepth),
                    "");
        }
    }

    private AdqlException tooDeep(Position at) {
        return new AdqlException(
                Category.LIMIT,
                "Query is nested too deeply",
                at.line(),
                at.column(),
                List.of("at most " + maxDepth + " levels"),
                "");
    }

    AdqlException unexpected(List<String> expected) {
        refuseLimit();
        Token token = peek();
        return new AdqlException(
                Category.SYNTAX, "Syntax error", token.at().line(), token.at().column(), expected, token.shown());
    }
}
