package org.xingvo.ingest.yaml;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Keys and values of a file with their places. Immutable, but for the problems. */
public final class YamlMap {
    private static final int MAX_CHARACTERS = 4 << 20;

    private final Node node;
    private final String path;
    private final Problems problems;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private boolean broken;

    private YamlMap(Node node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** The only document of a text, if it is YAML with keys; a problem otherwise. */
    public static Optional<YamlMap> parse(String yaml, Problems problems, Collection<String> allowed) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CHARACTERS)
                .setMaxAliasesForCollections(10)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(yaml);
            if (root.isEmpty()) {
                problems.add(1, "", "expected keys and values, found nothing");
                return Optional.empty();
            }
            YamlMap map = new YamlValue(root.get(), "", problems).map(allowed);
            return map.broken ? Optional.empty() : Optional.of(map);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "", "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "", "not YAML: " + Problems.shown(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    static YamlMap nothing(Node node, String path, Problems problems) {
        YamlMap map = new YamlMap(node, path, problems);
        map.broken = true;
        return map;
    }

    static YamlMap of(MappingNode mapping, String path, Problems problems, Collection<String> allowed) {
        YamlMap map = new YamlMap(mapping, path, problems);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!allowed.contains(key)) {
                problems.add(
                        tuple.getKeyNode(), path, "key '%s': %s".formatted(key, Problems.expectedOneOf(allowed, key)));
                continue;
            }
            YamlValue value = new YamlValue(tuple.getValueNode(), path.isEmpty() ? key : path + "." + key, problems);
            if (map.values.putIfAbsent(key, value) != null) {
                problems.add(tuple.getKeyNode(), path, "key '" + key + "': expected once, found again");
            }
            if (isNothing(tuple.getValueNode())) {
                map.values.remove(key, value);
            }
        }
        return map;
    }

    /** A key without a value is as if it were not there. */
    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar && Tag.NULL.equals(scalar.getTag());
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Set<String> keys() {
        return Set.copyOf(values.keySet());
    }

    /** The value of a key; null: none. */
    public @Nullable YamlValue get(String key) {
        return values.get(key);
    }

    /** The text of a key; null: none. */
    public @Nullable String text(String key) {
        YamlValue value = values.get(key);
        return value == null ? null : value.text();
    }

    public String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    /** The text of a key that must be there; "" with a problem when it is not. */
    public String required(String key) {
        YamlValue value = values.get(key);
        String text = value == null ? null : value.text();
        if (value == null || (text != null && text.isBlank())) {
            missing(key);
        }
        return text == null ? "" : text;
    }

    /** Texts of a list, or the one text that is written in place of a list. */
    public List<String> texts(String key, int limit) {
        YamlValue value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value.isList()) {
            return value.list(limit, YamlValue::text);
        }
        String only = value.text();
        return only == null ? List.of() : List.of(only);
    }

    public void missing(String key) {
        if (!broken) {
            problem("expected a value for '" + key + "', found none");
        }
    }

    public void problem(String what) {
        problems.add(node, path, what);
    }
}
