package org.xingvo.adql.resolve;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.adql.BindValue;
import org.xingvo.adql.SqlType;
import org.xingvo.adql.ast.Position;
import org.xingvo.adql.query.Type;
import org.xingvo.adql.query.Value;

/** Which types go together, and what one becomes beside another. */
final class Types {
    private static final Pattern TIMESTAMP =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?))?Z?");

    private static final List<String> TRUTHS = List.of("true", "false", "t", "f", "1", "0");

    private static final String LARGEST = Long.toString(Long.MAX_VALUE);

    private Types() {}

    /** The type that holds both, or null if there is none. */
    static @Nullable Type common(Value a, Value b) {
        Type x = a.type();
        Type y = b.type();
        if (x == y || y == Type.NULL) {
            return x;
        }
        if (x == Type.NULL) {
            return y;
        }
        if (x.isNumeric() && y.isNumeric()) {
            return Type.wider(x, y);
        }
        if (x.isGeometry() && y.isGeometry()) {
            return Type.REGION;
        }
        if ((x == Type.TIMESTAMP && isTextConstant(b)) || (y == Type.TIMESTAMP && isTextConstant(a))) {
            return Type.TIMESTAMP;
        }
        if ((x == Type.BOOLEAN && isTruth(b)) || (y == Type.BOOLEAN && isTruth(a))) {
            return Type.BOOLEAN;
        }
        if ((x == Type.BOOLEAN && y.isInteger()) || (y == Type.BOOLEAN && x.isInteger())) {
            return Type.INTEGER;
        }
        return null;
    }

    /** A text that reads as a truth value. */
    private static boolean isTruth(Value value) {
        return value instanceof Value.Constant(BindValue.Text(String text), Type type)
                && type == Type.TEXT
                && TRUTHS.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private static boolean isTextConstant(Value value) {
        return value instanceof Value.Constant c && c.type() == Type.TEXT;
    }

    /** A value as that type; only for what {@link #common} found. */
    static Value as(Value value, Type type, Position at) {
        if (value.type() == type) {
            return value;
        }
        if (value instanceof Value.Constant constant) {
            return constant(constant, type, at);
        }
        boolean sameInSql = value.type().isGeometry() && type.isGeometry();
        return sameInSql ? value : new Value.Cast(value, type, -1);
    }

    private static Value constant(Value.Constant constant, Type type, Position at) {
        BindValue value = constant.value();
        return switch (value) {
            case null -> new Value.Constant(null, type);
            case BindValue.Text text
            when type == Type.BOOLEAN -> {
                boolean is = text.value().strip().toLowerCase(Locale.ROOT).startsWith("t")
                        || text.value().strip().equals("1");
                yield new Value.Constant(new BindValue.Text(String.valueOf(is)), Type.BOOLEAN);
            }
            case BindValue.Text text when type == Type.TIMESTAMP -> timestamp(text.value(), at);
            case BindValue.Whole whole
            when !type.isInteger() && type.isNumeric() ->
                new Value.Constant(new BindValue.Real(whole.value()), Type.DOUBLE);
            case BindValue.Whole whole when type.isInteger() -> new Value.Constant(whole, type);
            case BindValue.Real real -> constant;
            default -> new Value.Cast(constant, type, -1);
        };
    }

    /** A point in time from a literal (DALI 1.1, section 3.3.3). */
    static Value timestamp(String text, Position at) {
        Matcher matcher = TIMESTAMP.matcher(text.strip());
        if (matcher.matches()) {
            try {
                LocalDate date = LocalDate.parse(matcher.group(1));
                String time = matcher.group(2);
                LocalTime of = time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time);
                return new Value.Constant(new BindValue.Text(date + "T" + of), Type.TIMESTAMP);
            } catch (DateTimeException e) {
                throw notTime(text, at);
            }
        }
        throw notTime(text, at);
    }

    private static RuntimeException notTime(String text, Position at) {
        return Wrong.type("Text is no timestamp", at, "YYYY-MM-DDThh:mm:ss.sss", quoted(text));
    }

    /** What an array is made of; null for bytes, which are no array of the language. */
    static @Nullable Type element(SqlType array) {
        return switch (array) {
            case BOOLEAN_ARRAY -> Type.BOOLEAN;
            case SMALLINT_ARRAY -> Type.SMALLINT;
            case INTEGER_ARRAY -> Type.INTEGER;
            case BIGINT_ARRAY -> Type.BIGINT;
            case REAL_ARRAY -> Type.REAL;
            case DOUBLE_ARRAY -> Type.DOUBLE;
            case TEXT_ARRAY -> Type.TEXT;
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, TIMESTAMP, BYTEA -> null;
        };
    }

    static String quoted(String text) {
        return "'" + (text.length() <= 40 ? text : text.substring(0, 37) + "...") + "'";
    }

    static Value number(String text, Position at) {
        // identifiers of 19 digits are common, and a double would change them
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9') && text.length() <= 19;
        if (digits && (text.length() < 19 || text.compareTo(LARGEST) <= 0)) {
            long whole = Long.parseLong(text);
            return new Value.Constant(
                    new BindValue.Whole(whole), whole <= Integer.MAX_VALUE ? Type.INTEGER : Type.BIGINT);
        }
        double real = Double.parseDouble(text);
        if (Double.isInfinite(real)) {
            throw Wrong.type(
                    "Number is too large", at, "less than 1.8e308", text.substring(0, Math.min(40, text.length())));
        }
        return new Value.Constant(new BindValue.Real(real), Type.DOUBLE);
    }
}
