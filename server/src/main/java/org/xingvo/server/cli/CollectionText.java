package org.xingvo.server.cli;

import java.util.Map;

/** The numbers of a collection as people read them. */
final class CollectionText {
    private CollectionText() {}

    static String readers(Map<?, ?> stat) {
        if (Boolean.TRUE.equals(stat.get("catalogued"))) {
            return "-";
        }
        Object readers = stat.get("properties") instanceof Map<?, ?> properties ? properties.get("readers") : null;
        return readers == null || readers.toString().isEmpty() ? "operators" : readers.toString();
    }

    static String of(Map<?, ?> stat) {
        long volumeBytes = JsonText.number(stat, "volumeBytes");
        long liveBytes = JsonText.number(stat, "liveBytes");
        long quota = JsonText.number(stat, "quotaBytes");
        StringBuilder text = new StringBuilder();
        line(text, "collection", stat.get("name") + " (" + stat.get("id") + ")");
        line(text, "kind", String.valueOf(stat.get("kind")));
        line(text, "objects", "%,d".formatted(JsonText.number(stat, "objects")));
        line(text, "bytes", "%,d".formatted(JsonText.number(stat, "bytes")));
        line(text, "damaged", "%,d".formatted(JsonText.number(stat, "damaged")));
        line(text, "on disk", "%,d, %,d of them by objects".formatted(volumeBytes, liveBytes));
        line(text, "quota", quota == 0 ? "none" : "%,d".formatted(quota));
        line(text, "durability", String.valueOf(stat.get("durability")));
        line(text, "compress", Boolean.TRUE.equals(stat.get("compress")) ? "yes" : "no");
        line(text, "readers", readers(stat));
        if (stat.get("properties") instanceof Map<?, ?> properties && properties.get("writers") != null) {
            line(text, "writers", String.valueOf(properties.get("writers")));
        }
        for (Object each : JsonText.list(stat, "volumes")) {
            Map<?, ?> volume = (Map<?, ?>) each;
            line(
                    text,
                    "volume %04d".formatted(JsonText.number(volume, "number")),
                    "%,d bytes, %,d blocks, %,d live, %s"
                            .formatted(
                                    JsonText.number(volume, "bytes"),
                                    JsonText.number(volume, "blocks"),
                                    JsonText.number(volume, "liveBlocks"),
                                    Boolean.TRUE.equals(volume.get("open")) ? "open" : "sealed"));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("%-12s %s%n".formatted(what, value));
    }
}
