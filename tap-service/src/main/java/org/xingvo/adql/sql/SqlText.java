package org.xingvo.adql.sql;

import java.util.ArrayList;
import java.util.List;
import org.xingvo.adql.BindValue;

/** SQL with places for values, built from left to right. One thread. */
final class SqlText {
    private final List<String> segments = new ArrayList<>();
    private final List<BindValue> values = new ArrayList<>();
    private StringBuilder last = new StringBuilder();

    SqlText add(String text) {
        last.append(text);
        return this;
    }

    /** At the beginning; cheap, where copying a long text into a new one at every level of a tree is not. */
    SqlText prepend(String text) {
        if (segments.isEmpty()) {
            last.insert(0, text);
        } else {
            segments.set(0, text + segments.getFirst());
        }
        return this;
    }

    SqlText add(SqlText other) {
        for (int i = 0; i < other.segments.size(); i++) {
            last.append(other.segments.get(i));
            bind(other.values.get(i));
        }
        last.append(other.last);
        return this;
    }

    SqlText bind(BindValue value) {
        segments.add(last.toString());
        values.add(value);
        last = new StringBuilder();
        return this;
    }

    SqlText name(String identifier) {
        return add("\"").add(identifier.replace("\"", "\"\"")).add("\"");
    }

    static SqlText of(String text) {
        return new SqlText().add(text);
    }

    static SqlText joined(String separator, List<SqlText> parts) {
        SqlText all = new SqlText();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                all.add(separator);
            }
            all.add(parts.get(i));
        }
        return all;
    }

    boolean isEmpty() {
        return segments.isEmpty() && last.isEmpty();
    }

    List<BindValue> values() {
        return values;
    }

    /** With a question mark for each value. */
    String withMarks() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(segment).append('?'));
        return text.append(last).toString();
    }

    /** With each value as a literal; the text casts it to its type. */
    String withLiterals() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            text.append(segments.get(i)).append(Literals.untyped(values.get(i)));
        }
        return text.append(last).toString();
    }
}
