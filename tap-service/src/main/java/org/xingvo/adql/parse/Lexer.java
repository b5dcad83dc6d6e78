package org.xingvo.adql.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.xingvo.adql.AdqlException;
import org.xingvo.adql.AdqlException.Category;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.parse.Token.Kind;

/** Cuts a text into tokens; drops white space and comments. One thread, one text. */
final class Lexer {
    private static final List<String> SYMBOLS = List.of(
            "<>", "!=", "<=", ">=", "||", "(", ")", ",", ".", "*", "/", "%", "+", "-", "=", "<", ">", ";", "[", "]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int next;
    private int line = 1;
    private int lineStart;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens in order, the last one END. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.step()) {}
        return lexer.tokens;
    }

    private boolean step() {
        skipSpace();
        Position at = here();
        if (next >= text.length()) {
            if (!open.isEmpty()) {
                Token unclosed = tokens.get(open.peek());
                throw new AdqlException(
                        Category.SYNTAX,
                        "Parenthesis is not closed",
                        unclosed.at().line(),
                        unclosed.at().column(),
                        List.of(")"),
                        "end of query");
            }
            tokens.add(new Token(Kind.END, "", at, -1));
            return false;
        }
        char c = text.charAt(next);
        if (isLetter(c) || c == '_') {
            int start = next;
            while (next < text.length() && isWordPart(text.charAt(next))) {
                next++;
            }
            tokens.add(new Token(Kind.WORD, text.substring(start, next), at, -1));
        } else if (isDigit(c) || (c == '.' && next + 1 < text.length() && isDigit(text.charAt(next + 1)))) {
            number(at);
        } else if (c == '\'') {
            tokens.add(new Token(Kind.STRING, quoted('\'', "String is not closed", at), at, -1));
        } else if (c == '"') {
            String name = quoted('"', "Delimited identifier is not closed", at);
            if (name.isEmpty()) {
                throw wrong("Delimited identifier is empty", at, List.of("a name between the quotes"), "\"\"");
            }
            tokens.add(new Token(Kind.DELIMITED, name, at, -1));
        } else {
            symbol(at);
        }
        return true;
    }

    private void skipSpace() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '\n') {
                next++;
                line++;
                lineStart = next;
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF') {
                next++;
            } else if (text.startsWith("--", next)) {
                int end = text.indexOf('\n', next);
                next = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", next)) {
                throw wrong("Comment is not ADQL", here(), List.of("-- before a comment to the end of the line"), "/*");
            } else {
                return;
            }
        }
    }

    private void number(Position at) {
        int start = next;
        digits();
        if (next < text.length() && text.charAt(next) == '.') {
            next++;
            digits();
        }
        if (next < text.length() && (text.charAt(next) == 'e' || text.charAt(next) == 'E')) {
            int mark = next;
            next++;
            if (next < text.length() && (text.charAt(next) == '+' || text.charAt(next) == '-')) {
                next++;
            }
            int first = next;
            digits();
            if (next == first) {
                next = mark;
            }
        }
        if (next < text.length() && isWordPart(text.charAt(next))) {
            while (next < text.length() && isWordPart(text.charAt(next))) {
                next++;
            }
            String found = text.substring(start, next);
            throw wrong(
                    "Number is malformed",
                    at,
                    List.of("digits with one point and an exponent at most"),
                    found.length() <= 40 ? found : found.substring(0, 37) + "...");
        }
        tokens.add(new Token(Kind.NUMBER, text.substring(start, next), at, -1));
    }

    private void digits() {
        while (next < text.length() && isDigit(text.charAt(next))) {
            next++;
        }
    }

    /** What stands up to the closing quote, a doubled one being one. */
    private String quoted(char quote, String trouble, Position at) {
        StringBuilder content = new StringBuilder();
        next++;
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == quote) {
                if (next < text.length() && text.charAt(next) == quote) {
                    next++;
                } else {
                    return content.toString();
                }
            } else if (c == '\n') {
                line++;
                lineStart = next;
            } else if (c == 0 || (Character.isSurrogate(c) && !pairAt(next - 1))) {
                throw wrong("Character cannot stand in a query", at, List.of(), "U+%04X".formatted((int) c));
            }
            content.append(c);
        }
        throw wrong(trouble, at, List.of(String.valueOf(quote)), "end of query");
    }

    /** Is the surrogate at a place one half of a pair? */
    private boolean pairAt(int index) {
        char c = text.charAt(index);
        return Character.isHighSurrogate(c)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }

    private void symbol(Position at) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, next)) {
                next += symbol.length();
                add(symbol, at);
                return;
            }
        }
        int found = text.codePointAt(next);
        String shown = found > 32 && found < 127 ? Character.toString(found) : "U+%04X".formatted(found);
        throw wrong("Character cannot stand here", at, List.of(), shown);
    }

    private void add(String symbol, Position at) {
        int mate = -1;
        if (symbol.equals("(")) {
            open.push(tokens.size());
        } else if (symbol.equals(")")) {
            if (open.isEmpty()) {
                throw wrong("Parenthesis was not opened", at, List.of(), ")");
            }
            mate = open.pop();
            Token opening = tokens.get(mate);
            tokens.set(mate, new Token(opening.kind(), opening.text(), opening.at(), tokens.size()));
        }
        tokens.add(new Token(Kind.SYMBOL, symbol, at, mate));
    }

    private Position here() {
        return new Position(line, next - lineStart + 1);
    }

    private static AdqlException wrong(String what, Position at, List<String> expected, String found) {
        return new AdqlException(Category.SYNTAX, what, at.line(), at.column(), expected, found);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return isLetter(c) || isDigit(c) || c == '_';
    }
}
