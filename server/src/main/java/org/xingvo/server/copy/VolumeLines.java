package org.xingvo.server.copy;

import java.util.List;
import java.util.Locale;
import org.xingvo.storage.copy.VolumeState;

/** Volumes as lines of text, as handler and clients exchange them. */
final class VolumeLines {
    private static final String VOLUME = "volume ";

    private VolumeLines() {}

    static String print(List<VolumeState> volumes) {
        StringBuilder text = new StringBuilder();
        for (VolumeState volume : volumes) {
            text.append(String.format(
                    Locale.ROOT, "%s%d %d %d\n", VOLUME, volume.number(), volume.generation(), volume.bytes()));
        }
        return text.toString();
    }

    /** The volumes among the lines of a text. */
    static List<VolumeState> parse(String text) {
        return text.lines()
                .filter(line -> line.startsWith(VOLUME))
                .map(line -> line.substring(VOLUME.length()).split(" ", -1))
                .map(words -> new VolumeState(
                        Integer.parseInt(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2])))
                .toList();
    }

    /** The value of the line that begins with a word; empty if there is none. */
    static String value(String text, String word) {
        return text.lines()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** {@code 12.1}: number and generation. */
    static String name(VolumeState volume) {
        return volume.number() + "." + volume.generation();
    }

    static VolumeState parseName(String name, long bytes) {
        int dot = name.indexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException("volume: expected NUMBER.GENERATION, found '" + name + "'");
        }
        try {
            return new VolumeState(
                    Integer.parseInt(name.substring(0, dot)), Integer.parseInt(name.substring(dot + 1)), bytes);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("volume: expected NUMBER.GENERATION, found '" + name + "'", e);
        }
    }
}
