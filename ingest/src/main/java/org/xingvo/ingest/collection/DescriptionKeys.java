package org.xingvo.ingest.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of a description, by the key that they are below; "" is the root. */
final class DescriptionKeys {
    static final List<String> ROOT = List.of(
            "name",
            "title",
            "description",
            "creators",
            "reference",
            "licence",
            "facility",
            "telescope_id",
            "country_id",
            "files",
            "access",
            "unique",
            "previews",
            "obscore",
            "columns");
    static final List<String> FILES =
            List.of("like", "telescope", "keywords", "folder", "other", "named", "include", "exclude");
    static final List<String> ACCESS = List.of("readers", "embargo");
    static final List<String> READERS = List.of("owner", "groups");
    static final List<String> EMBARGO = List.of("until", "after_observation");
    static final List<String> COLUMN = List.of(
            "name",
            "keyword",
            "value",
            "hdu",
            "type",
            "unit",
            "ucd",
            "utype",
            "description",
            "nullable",
            "nulls",
            "index");

    /** Before there were expressions; still read, never written. */
    static final String OLD_INDEX = "indexed";

    /** All keys of a column that are read. */
    static final List<String> COLUMN_READ = columnRead();

    /** For the schema. */
    static final Map<String, List<String>> ALL = Map.of(
            "", ROOT,
            "files", FILES,
            "access", ACCESS,
            "readers", READERS,
            "embargo", EMBARGO,
            "obscore", ObsCoreMapping.COLUMNS,
            "column", COLUMN);

    private DescriptionKeys() {}

    private static List<String> columnRead() {
        List<String> keys = new ArrayList<>(COLUMN);
        keys.add(OLD_INDEX);
        return List.copyOf(keys);
    }
}
