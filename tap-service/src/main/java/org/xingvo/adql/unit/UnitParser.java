package org.xingvo.adql.unit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a unit from left to right; {@code a/b.c} is {@code (a/b).c}. One thread, one text. */
final class UnitParser {
    private static final int LONGEST = 200;
    private static final int DEEPEST = 10;
    private static final Pattern SCALE = Pattern.compile(
            "(?:10(?:\\*\\*|\\^)?\\(?([+-]?\\d{1,3})\\)?|(\\d{1,20}(?:\\.\\d{1,20})?(?:[eE][+-]?\\d{1,3})?))");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z%]+|'[^']+'");
    private static final Pattern POWER = Pattern.compile(
            "(?:\\*\\*|\\^)?(?:\\(([+-]?\\d{1,2}(?:\\.\\d{1,3})?)(?:/(\\d{1,2}))?\\)|([+-]?\\d{1,2}(?:\\.\\d{1,3})?))");

    private final String text;
    private int next;

    UnitParser(String text) {
        this.text = text.strip();
    }

    Optional<Unit> parse() {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            return Optional.of(Unit.ONE);
        }
        Unit unit = product(0);
        boolean whole = unit != null && next == text.length() && Double.isFinite(unit.scale()) && unit.scale() > 0;
        return whole ? Optional.ofNullable(unit) : Optional.empty();
    }

    private @Nullable Unit product(int depth) {
        Unit result = Unit.ONE;
        double sign = 1;
        Double scale = depth == 0 ? scale() : null;
        if (scale != null) {
            result = new Unit(scale, result.powers());
            if (next == text.length()) {
                return result;
            }
            char c = text.charAt(next);
            sign = c == '/' ? -1 : 1;
            next += c == '/' || c == '.' || c == '*' || c == ' ' ? 1 : 0;
        }
        while (true) {
            Unit factor = factor(depth);
            if (factor == null) {
                return null;
            }
            result = result.times(factor, sign);
            if (next == text.length() || text.charAt(next) == ')') {
                return result;
            }
            char c = text.charAt(next++);
            if (c != '.' && c != '*' && c != ' ' && c != '/') {
                return null;
            }
            sign = c == '/' ? -1 : 1;
        }
    }

    /** The number before a unit; null: none. */
    private @Nullable Double scale() {
        Matcher matcher = SCALE.matcher(text);
        if (!matcher.lookingAt()) {
            return null;
        }
        next = matcher.end();
        String exponent = matcher.group(1);
        return exponent != null
                ? Math.pow(10, Integer.parseInt(exponent))
                : (Double) Double.parseDouble(matcher.group(2));
    }

    private @Nullable Unit factor(int depth) {
        Unit base;
        if (next < text.length() && text.charAt(next) == '(') {
            next++;
            base = depth < DEEPEST ? product(depth + 1) : null;
            if (base == null || next >= text.length() || text.charAt(next++) != ')') {
                return null;
            }
        } else {
            Matcher symbol = SYMBOL.matcher(text).region(next, text.length());
            if (!symbol.lookingAt()) {
                return null;
            }
            next = symbol.end();
            base = Symbols.unit(symbol.group());
        }
        if (base == null) {
            return null;
        }
        Matcher power = POWER.matcher(text).region(next, text.length());
        if (!power.lookingAt()) {
            return base;
        }
        next = power.end();
        double exponent = Double.parseDouble(power.group(1) == null ? power.group(3) : power.group(1));
        if (power.group(2) != null) {
            double divisor = Double.parseDouble(power.group(2));
            if (divisor == 0) {
                return null;
            }
            exponent /= divisor;
        }
        return Unit.ONE.times(base, exponent);
    }
}
