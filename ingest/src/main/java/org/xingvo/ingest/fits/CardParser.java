package org.xingvo.ingest.fits;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.Card.ValueType;

/**
 * Turns the 80-byte cards of one header into {@link Card}s. Takes what real files hold: lower case, no blank after
 * the equals sign, strings that never close, bytes that are not ASCII. One thread at a time.
 * Source: FITS Standard 4.0, sections 4.1 and 4.2; the ESO HIERARCH and the CONTINUE conventions.
 */
final class CardParser {
    private static final Pattern SLASHED_DATE = Pattern.compile("\\d{1,2}/\\d{1,2}/\\d{2,4}(?=\\s|/|$)");
    private static final Pattern COMPLEX = Pattern.compile("\\(\\s*[^,()]+,[^,()]+\\)");

    private final int maxStringLength;
    private final List<Card> cards = new ArrayList<>();
    /** The last card is a string that ends with an ampersand: a CONTINUE may follow. */
    private @Nullable StringBuilder open;

    CardParser(int maxStringLength) {
        this.maxStringLength = maxStringLength;
    }

    List<Card> cards() {
        return cards;
    }

    /** Text of one card: printable ASCII, one character for each byte. */
    static String text(byte[] block, int offset, int length) {
        String text = new String(block, offset, length, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < length; i++) {
            if (block[offset + i] < 0x20 || block[offset + i] == 0x7f) {
                return printable(text);
            }
        }
        return text;
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            printable.append(c >= 0x20 && c < 0x7f ? c : c == '\t' || c == '\n' || c == '\r' || c == 0 ? ' ' : '?');
        }
        return printable.toString();
    }

    /** True for the END card. */
    static boolean isEnd(String text) {
        return text.regionMatches(true, 0, "END     ", 0, 8);
    }

    /** Takes the next card; blank cards are left out. */
    void add(String text, int hduIndex) throws FitsFormatException {
        if (open != null && text.regionMatches(true, 0, "CONTINUE", 0, 8)) {
            join(text, hduIndex);
            return;
        }
        open = null;
        if (text.isBlank()) {
            return;
        }
        Card card = parse(text);
        cards.add(card);
        String value = card.value();
        if (card.type() == ValueType.STRING && value != null && value.endsWith("&")) {
            open = new StringBuilder(value);
        }
    }

    private void join(String text, int hduIndex) throws FitsFormatException {
        StringBuilder joined = open;
        Card last = cards.getLast();
        int quote = text.indexOf('\'', 8);
        if (joined == null || quote < 0) {
            cards.add(
                    new Card("CONTINUE", null, ValueType.NONE, text.substring(8).strip()));
            open = null;
            return;
        }
        Card part = value("CONTINUE", text.substring(quote));
        joined.setLength(joined.length() - 1);
        joined.append(part.value() == null ? "" : part.value());
        if (joined.length() > maxStringLength) {
            throw new FitsFormatException(
                    "limit",
                    "HDU %d, card %s: expected at most %d characters in a string, found more"
                            .formatted(hduIndex, last.keyword(), maxStringLength));
        }
        String comment = last.comment() == null
                ? part.comment()
                : part.comment() == null ? last.comment() : last.comment() + " " + part.comment();
        cards.set(cards.size() - 1, new Card(last.keyword(), joined.toString(), ValueType.STRING, comment));
        open = joined.length() > 0 && joined.charAt(joined.length() - 1) == '&' ? joined : null;
    }

    /** One card on its own. */
    static Card parse(String text) {
        String field =
                text.substring(0, Math.min(8, text.length())).stripTrailing().toUpperCase(Locale.ROOT);
        if (field.equals("HIERARCH")) {
            int equals = text.indexOf('=');
            if (equals > 8) {
                String name =
                        text.substring(8, equals).strip().replaceAll(" +", " ").toUpperCase(Locale.ROOT);
                if (!name.isEmpty()) {
                    return value("HIERARCH " + name, text.substring(equals + 1));
                }
            }
            return commentary(field, text);
        }
        if (field.equals("COMMENT") || field.equals("HISTORY") || field.isEmpty() || field.equals("CONTINUE")) {
            return commentary(field, text);
        }
        if (text.length() > 8 && text.charAt(8) == '=') {
            return value(field, text.substring(9));
        }
        int equals = text.indexOf('=');
        if (equals > 0 && equals < 12) {
            String name = text.substring(0, equals).strip().toUpperCase(Locale.ROOT);
            if (isKeyword(name)) {
                return value(name, text.substring(equals + 1));
            }
        }
        return commentary(field, text);
    }

    private static Card commentary(String keyword, String text) {
        String words = text.length() > 8 ? text.substring(8).stripTrailing() : "";
        return new Card(keyword, null, ValueType.NONE, words);
    }

    private static boolean isKeyword(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '_' && c != '-') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= 8;
    }

    /** What follows the equals sign. */
    private static Card value(String keyword, String rest) {
        String s = rest.strip();
        if (s.startsWith("'")) {
            return string(keyword, s);
        }
        int slash = s.indexOf('/');
        if (slash == 1 || slash == 2) {
            Matcher date = SLASHED_DATE.matcher(s);
            slash = date.lookingAt() ? s.indexOf('/', date.end()) : slash;
        }
        String value = (slash < 0 ? s : s.substring(0, slash)).strip();
        String comment = slash < 0 ? null : comment(s.substring(slash + 1));
        if (value.isEmpty()
                || value.equalsIgnoreCase("nan")
                || value.equalsIgnoreCase("inf")
                || value.equalsIgnoreCase("-inf")) {
            return new Card(keyword, null, ValueType.UNDEFINED, comment);
        }
        return new Card(keyword, value, type(value), comment);
    }

    private static ValueType type(String value) {
        if (value.equals("T") || value.equals("F")) {
            return ValueType.LOGICAL;
        }
        if (Numbers.isIntegerText(value)) {
            return ValueType.INTEGER;
        }
        if (Numbers.isRealText(value)) {
            return ValueType.REAL;
        }
        return COMPLEX.matcher(value).matches() ? ValueType.COMPLEX : ValueType.STRING;
    }

    private static Card string(String keyword, String s) {
        StringBuilder value = new StringBuilder();
        int i = 1;
        boolean closed = false;
        while (i < s.length() && !closed) {
            char c = s.charAt(i);
            if (c != '\'') {
                value.append(c);
            } else if (i + 1 < s.length() && s.charAt(i + 1) == '\'') {
                value.append(c);
                i++;
            } else {
                closed = true;
            }
            i++;
        }
        if (!closed) {
            int slash = value.indexOf(" /");
            String comment = slash < 0 ? null : comment(value.substring(slash + 2));
            String text = (slash < 0 ? value.toString() : value.substring(0, slash)).stripTrailing();
            return new Card(keyword, text, ValueType.STRING, comment);
        }
        int slash = s.indexOf('/', i);
        return new Card(
                keyword,
                value.toString().stripTrailing(),
                ValueType.STRING,
                slash < 0 ? null : comment(s.substring(slash + 1)));
    }

    private static @Nullable String comment(String text) {
        String words = text.strip();
        return words.isEmpty() ? null : words;
    }
}
