package org.xingvo.adql.parse;

import java.util.Locale;
import org.xingvo.adql.ast.Position;

/**
 * A piece of the text.
 *
 * @param text of words and numbers as written; of strings and delimited identifiers the content
 * @param mate of a parenthesis the index of its partner, else -1
 */
record Token(Kind kind, String text, Position at, int mate) {
    enum Kind {
        WORD,
        DELIMITED,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isReserved() {
        return kind == Kind.WORD && Words.RESERVED.contains(text.toUpperCase(Locale.ROOT));
    }

    /** For a message. */
    String shown() {
        return switch (kind) {
            case END -> "end of query";
            case STRING -> "'" + shortened() + "'";
            case DELIMITED -> '"' + shortened() + '"';
            case WORD, NUMBER, SYMBOL -> shortened();
        };
    }

    private String shortened() {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
