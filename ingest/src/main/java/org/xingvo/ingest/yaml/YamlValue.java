package org.xingvo.ingest.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a file with its place. A method that finds something else than its name says adds a problem and returns
 * null or an empty list; so one reading finds all problems. Immutable, but for the problems.
 */
public final class YamlValue {
    private final Node node;
    private final String path;
    private final Problems problems;

    YamlValue(Node node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public void problem(String what) {
        problems.add(node, path, what);
    }

    /** A problem at a line of a text of several lines, counted from 0. */
    public void problem(int lineWithin, String what) {
        problems.add(Problems.line(node) + lineWithin, path, what);
    }

    /** Any single value as it is written, without its quotes. */
    public @Nullable String text() {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            return scalar.getValue();
        }
        problem("expected one value, found " + found());
        return null;
    }

    /** True if the value is written in quotes or as a block. */
    public boolean isQuoted() {
        return node instanceof ScalarNode scalar && !scalar.isPlain();
    }

    /** A whole number in a range. */
    public @Nullable Integer integer(int least, int most) {
        if (node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().matches("[+-]?[0-9]{1,9}")) {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= least && value <= most) {
                return value;
            }
        }
        problem("expected a whole number from %d to %d, found %s".formatted(least, most, found()));
        return null;
    }

    public @Nullable Boolean flag() {
        if (node instanceof ScalarNode scalar && Tag.BOOL.equals(scalar.getTag())) {
            return scalar.getValue().equalsIgnoreCase("true");
        }
        problem("expected true or false, found " + found());
        return null;
    }

    /** One of the words. */
    public @Nullable String word(Collection<String> allowed) {
        if (node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())) {
            if (allowed.contains(scalar.getValue())) {
                return scalar.getValue();
            }
            problem(Problems.expectedOneOf(allowed, scalar.getValue()));
        } else {
            problem("expected one of %s, found %s".formatted(String.join(", ", allowed), found()));
        }
        return null;
    }

    /** A list, of at most so many; what the function returns null for is left out. */
    public <T> List<T> list(int limit, Function<YamlValue, @Nullable T> each) {
        List<T> list = new ArrayList<>();
        if (!(node instanceof SequenceNode sequence)) {
            problem("expected a list, found " + found());
            return list;
        }
        if (sequence.getValue().size() > limit) {
            problem("expected at most %d, found %d"
                    .formatted(limit, sequence.getValue().size()));
            return list;
        }
        for (int i = 0; i < sequence.getValue().size(); i++) {
            T item = each.apply(new YamlValue(sequence.getValue().get(i), "%s[%d]".formatted(path, i + 1), problems));
            if (item != null) {
                list.add(item);
            }
        }
        return list;
    }

    /** Keys and values; keys that are not allowed are problems. */
    public YamlMap map(Collection<String> allowed) {
        if (node instanceof MappingNode mapping) {
            return YamlMap.of(mapping, path, problems, allowed);
        }
        problem("expected keys and values, found " + found());
        return YamlMap.nothing(node, path, problems);
    }

    /** What was found, for a sentence. */
    public String found() {
        return switch (node) {
            case MappingNode map -> map.getValue().size() + " keys";
            case SequenceNode list -> "a list of " + list.getValue().size();
            case ScalarNode scalar when Tag.NULL.equals(scalar.getTag()) -> "nothing";
            case ScalarNode scalar -> "'" + Problems.shown(scalar.getValue()) + "'";
            default -> "something else";
        };
    }
}
