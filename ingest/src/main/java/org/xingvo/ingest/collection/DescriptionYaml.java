package org.xingvo.ingest.collection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A collection description as YAML 1.2. Reading what {@link #write} wrote gives an equal description. Stateless. */
public final class DescriptionYaml {
    private static final int MAX_CHARACTERS = 4 << 20;
    private static final int MAX_COLUMNS = 1500;
    private static final Set<String> KEYS = Set.of("name", "title", "description", "facility", "files", "columns");
    private static final Set<String> COLUMN_KEYS =
            Set.of("name", "keyword", "type", "unit", "ucd", "description", "indexed");

    private DescriptionYaml() {}

    public static String write(CollectionDescription collection) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", collection.name());
        root.put("title", collection.title());
        putUnlessEmpty(root, "description", collection.description());
        putUnlessEmpty(root, "facility", collection.facility());
        root.put("files", files(collection.membership()));
        root.put(
                "columns",
                collection.columns().stream().map(DescriptionYaml::column).toList());
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.AUTO)
                .setWidth(110)
                .setSplitLines(true)
                .build();
        return "# Description of a collection: what its table holds and which files belong to it.\n"
                + new Dump(settings).dumpToString(root);
    }

    /**
     * The description that a text says.
     *
     * @throws DescriptionException names the key, what is expected and what was found
     */
    public static CollectionDescription read(String yaml) {
        Object document;
        try {
            document = new Load(LoadSettings.builder()
                            .setLabel("description")
                            .setCodePointLimit(MAX_CHARACTERS)
                            .setMaxAliasesForCollections(10)
                            .build())
                    .loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new DescriptionException("not YAML: " + e.getMessage());
        }
        Map<?, ?> root = map(document, "description", KEYS);
        List<ColumnDescription> columns = new ArrayList<>();
        Set<String> names = new HashSet<>(LayoutGrouping.FIXED_COLUMNS);
        List<?> written = list(root.get("columns"), "columns");
        if (written.size() > MAX_COLUMNS) {
            throw new DescriptionException(
                    "columns: expected at most %d, found %d".formatted(MAX_COLUMNS, written.size()));
        }
        for (Object entry : written) {
            String where = "columns, entry " + (columns.size() + 1);
            ColumnDescription column = column(map(entry, where, COLUMN_KEYS), where);
            if (!names.add(column.name())) {
                throw new DescriptionException(where + ": expected a new name, found '" + column.name() + "' again");
            }
            columns.add(column);
        }
        try {
            return new CollectionDescription(
                    required(root, "name", "description"),
                    required(root, "title", "description"),
                    optional(root, "description", ""),
                    nullable(root, "facility"),
                    membership(root.get("files")),
                    columns);
        } catch (IllegalArgumentException e) {
            throw new DescriptionException(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> files(CollectionDescription.Membership membership) {
        Map<String, Object> files = new LinkedHashMap<>();
        switch (membership) {
            case CollectionDescription.Membership.Similar(Layout layout) -> {
                files.put("like", layout.kind().word());
                putUnlessEmpty(files, "telescope", layout.telescope());
                files.put(
                        "keywords",
                        String.join(
                                " ",
                                layout.keywords().stream()
                                        .map(DescriptionYaml::noBlank)
                                        .toList()));
            }
            case CollectionDescription.Membership.Leftover(String folder, Layout.Kind kind) -> {
                files.put("folder", folder);
                files.put("other", kind.word());
            }
            case CollectionDescription.Membership.ByHand() -> files.put("named", "by hand");
        }
        return files;
    }

    private static CollectionDescription.Membership membership(@Nullable Object written) {
        if (written == null) {
            return new CollectionDescription.Membership.ByHand();
        }
        Map<?, ?> files = map(written, "files", Set.of("like", "telescope", "keywords", "folder", "other", "named"));
        if (files.containsKey("like")) {
            TreeSet<String> keywords = new TreeSet<>();
            for (String word : required(files, "keywords", "files").split(" ", -1)) {
                keywords.add(word.replace('\u00a0', ' '));
            }
            return new CollectionDescription.Membership.Similar(
                    new Layout(kind(required(files, "like", "files")), optional(files, "telescope", ""), keywords));
        }
        if (files.containsKey("other")) {
            return new CollectionDescription.Membership.Leftover(
                    optional(files, "folder", ""), kind(required(files, "other", "files")));
        }
        return new CollectionDescription.Membership.ByHand();
    }

    /** Keywords are joined by blanks; those of HIERARCH have blanks of their own. */
    private static String noBlank(String keyword) {
        return keyword.replace(' ', '\u00a0');
    }

    private static Layout.Kind kind(String word) {
        for (Layout.Kind kind : Layout.Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new DescriptionException("files: expected image, table or empty, found '" + word + "'");
    }

    private static Map<String, Object> column(ColumnDescription column) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", column.name());
        map.put("keyword", column.keyword());
        map.put("type", column.type().word());
        putUnlessEmpty(map, "unit", column.unit());
        putUnlessEmpty(map, "ucd", column.ucd());
        putUnlessEmpty(map, "description", column.description());
        if (column.indexed()) {
            map.put("indexed", true);
        }
        return map;
    }

    private static ColumnDescription column(Map<?, ?> map, String where) {
        String name = required(map, "name", where);
        if (!SqlNames.isColumnName(name)) {
            throw new DescriptionException(
                    where + ": expected a name of a-z 0-9 _ that is no reserved word, found '" + name + "'");
        }
        return new ColumnDescription(
                name,
                required(map, "keyword", where),
                type(required(map, "type", where), where),
                nullable(map, "unit"),
                nullable(map, "ucd"),
                optional(map, "description", ""),
                Boolean.TRUE.equals(map.get("indexed")));
    }

    private static ColumnType type(String word, String where) {
        for (ColumnType type : ColumnType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new DescriptionException(
                where + ": expected type boolean, integer, bigint, double, text or unicode, found '"
                        + word.toLowerCase(Locale.ROOT) + "'");
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            map.put(key, value);
        }
    }

    private static Map<?, ?> map(@Nullable Object value, String where, Set<String> keys) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new DescriptionException(where + ": expected keys and values, found " + kindOf(value));
        }
        for (Object key : map.keySet()) {
            if (!keys.contains(String.valueOf(key))) {
                throw new DescriptionException(
                        where + ": expected one of " + new TreeSet<>(keys) + ", found '" + key + "'");
            }
        }
        return map;
    }

    private static List<?> list(@Nullable Object value, String where) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new DescriptionException(where + ": expected a list, found " + kindOf(value));
    }

    private static String required(Map<?, ?> map, String key, String where) {
        String value = nullable(map, key);
        if (value == null || value.isEmpty()) {
            throw new DescriptionException(where + ": expected a value for '" + key + "', found none");
        }
        return value;
    }

    private static String optional(Map<?, ?> map, String key, String otherwise) {
        String value = nullable(map, key);
        return value == null ? otherwise : value;
    }

    private static @Nullable String nullable(Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value instanceof Map || value instanceof List) {
            throw new DescriptionException(key + ": expected one value, found " + kindOf(value));
        }
        return value == null ? null : value.toString();
    }

    private static String kindOf(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Map<?, ?> map -> map.size() + " keys";
            case List<?> list -> "a list of " + list.size();
            default -> "'" + value + "'";
        };
    }
}
