package org.xingvo.storage;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an operator may set of one collection. Immutable.
 *
 * @param name 1 to 100 of a-z 0-9 . _ - with a letter or digit first; no two collections of a store share it
 * @param durability what an acknowledged write survives
 * @param compress whether bodies that gain from it are compressed
 * @param quotaBytes most original bytes of all its objects together; 0: no limit
 * @param maxVolumeBytes a volume is sealed rather than grown past this; 0: what the store is set to
 * @param properties opaque to the store, kept for its callers (who may read, for one): at most 64, each key 1 to 64 of
 *     a-z 0-9 . _ -, each value one line of at most 1000 bytes of UTF-8
 */
public record CollectionSettings(
        String name,
        StoreConfig.Durability durability,
        boolean compress,
        long quotaBytes,
        long maxVolumeBytes,
        Map<String, String> properties) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern KEY = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final int MAX_PROPERTIES = 64;
    private static final int MAX_VALUE_BYTES = 1000;

    public CollectionSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "collection name: expected 1 to 100 of a-z 0-9 . _ - with a letter or digit first, found '%s'"
                            .formatted(name));
        }
        if (quotaBytes < 0) {
            throw new IllegalArgumentException(
                    "quota of %s: expected 0 or more, found %,d".formatted(name, quotaBytes));
        }
        if (maxVolumeBytes != 0 && maxVolumeBytes < 4096) {
            throw new IllegalArgumentException(
                    "max volume bytes of %s: expected 0 or at least 4,096, found %,d".formatted(name, maxVolumeBytes));
        }
        if (properties.size() > MAX_PROPERTIES) {
            throw new IllegalArgumentException("properties of %s: expected at most %d, found %d"
                    .formatted(name, MAX_PROPERTIES, properties.size()));
        }
        properties.forEach((key, value) -> {
            boolean line = value.chars().noneMatch(c -> c == '\n' || c == '\r');
            if (!KEY.matcher(key).matches()
                    || !line
                    || value.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
                throw new IllegalArgumentException(
                        "property of %s: expected a key of a-z 0-9 . _ - and one line of at most %d bytes, found '%s'"
                                .formatted(name, MAX_VALUE_BYTES, key));
            }
        });
        properties = Map.copyOf(new TreeMap<>(properties));
    }

    /** Durable, compressing, without limits of its own. */
    public static CollectionSettings named(String name) {
        return new CollectionSettings(name, StoreConfig.Durability.FSYNC, true, 0, 0, Map.of());
    }

    public CollectionSettings withName(String name) {
        return new CollectionSettings(name, durability, compress, quotaBytes, maxVolumeBytes, properties);
    }

    public CollectionSettings with(StoreConfig.Durability durability) {
        return new CollectionSettings(name, durability, compress, quotaBytes, maxVolumeBytes, properties);
    }

    public CollectionSettings withCompress(boolean compress) {
        return new CollectionSettings(name, durability, compress, quotaBytes, maxVolumeBytes, properties);
    }

    public CollectionSettings withQuotaBytes(long quotaBytes) {
        return new CollectionSettings(name, durability, compress, quotaBytes, maxVolumeBytes, properties);
    }

    public CollectionSettings withMaxVolumeBytes(long maxVolumeBytes) {
        return new CollectionSettings(name, durability, compress, quotaBytes, maxVolumeBytes, properties);
    }

    public CollectionSettings withProperties(Map<String, String> properties) {
        return new CollectionSettings(name, durability, compress, quotaBytes, maxVolumeBytes, properties);
    }
}
