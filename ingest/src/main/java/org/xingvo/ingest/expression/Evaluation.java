package org.xingvo.ingest.expression;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.obscore.HeaderTexts;

/** Evaluates trees for one file. Null propagates through everything but {@code first}. */
record Evaluation(Facts facts, @Nullable String hdu) {
    private static final int MAX_TEXT = 10_000;

    @Nullable
    Value value(Node node) {
        return switch (node) {
            case Node.Constant(Value value) -> value;
            case Node.Keyword(String keyword, String itsHdu) ->
                Value.of(facts.card(keyword, itsHdu == null ? hdu : itsHdu));
            case Node.Negation(Node operand) -> negated(number(operand));
            case Node.Arithmetic(char operator, Node left, Node right) ->
                arithmetic(operator, number(left), number(right));
            case Node.Part(PathPattern pattern, String name) -> text(pattern.part(facts.path(), name));
            case Node.Conversion(Node operand, UnitConversion conversion) -> {
                Double number = real(operand);
                yield number == null ? null : Value.real(conversion.apply(number));
            }
            case Node.Call(Function function, List<Node> arguments) -> call(function, arguments);
        };
    }

    private @Nullable Value call(Function function, List<Node> arguments) {
        return switch (function) {
            case FIRST -> first(arguments);
            case MJD -> mjd(arguments);
            case HMS -> angle(arguments.getFirst(), 15);
            case DMS -> angle(arguments.getFirst(), 1);
            case LOWER -> text(lower(words(arguments.getFirst())));
            case UPPER -> text(upper(words(arguments.getFirst())));
            case TRIM -> text(trimmed(words(arguments.getFirst())));
            case CONCAT -> concat(arguments);
            case SUBSTRING -> substring(arguments);
            case NUMBER -> number(arguments.getFirst());
            case TEXT -> text(words(arguments.getFirst()));
            case ABS -> abs(number(arguments.getFirst()));
            case ROUND -> round(real(arguments.getFirst()));
            case EXP10 -> {
                Double x = real(arguments.getFirst());
                yield x == null ? null : Value.real(Math.pow(10, x));
            }
            case LOG10 -> {
                Double x = real(arguments.getFirst());
                yield x == null ? null : Value.real(Math.log10(x));
            }
            case FILE -> text(facts.path().substring(facts.path().lastIndexOf('/') + 1));
            case PATH -> text(facts.path());
            case AUTO -> facts.automatic();
            case CONVERT, PART -> throw new IllegalStateException("parsed to nodes of their own");
        };
    }

    private @Nullable Value first(List<Node> arguments) {
        for (Node argument : arguments) {
            Value value = value(argument);
            if (value != null && !(value instanceof Value.Text(String text) && text.isBlank())) {
                return value;
            }
        }
        return null;
    }

    private @Nullable Value mjd(List<Node> arguments) {
        String date = words(arguments.getFirst());
        String scale = arguments.size() > 1 ? words(arguments.get(1)) : "UTC";
        Double mjd = date == null || scale == null ? null : HeaderTexts.mjdUtc(date, scale);
        return mjd == null ? null : Value.real(mjd);
    }

    private @Nullable Value angle(Node node, double factor) {
        Value value = value(node);
        Double number = value == null ? null : value.asDouble();
        if (number == null && value instanceof Value.Text(String text)) {
            number = HeaderTexts.sexagesimal(text);
        }
        return number == null ? null : Value.real(number * factor);
    }

    private @Nullable Value concat(List<Node> arguments) {
        StringBuilder joined = new StringBuilder();
        for (Node argument : arguments) {
            String words = words(argument);
            if (words == null || joined.length() + words.length() > MAX_TEXT) {
                return null;
            }
            joined.append(words);
        }
        return text(joined.toString());
    }

    private @Nullable Value substring(List<Node> arguments) {
        String words = words(arguments.get(0));
        Value from = number(arguments.get(1));
        Value count = number(arguments.get(2));
        if (words == null
                || !(from instanceof Value.Whole(long first))
                || !(count instanceof Value.Whole(long length))
                || first < 1
                || length < 0
                || first > words.length()) {
            return null;
        }
        long end = Math.min(words.length(), first - 1 + Math.min(length, words.length()));
        return text(words.substring((int) first - 1, (int) end));
    }

    private static @Nullable Value negated(@Nullable Value value) {
        return switch (value) {
            case Value.Whole(long number) when number != Long.MIN_VALUE -> new Value.Whole(-number);
            case Value.Real(double number) -> new Value.Real(-number);
            case null, default -> null;
        };
    }

    private static @Nullable Value abs(@Nullable Value value) {
        return switch (value) {
            case Value.Whole(long number) when number < 0 -> negated(value);
            case Value.Real(double number) -> new Value.Real(Math.abs(number));
            case null, default -> value;
        };
    }

    private static @Nullable Value round(@Nullable Double number) {
        return number == null || Math.abs(number) > 1L << 53 ? null : new Value.Whole(Math.round(number));
    }

    /** Whole numbers stay whole but for the division; what is too large is null. */
    private static @Nullable Value arithmetic(char operator, @Nullable Value left, @Nullable Value right) {
        if (left instanceof Value.Whole(long a) && right instanceof Value.Whole(long b) && operator != '/') {
            try {
                return new Value.Whole(
                        switch (operator) {
                            case '+' -> Math.addExact(a, b);
                            case '-' -> Math.subtractExact(a, b);
                            default -> Math.multiplyExact(a, b);
                        });
            } catch (ArithmeticException e) {
                return null;
            }
        }
        Double a = left == null ? null : left.asDouble();
        Double b = right == null ? null : right.asDouble();
        if (a == null || b == null) {
            return null;
        }
        return Value.real(
                switch (operator) {
                    case '+' -> a + b;
                    case '-' -> a - b;
                    case '*' -> a * b;
                    default -> a / b;
                });
    }

    private @Nullable Value number(Node node) {
        Value value = value(node);
        return value == null ? null : value.asNumber();
    }

    private @Nullable Double real(Node node) {
        Value value = value(node);
        return value == null ? null : value.asDouble();
    }

    private @Nullable String words(Node node) {
        Value value = value(node);
        return value == null ? null : value.asText();
    }

    private static @Nullable Value text(@Nullable String text) {
        return text == null ? null : new Value.Text(text);
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.strip().replaceAll("\\s+", " ");
    }
}
