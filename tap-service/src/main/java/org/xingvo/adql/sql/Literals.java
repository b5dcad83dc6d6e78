package org.xingvo.adql.sql;

import java.util.List;
import java.util.stream.Collectors;
import org.xingvo.adql.BindValue;

/**
 * Values as PostgreSQL literals, for statements that take no bind values. The only place where what a user wrote
 * becomes part of a statement's text, so it knows no exception: every value, numbers too, is a string constant that
 * begins and ends with a quote, followed by a cast to its type. Within it quotes are doubled; a text with a backslash
 * is an escape string constant with its backslashes doubled, so the literal means the same whatever
 * {@code standard_conforming_strings} says. Stateless. Document: PostgreSQL's manual, section 4.1.2.
 */
public final class Literals {
    private Literals() {}

    /**
     * The value with its type, as in {@code 'a'::text}.
     *
     * @throws IllegalArgumentException for a text that PostgreSQL cannot hold: one with U+0000 or half a pair
     */
    public static String typed(BindValue value) {
        return untyped(value) + "::" + value.type().sql();
    }

    /** The value alone, for a statement that casts it. */
    static String untyped(BindValue value) {
        return switch (value) {
            case BindValue.Text(String text) -> quoted(text);
            case BindValue.Whole(long number) -> quoted(Long.toString(number));
            case BindValue.Real(double number) -> quoted(Double.toString(number));
            case BindValue.Reals(List<Double> numbers) -> quoted(array(numbers));
            case BindValue.Classes(List<Integer> ids) -> quoted(array(ids));
        };
    }

    private static String array(List<? extends Number> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !isPaired(text, i))) {
                throw new IllegalArgumentException("No text for PostgreSQL: U+%04X".formatted((int) c));
            }
        }
        String doubled = text.replace("'", "''");
        // the blank keeps the E from becoming the end of a word before it
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    private static boolean isPaired(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
