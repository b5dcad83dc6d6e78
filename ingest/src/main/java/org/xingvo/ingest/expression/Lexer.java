package org.xingvo.ingest.expression;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into tokens. A minus within a word belongs to it, as in DATE-OBS. */
final class Lexer {
    enum Kind {
        NUMBER,
        /** In single quotes. */
        STRING,
        /** A word without quotes. */
        WORD,
        /** A keyword or EXTNAME in double quotes. */
        QUOTED,
        /** One of {@code + - * / ( ) , :}. */
        SIGN,
        END
    }

    /**
     * One token.
     *
     * @param text without quotes
     * @param from position of its first character
     * @param to position behind its last character
     */
    record Token(Kind kind, String text, int from, int to) {
        boolean is(char sign) {
            return kind == Kind.SIGN && text.charAt(0) == sign;
        }

        String shown() {
            return kind == Kind.END ? "the end" : "'" + text + "'";
        }
    }

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** All tokens, END last. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int from = at;
        if (at == text.length()) {
            return new Token(Kind.END, "", from, from);
        }
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            return quoted(c);
        }
        if ("+-*/(),:".indexOf(c) >= 0) {
            at++;
            return new Token(Kind.SIGN, String.valueOf(c), from, at);
        }
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        if (isLetter(c)) {
            word();
            return new Token(Kind.WORD, text.substring(from, at), from, at);
        }
        throw new ExpressionException(from, "expected a keyword, a number, a text or a sign, found '" + c + "'");
    }

    private Token quoted(char quote) {
        int from = at++;
        StringBuilder inside = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                inside.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                inside.append(quote);
                at++;
            } else {
                return new Token(quote == '\'' ? Kind.STRING : Kind.QUOTED, inside.toString(), from, at);
            }
        }
        throw new ExpressionException(from, "expected a closing " + quote + ", found the end");
    }

    /** Digits with letters behind them, such as 2MASS, need quotes to be a keyword. */
    private Token number() {
        int from = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && "eE".indexOf(text.charAt(at)) >= 0) {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                at = exponent;
                digits();
            }
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            throw new ExpressionException(
                    from,
                    "expected a number, found a letter in it; a keyword that starts with a digit needs \"quotes\"");
        }
        return new Token(Kind.NUMBER, text.substring(from, at), from, at);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void word() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean minusWithin = c == '-'
                    && at + 1 < text.length()
                    && (isLetter(text.charAt(at + 1)) || isDigit(text.charAt(at + 1)));
            if (!isLetter(c) && !isDigit(c) && !minusWithin) {
                return;
            }
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
