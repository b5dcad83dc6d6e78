package org.xingvo.storage.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig.Durability;
import org.xingvo.storage.volume.DurableFile;

/** The settings of one collection as a text file in its directory (docs/storage-format.md, "Settings"). */
public final class SettingsFile {
    public static final String NAME = "collection.settings";
    private static final String FIRST_LINE = "xingvo-collection ";
    private static final int VERSION = 1;
    private static final String PROPERTY = "property ";

    private SettingsFile() {}

    public static void write(Path directory, CollectionSettings settings) throws IOException {
        DurableFile.replace(directory, NAME, print(settings));
    }

    /** The text of the file. */
    public static String print(CollectionSettings settings) {
        StringBuilder text = new StringBuilder()
                .append(FIRST_LINE)
                .append(VERSION)
                .append("\nname ")
                .append(settings.name())
                .append("\ndurability ")
                .append(settings.durability())
                .append("\ncompress ")
                .append(settings.compress())
                .append("\nquota ")
                .append(settings.quotaBytes())
                .append("\nmax-volume ")
                .append(settings.maxVolumeBytes())
                .append('\n');
        new TreeMap<>(settings.properties())
                .forEach((key, value) -> text.append(PROPERTY)
                        .append(key)
                        .append(' ')
                        .append(value)
                        .append('\n'));
        return text.toString();
    }

    /** Null: the collection was made by a version that knew no settings. */
    public static @Nullable CollectionSettings read(Path directory) throws IOException {
        try {
            return parse(
                    Files.readString(directory.resolve(NAME), StandardCharsets.UTF_8),
                    directory.resolve(NAME).toString());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Reads the text of a file back.
     *
     * @param where for messages
     */
    public static CollectionSettings parse(String text, String where) {
        Map<String, String> values = new TreeMap<>();
        Map<String, String> properties = new TreeMap<>();
        for (String line : text.split("\n", -1)) {
            boolean property = line.startsWith(PROPERTY);
            String rest = property ? line.substring(PROPERTY.length()) : line;
            int blank = rest.indexOf(' ');
            if (blank > 0) {
                (property ? properties : values).put(rest.substring(0, blank), rest.substring(blank + 1));
            }
        }
        String version = values.getOrDefault(FIRST_LINE.strip(), "");
        if (!version.matches("[0-9]{1,6}")) {
            throw damaged(where, "\"%s%d\" in the first line".formatted(FIRST_LINE, VERSION));
        }
        if (Integer.parseInt(version) > VERSION) {
            throw new StorageException.Unusable(
                    "%s: version %s is newer than this program reads (up to %d)".formatted(where, version, VERSION));
        }
        try {
            return new CollectionSettings(
                    values.getOrDefault("name", ""),
                    Durability.valueOf(values.getOrDefault("durability", "")),
                    Boolean.parseBoolean(values.get("compress")),
                    Long.parseLong(values.getOrDefault("quota", "")),
                    Long.parseLong(values.getOrDefault("max-volume", "")),
                    properties);
        } catch (IllegalArgumentException e) {
            throw damaged(where, "settings that can be read, " + e.getMessage());
        }
    }

    private static StorageException.Unusable damaged(String where, String expected) {
        return new StorageException.Unusable("%s: expected %s".formatted(where, expected));
    }
}
