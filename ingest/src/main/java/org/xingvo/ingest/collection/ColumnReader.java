package org.xingvo.ingest.collection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.expression.Expression;
import org.xingvo.ingest.expression.ExpressionException;
import org.xingvo.ingest.yaml.YamlMap;
import org.xingvo.ingest.yaml.YamlValue;

/** Reads one column of a description. */
final class ColumnReader {
    private static final int MAX_NULLS = 100;

    private ColumnReader() {}

    /**
     * The column; null, with a problem, when it is none.
     *
     * @param names that are taken; the column's is added
     */
    static @Nullable ColumnDescription read(YamlValue value, Set<String> names) {
        YamlMap map = value.map(DescriptionKeys.COLUMN_READ);
        String name = map.required("name");
        YamlValue written = map.get("name");
        if (written != null && !name.isBlank()) {
            if (!SqlNames.isColumnName(name)) {
                written.problem(
                        "expected a name of a-z 0-9 _ that starts with a letter and is no reserved word, found '" + name
                                + "'");
            } else if (!names.add(name)) {
                written.problem("expected a new name, found '" + name + "' again"
                        + (LayoutGrouping.FIXED_COLUMNS.contains(name) ? ", which every collection has" : ""));
            }
        }
        ColumnType type = type(map);
        ColumnSource source = source(map);
        if (type == null || source == null) {
            return null;
        }
        return new ColumnDescription(
                name,
                source,
                type,
                map.text("unit"),
                map.text("ucd"),
                map.text("utype"),
                map.text("description", ""),
                flag(map.get("nullable"), true),
                map.texts("nulls", MAX_NULLS),
                flag(map.get("index"), flag(map.get(DescriptionKeys.OLD_INDEX), false)));
    }

    private static boolean flag(@Nullable YamlValue value, boolean otherwise) {
        Boolean flag = value == null ? null : value.flag();
        return flag == null ? otherwise : flag;
    }

    private static @Nullable ColumnSource source(YamlMap map) {
        String keyword = map.text("keyword");
        String value = map.text("value");
        if ((keyword == null) == (value == null)) {
            if (keyword != null) {
                map.problem("expected either keyword or value, found both");
            } else if (!map.has("keyword") && !map.has("value")) {
                map.missing("keyword");
            }
            return null;
        }
        String hdu = map.text("hdu");
        if (keyword != null) {
            return new ColumnSource.Keyword(keyword, hdu);
        }
        YamlValue written = map.get("value");
        Expression expression = written == null ? null : expression(written, false);
        return expression == null ? null : new ColumnSource.Computed(expression, hdu);
    }

    /**
     * An expression; null, with a problem, when it is none.
     *
     * @param automatic whether {@code auto()} means something here
     */
    static @Nullable Expression expression(YamlValue value, boolean automatic) {
        String text = value.text();
        return text == null ? null : expression(value, text, automatic);
    }

    static @Nullable Expression expression(YamlValue value, String text, boolean automatic) {
        try {
            Expression expression = Expression.of(text);
            if (expression.asksForAutomatic() && !automatic) {
                value.problem("expected auto() in obscore only, found it in '" + text + "'");
                return null;
            }
            return expression;
        } catch (ExpressionException e) {
            value.problem("expression " + e.getMessage());
            return null;
        }
    }

    private static @Nullable ColumnType type(YamlMap map) {
        YamlValue written = map.get("type");
        if (written == null) {
            map.missing("type");
            return null;
        }
        String word = written.word(
                Arrays.stream(ColumnType.values()).map(ColumnType::word).toList());
        return word == null ? null : ColumnType.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
